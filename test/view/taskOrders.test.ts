import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sortings, type Sorting } from '../../src/view/arrangement';
import { taskOrders } from '../../src/view/taskOrders';
import { taskOf } from '../fakes/tasks';

describe('taskOrders', () => {
  const tasks = [
    taskOf('a', { name: 'file 10', createdAt: new Date(1), file: { size: 5 }, expiresAt: new Date(30) }),
    taskOf('b', { name: 'File 9', createdAt: new Date(2), file: { size: 7 } }),
    taskOf('c', { name: 'x', expiresAt: new Date(20) }),
  ];
  const sorted = (sorting: Sorting) =>
    [...tasks]
      .sort(taskOrders[sorting])
      .map(({ id }) => id)
      .join('');

  for (const [sorting, expected] of [
    ['newest', 'bac'],
    ['oldest', 'abc'],
    ['name', 'bac'],
    ['size', 'bac'],
    ['expiry', 'cab'],
  ] as const) {
    it(`put the tasks by ${sorting} as ${expected}`, () => assert.equal(sorted(sorting), expected));
  }

  it('are orders: each task has one place among others', () => {
    const time = fc.option(
      fc.nat(3).map(ms => new Date(ms)),
      { nil: undefined },
    );
    const task = fc
      .record({
        id: fc.nat(20),
        createdAt: time,
        expiresAt: time,
        size: fc.nat(3),
        name: fc.constantFrom('a', 'A', 'b'),
      })
      .map(({ id, createdAt, expiresAt, size, name }) =>
        taskOf(`${id}`, {
          name,
          file: { size },
          ...(createdAt && { createdAt }),
          ...(expiresAt && { expiresAt }),
        }),
      );
    fc.assert(
      fc.property(fc.constantFrom(...sortings), task, task, task, (sorting, a, b, c) => {
        const order = taskOrders[sorting];
        assert.equal(Math.sign(order(a, b)) + Math.sign(order(b, a)), 0);
        if (order(a, b) < 0 && order(b, c) < 0) assert.ok(order(a, c) < 0);
        assert.equal(order(a, a), 0);
      }),
    );
  });
});
