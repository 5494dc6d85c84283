import assert from 'node:assert/strict';
import { plainTask, taskDocument } from '../../src/view/plainTask';
import { taskOf } from '../fakes/tasks';

const date = new Date('2026-01-02T03:04:05.678Z');
const task = taskOf('1', {
  createdAt: date,
  updatedAt: date,
  expiresAt: date,
  raw: { deep: [{ a: 1 }] },
});

describe('plainTask', () => {
  it('has times as ISO texts and all else as it is', () => {
    const iso = '2026-01-02T03:04:05.678Z';
    assert.deepEqual(plainTask(task), { ...task, createdAt: iso, updatedAt: iso, expiresAt: iso });
  });

  it('has no times that the task does not have', () =>
    assert.deepEqual(plainTask(taskOf('1')), { ...taskOf('1') }));

  it('is a copy that may be changed', () => {
    const copy = plainTask(task).raw as { deep: { a: number }[] };
    copy.deep[0]!.a = 2;
    assert.deepEqual(task.raw, { deep: [{ a: 1 }] });
  });

  it('is plain JSON', () => assert.deepEqual(JSON.parse(JSON.stringify(plainTask(task))), plainTask(task)));
});

describe('taskDocument', () => {
  it('shows what we make of the task, then the vendor’s record', () => {
    const text = taskDocument(task);
    const shown = JSON.parse(text) as Record<string, unknown>;
    assert.equal(Object.keys(shown).at(-1), 'record');
    assert.deepEqual(shown['record'], { deep: [{ a: 1 }] });
    assert.ok(!('raw' in shown));
    assert.equal(shown['createdAt'], '2026-01-02T03:04:05.678Z');
    assert.ok(text.startsWith('{\n  "') && text.endsWith('}\n'));
  });
});
