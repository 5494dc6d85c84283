import assert from 'node:assert/strict';
import type { Task } from '../../src/core/task';
import { isLeaving, leavingTasks, leavingText } from '../../src/view/leaving';
import { taskOf } from '../fakes/tasks';
import { now, worldOf } from '../fakes/world';

const hour = 3_600_000;
const leaving: Partial<Task> = { expiresAt: new Date(now + 23 * hour) };

describe('isLeaving', () => {
  for (const [what, changes, expected] of [
    ['that expires within a day', leaving, true],
    ['that expires a day from now', { expiresAt: new Date(now + 24 * hour) }, true],
    ['that expires later', { expiresAt: new Date(now + 24 * hour + 1) }, false],
    ['whose end is not known', {}, false],
    ['whose file is gone already', { expiresAt: new Date(now) }, false],
    ['that is not finished', { ...leaving, status: 'running' }, false],
    ['that has failed', { ...leaving, status: 'failed' }, false],
    ['that is history', { ...leaving, leftAt: new Date(now) }, false],
    ['of a service without files', { ...leaving, cloud: 'other', service: 'cdn' }, false],
  ] as const)
    it(`is ${expected} of a task ${what}`, () =>
      assert.equal(isLeaving(worldOf(), taskOf('1', changes)), expected));
});

describe('what is said of files that will be gone', () => {
  const [later, sooner] = [taskOf('1', leaving), taskOf('2', { expiresAt: new Date(now + 2 * hour) })];
  const world = worldOf({ tasks: [later, taskOf('3'), sooner] });

  it('begins with the one that goes first', () => assert.deepEqual(leavingTasks(world), [sooner, later]));

  it('leaves out what is downloaded, or will be', () => {
    const files = { [sooner.key]: 'downloaded', [later.key]: 'planned' } as const;
    assert.deepEqual(leavingTasks(worldOf({ tasks: [later, sooner], files })), []);
  });

  it('is one sentence, for one and for several', () => {
    assert.match(
      leavingText(world, [sooner]),
      /^The file of “.+” will be deleted by its cloud in 2 hours, and is/,
    );
    assert.match(leavingText(world, [sooner, later]), /^2 files .* the first of them, “.+”, in 2 hours\.$/);
  });
});
