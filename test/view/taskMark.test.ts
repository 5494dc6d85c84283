import assert from 'node:assert/strict';
import type { Task } from '../../src/core/task';
import { taskMark } from '../../src/view/taskMark';
import { taskOf } from '../fakes/tasks';
import { now, worldOf } from '../fakes/world';

const hour = 3_600_000;
const leaving: Partial<Task> = { expiresAt: new Date(now + 23 * hour) };

describe('taskMark', () => {
  const task = taskOf('1');
  const copied = [{ key: task.key, form: 'link', expiresAt: new Date(now + hour) }] as const;

  it('is not there for a task of which there is nothing to say', () =>
    assert.equal(taskMark(worldOf(), task), undefined));

  it('says that a file is here, or will be', () => {
    const of = (state: 'downloaded' | 'planned') =>
      taskMark(worldOf({ files: { [task.key]: state } }), taskOf('1', leaving));
    assert.deepEqual(of('downloaded'), { badge: '↓', tooltip: 'Downloaded' });
    assert.deepEqual(of('planned'), { badge: '→', tooltip: 'Will be downloaded when it is finished' });
  });

  it('warns of a file that its cloud will delete, and says so after what else there is', () => {
    const mark = taskMark(worldOf(), taskOf('1', leaving));
    assert.equal(mark?.badge, '!');
    assert.equal(mark.color, 'list.warningForeground');
    const both = taskMark(worldOf({ copied }), taskOf('1', leaving));
    assert.equal(both?.badge, 'L!');
    assert.match(both.tooltip, /^Its link was copied and stops working in 1 hour · Its file will be deleted/);
    assert.equal(both.color, 'list.warningForeground');
  });

  it('says that a link works still', () =>
    assert.deepEqual(taskMark(worldOf({ copied }), task), {
      badge: 'L',
      tooltip: 'Its link was copied and stops working in 1 hour',
    }));
});
