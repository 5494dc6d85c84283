import assert from 'node:assert/strict';
import { endedTasks } from '../../src/core/endings';
import { TaskStore, type TaskMove } from '../../src/core/store';
import type { TaskStatus } from '../../src/core/task';
import { placeOf, taskOf } from '../fakes/tasks';

const readAt = new Date(Date.UTC(2026, 0, 2));
const later = (ms: number) => new Date(readAt.getTime() + ms);
const is = (status: TaskStatus) => taskOf('1', { status });
const wasRead = () => readAt;
const neverRead = () => undefined;

describe('endedTasks', () => {
  const table: readonly (readonly [TaskStatus, TaskStatus, boolean])[] = [
    ['running', 'succeeded', true],
    ['running', 'failed', true],
    ['running', 'expired', true],
    ['waiting', 'succeeded', true],
    ['unknown', 'succeeded', true],
    ['waiting', 'running', false],
    ['running', 'unknown', false],
    ['succeeded', 'expired', false],
    ['failed', 'running', false],
    ['succeeded', 'succeeded', false],
  ];
  for (const [before, after, ends] of table)
    it(`${before}, then ${after}: ${ends ? 'has ended' : 'has not ended'}`, () => {
      const moved = [{ before: is(before), after: is(after) }];
      for (const lastRead of [wasRead, neverRead])
        assert.deepEqual(endedTasks(moved, lastRead), ends ? [is(after)] : []);
    });

  const came = (createdAt: Date | undefined, status: TaskStatus = 'succeeded'): TaskMove => ({
    after: taskOf('1', { status, ...(createdAt && { createdAt }) }),
  });

  it('takes in what began and ended between two readings', () => {
    const move = came(later(1000));
    assert.deepEqual(endedTasks([move], wasRead), [move.after]);
    assert.equal(endedTasks([came(later(-30_000))], wasRead).length, 1, 'by a clock that is a little behind');
  });

  it('leaves out what a first reading shows, or a list whose rows the user has named', () =>
    assert.deepEqual(endedTasks([came(later(1000))], neverRead), []));

  it('leaves out a row that comes late: one that was made long before, or nobody knows when', () => {
    assert.deepEqual(endedTasks([came(later(-3600_000))], wasRead), []);
    assert.deepEqual(endedTasks([came(undefined)], wasRead), []);
  });

  it('leaves out what comes and is not over, and what goes', () => {
    assert.deepEqual(endedTasks([came(later(1000), 'running')], wasRead), []);
    assert.deepEqual(endedTasks([{ before: is('running') }], wasRead), []);
    assert.deepEqual(endedTasks([], wasRead), []);
  });

  it('asks once for all that come with one change, as the store tells it', () => {
    const store = new TaskStore();
    const ended: string[] = [];
    let asked = 0;
    store.onDidChange(({ moved }) => {
      const lastRead = () => (asked++, store.place(placeOf())?.refreshedAt);
      ended.push(...endedTasks(moved, lastRead).map(({ id }) => id));
    });
    const put = (...ids: string[]) =>
      store.put(
        placeOf(),
        ids.map(id => taskOf(id, { createdAt: later(1000) })),
      );
    store.setPlaces('acc', [placeOf()]);
    put('a', 'b');
    assert.deepEqual(ended, [], 'the first reading');
    store.setState({ ...placeOf(), state: 'ok', refreshedAt: readAt });
    asked = 0;
    put('a', 'b', 'c', 'd');
    assert.deepEqual(ended, ['c', 'd']);
    assert.equal(asked, 1);
  });
});
