import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Task } from '../../src/core/task';
import { SortedTasks } from '../../src/view/sortedTasks';
import { newestFirst, type TaskOrder } from '../../src/view/taskOrders';
import { taskOf } from '../fakes/tasks';

const at = (id: string, time?: number) => taskOf(id, time === undefined ? {} : { createdAt: new Date(time) });
const ids = (tasks: readonly Task[]) => tasks.map(({ id }) => id).join(' ');

describe('newestFirst', () => {
  for (const [what, tasks, expected] of [
    ['the newest first', [at('old', 1), at('new', 3), at('middle', 2)], 'new middle old'],
    ['those without a time last', [at('none'), at('some', 1)], 'some none'],
    ['equal ones in one order', [at('b', 1), at('c', 1), at('a', 1)], 'a b c'],
  ] as const) {
    it(`puts ${what}`, () => assert.equal(ids([...tasks].sort(newestFirst)), expected));
  }

  it('finds no task before itself', () => assert.equal(newestFirst(at('a', 1), at('a', 1)), 0));
});

describe('SortedTasks', () => {
  const sorted = (...tasks: Task[]) => new SortedTasks(tasks, newestFirst);

  it('works in what came and went', () => {
    const list = sorted(at('a', 1), at('c', 3));
    list.add(at('b', 2));
    list.add(at('d', 4));
    list.remove(at('c', 3));
    assert.equal(ids(list.all()), 'd b a');
  });

  it('takes a task to another place', () => {
    const list = sorted(at('a', 1), at('b', 2));
    list.remove(at('a', 1));
    list.add(at('a', 3));
    assert.equal(ids(list.all()), 'a b');
  });

  it('forgets what came and went before anybody looked', () => {
    const list = sorted(at('a', 1));
    list.add(at('b', 2));
    list.remove(at('b', 2));
    assert.equal(ids(list.all()), 'a');
  });

  it('holds a task as it is now, whether it was there or has just come', () => {
    const list = sorted(at('a', 1), at('b', 2));
    const a = { ...at('a', 1), progress: 0.5 };
    const c = { ...at('c', 3), progress: 0.5 };
    list.add(at('c', 3));
    list.renew(a);
    list.renew(c);
    list.renew(at('stranger', 9));
    assert.deepEqual(list.all(), [c, at('b', 2), a]);
  });

  const steps = fc.array(
    fc.record({ id: fc.integer({ min: 0, max: 9 }), time: fc.option(fc.nat(3)), look: fc.boolean() }),
    { maxLength: 40 },
  );

  it('is as if it had been sorted anew, whatever came and went', () =>
    fc.assert(
      fc.property(steps, list => {
        const model = new Map<string, Task>();
        const tasks = sorted();
        for (const { id, time, look } of list) {
          const known = model.get(`${id}`);
          if (known) tasks.remove(known);
          model.delete(`${id}`);
          if (time !== null) {
            model.set(`${id}`, at(`${id}`, time));
            tasks.add(at(`${id}`, time));
          }
          if (look) tasks.all();
        }
        assert.deepEqual(tasks.all(), [...model.values()].sort(newestFirst));
      }),
    ));

  for (const count of [1_000, 10_000, 100_000]) {
    it(`compares little to work 50 tasks into ${count}`, () => {
      let compared = 0;
      const counted: TaskOrder = (a, b) => {
        compared++;
        return newestFirst(a, b);
      };
      const tasks = Array.from({ length: count }, (_, index) => at(`${index}`, index * 10));
      const list = new SortedTasks(tasks, counted);
      compared = 0;
      for (const task of tasks.slice(0, 50)) list.remove(task);
      for (let index = 0; index < 50; index++) list.add(at(`new ${index}`, index * 731 + 5));
      assert.equal(list.all().length, count);
      // Each by halves, and the 50 among themselves.
      assert.ok(compared < 50 * (Math.log2(count) + 1) + 50 * Math.log2(50), `${compared} comparisons`);
    });
  }
});
