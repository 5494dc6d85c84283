import assert from 'node:assert/strict';
import { accountsByCloud, countOf, statusesOf } from '../../src/view/counts';
import { accountOf, taskOf } from '../fakes/tasks';
import { worldOf } from '../fakes/world';

describe('the counts', () => {
  const accounts = [accountOf(), accountOf({ id: 'b' })];
  const tasks = [
    taskOf('1'),
    taskOf('2', { status: 'running' }),
    taskOf('3', { account: 'b' }),
    taskOf('4', { account: 'b', status: 'unknown' }),
  ];
  const world = worldOf({ accounts, tasks });

  it('are of some accounts, by status, in the order of the tree', () => {
    assert.equal(countOf(world, accounts, 'succeeded'), 2);
    assert.equal(countOf(world, accounts.slice(1), 'running'), 0);
    assert.deepEqual(statusesOf(world, accounts), ['running', 'succeeded', 'unknown']);
    assert.deepEqual(statusesOf(world, []), []);
  });

  it('are of those clouds that have accounts', () => {
    const [first, ...others] = accountsByCloud(world);
    assert.deepEqual([first?.cloud.id, first?.accounts], ['fake', accounts]);
    assert.deepEqual(others, []);
  });
});
