import assert from 'node:assert/strict';
import fc from 'fast-check';
import { errorKinds, type Problem } from '../../../src/core/errors';
import { readEntry, writeEntry, type Entry } from '../../../src/core/snapshot/entry';
import type { PlaceState } from '../../../src/core/store';
import { anyTask } from '../../fakes/anyTask';
import { placeOf, taskOf } from '../../fakes/tasks';

const problem: Required<Problem> = {
  kind: 'throttled',
  message: '太多了',
  reason: 'clock',
  cloud: 'fake',
  service: 'exports',
  region: 'r1',
  status: 429,
  code: 'Throttling',
  requestId: 'r-1',
  retryAfter: 30_000,
  clockSkew: -5,
  page: 'Sign in',
  projects: [{ id: 'p', name: 'P' }],
};
const place: Required<PlaceState> = {
  ...placeOf(),
  state: 'failed',
  problem,
  pausedUntil: new Date(3),
  refreshedAt: new Date(1),
  wholeAt: new Date(2),
};
const roundTrip = (entry: Entry) => readEntry(writeEntry(entry));

describe('an entry of the snapshot', () => {
  const entries: Readonly<Record<string, Entry>> = {
    'a task': { kind: 'task', task: taskOf('1', { createdAt: new Date(5) }) },
    'dropped tasks': { kind: 'dropped', keys: ['a', 'b/ü\n'] },
    'none dropped': { kind: 'dropped', keys: [] },
    'a place': { kind: 'place', state: place },
    'a place that is not read yet': { kind: 'place', state: { ...placeOf(), state: 'loading' } },
    'an account that is gone': { kind: 'gone', account: 'acc' },
  };
  for (const [what, entry] of Object.entries(entries)) {
    it(`is read as it was written: ${what}`, () => {
      assert.deepEqual(roundTrip(entry), entry);
      assert.ok(!writeEntry(entry).includes('\n'));
    });
  }

  it('is read as it was written for every state of a place and every kind of problem', () => {
    for (const state of ['ok', 'loading', 'failed', 'off'] as const)
      assert.deepEqual(roundTrip({ kind: 'place', state: { ...placeOf(), state } }), {
        kind: 'place',
        state: { ...placeOf(), state },
      });
    for (const kind of errorKinds) {
      const entry: Entry = { kind: 'place', state: { ...place, problem: { kind, message: '' } } };
      assert.deepEqual(roundTrip(entry), entry);
    }
  });

  it('is one line for any task, and is read as it was written', () => {
    fc.assert(
      fc.property(anyTask, task => {
        const line = writeEntry({ kind: 'task', task });
        assert.ok(!line.includes('\n'));
        assert.deepEqual(readEntry(line), { kind: 'task', task });
      }),
    );
  });

  it('is not made of anything else, and nothing throws', () => {
    fc.assert(fc.property(fc.string(), line => assert.equal(readEntry(line), undefined)));
    fc.assert(fc.property(fc.json(), line => assert.equal(readEntry(line), undefined)));
    for (const line of ['', '{', 'null', '[]', '"task"', '{"kind":"task"}', '{"kind":1}', '{"cloudTasks":1}'])
      assert.equal(readEntry(line), undefined, line);
  });

  it('is not made of a line that was cut off anywhere', () => {
    for (const entry of Object.values(entries)) {
      const line = writeEntry(entry);
      for (let end = 0; end < line.length; end++) assert.equal(readEntry(line.slice(0, end)), undefined);
    }
  });

  const wrong: readonly object[] = [
    { kind: 'other', account: 'acc' },
    { kind: 'gone' },
    { kind: 'gone', account: 1 },
    { kind: 'dropped' },
    { kind: 'dropped', keys: 'a' },
    { kind: 'dropped', keys: ['a', 1] },
    { kind: 'task', task: { ...taskOf('1'), status: 'done' } },
    { kind: 'place' },
    ...Object.entries({
      account: [1, null, undefined],
      service: [1, null, undefined],
      region: [1, null, undefined],
      state: ['fine', null, undefined],
      problem: ['no', null, {}, { kind: 'odd', message: '' }, { kind: 'auth' }, { kind: 'auth', message: 1 }],
      refreshedAt: [1, null, 'yesterday', ''],
      wholeAt: [1, null, 'yesterday', ''],
    }).flatMap(([name, values]) =>
      values.map(value => ({ kind: 'place', state: { ...place, [name]: value as unknown } })),
    ),
  ];
  it('is not made of one with a wrong field', () => {
    for (const value of wrong) {
      const line = JSON.stringify(value);
      assert.equal(readEntry(line), undefined, line);
    }
  });
});
