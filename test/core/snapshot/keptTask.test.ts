import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readKeptTask } from '../../../src/core/snapshot/keptTask';
import { isSame } from '../../../src/core/same';
import { taskKinds, taskStatuses, type Task } from '../../../src/core/task';
import { anyTask } from '../../fakes/anyTask';
import { taskOf } from '../../fakes/tasks';

const kept = (task: unknown): unknown => JSON.parse(JSON.stringify(task));

/** With all that a task can have. */
const full = taskOf('1', {
  name: '漏洞\n"列表" \ud83d\ude00',
  status: 'running',
  progress: 0.25,
  createdAt: new Date(1),
  updatedAt: new Date(2),
  expiresAt: new Date(3),
  file: { name: 'a.zip', size: 1, rows: 2, id: 'f' },
  failure: { code: 'c', message: 'm' },
  raw: { list: [null, { deep: true }] },
});

describe('readKeptTask', () => {
  it('reads a task as it was written', () => {
    assert.deepEqual(readKeptTask(kept(full)), full);
    assert.deepEqual(readKeptTask(kept(taskOf('1'))), taskOf('1'));
  });

  it('reads any task as it was written, so that it counts as unchanged', () => {
    fc.assert(
      fc.property(anyTask, task => {
        const read = readKeptTask(kept(task));
        assert.deepEqual(read, task);
        assert.ok(isSame(read, task));
      }),
    );
  });

  it('reads every kind and every status', () => {
    for (const kind of taskKinds) assert.equal(readKeptTask(kept(taskOf('1', { kind })))?.kind, kind);
    for (const status of taskStatuses)
      assert.equal(readKeptTask(kept(taskOf('1', { status })))?.status, status);
  });

  it('takes nothing else for a task, and never throws', () => {
    fc.assert(fc.property(fc.jsonValue(), value => assert.equal(readKeptTask(value), undefined)));
    for (const value of [undefined, null, [], [full], 'text', 1])
      assert.equal(readKeptTask(value), undefined);
  });

  it('takes a task with one field of any other type for none, or for one with that value', () => {
    const moments = ['createdAt', 'updatedAt', 'expiresAt']; // any text that a date can be made of
    const names = Object.keys(full).filter(name => name !== 'raw' && !moments.includes(name));
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.jsonValue(), (name, value) => {
        const changed = { ...(kept(full) as object), [name]: value };
        const read = readKeptTask(kept(changed)) as unknown as Record<string, unknown> | undefined;
        if (read) assert.deepEqual(kept(read[name]), kept((kept(changed) as Record<string, unknown>)[name]));
      }),
    );
  });

  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    key: [1, null],
    id: [1, null],
    cloud: [1, null],
    account: [1, null],
    region: [1, null],
    service: [1, null],
    name: [{}, null],
    rawStatus: [true, null],
    kind: ['', 'constructor', 1, null],
    status: ['done', '__proto__', 0, null],
    progress: ['0.5', null],
    createdAt: ['yesterday', '', 0, null, {}],
    updatedAt: ['2026-13-01T00:00:00Z', []],
    expiresAt: [false],
    file: ['a', null, [], { name: 1 }, { size: '1' }, { rows: null }, { id: {} }],
    failure: ['a', null, [], { code: 1 }, { message: [] }],
  };
  for (const [name, values] of Object.entries(wrong)) {
    it(`takes none with a wrong ${name}`, () => {
      for (const value of values)
        assert.equal(readKeptTask({ ...(kept(full) as object), [name]: value }), undefined, String(value));
    });
  }

  const optional: readonly (keyof Task)[] = [
    'progress',
    'createdAt',
    'updatedAt',
    'expiresAt',
    'file',
    'failure',
    'raw',
  ];

  it('needs every field but those that a task may be without', () => {
    for (const name of Object.keys(full) as (keyof Task)[]) {
      const { [name]: left, ...rest } = kept(full) as Record<string, unknown>;
      assert.notEqual(left, undefined);
      assert.equal(readKeptTask(rest) !== undefined, optional.includes(name), name);
    }
  });
});
