import assert from 'node:assert/strict';
import { Durations } from '../../src/core/durations';
import { taskOf } from '../fakes/tasks';

const start = Date.UTC(2026, 0, 2);
const task = taskOf('1', { createdAt: new Date(start) });

const noted = (...seconds: number[]) => {
  const durations = new Durations();
  for (const second of seconds) durations.note(task, start + second * 1000);
  return durations.usual(task);
};

describe('Durations', () => {
  it('know nothing at first', () => assert.equal(noted(), undefined));

  it('tell the median', () => {
    assert.equal(noted(7), 7_000);
    assert.equal(noted(1, 900, 3), 3_000);
  });

  it('forget what is long ago', () =>
    assert.equal(noted(...Array<number>(9).fill(900), ...Array<number>(5).fill(2)), 2_000));

  it('learn nothing from a task without a time, or from clocks that differ', () => {
    assert.equal(noted(0, -5), undefined);
    const durations = new Durations();
    durations.note(taskOf('2'), start);
    assert.equal(durations.usual(task), undefined);
  });

  it('tell kinds, services and clouds apart', () => {
    const durations = new Durations();
    durations.note(task, start + 1000);
    for (const other of [{ kind: 'refresh' as const }, { service: 'x' }, { cloud: 'x' }])
      assert.equal(durations.usual({ ...task, ...other }), undefined);
    assert.equal(durations.usual({ ...task, kind: task.kind }), 1_000);
  });
});
