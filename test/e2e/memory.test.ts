import assert from 'node:assert/strict';
import { testFolder } from '../fakes/folder';
import { dayOf } from '../harness/memory/dayProcess';

/** A file that has grown to more than twice of what is needed, and this much, is written anew. */
const spare = 1024 * 1024;

/**
 * 288 readings, one in twelve of them of the whole list, by a clock that leaps: each finds fifty tasks further on, five
 * at their end and five new ones, and each hour the oldest are gone. Store, tree, snapshot and follower are real; the
 * rows are new objects each time, as those of answers are. Nothing here depends on how fast the machine is.
 */
describe('a day of refreshing', () => {
  const folder = testFolder();

  it('100,000 tasks leaves the heap as large as it was after an hour, and the file not too large', async () => {
    const told = await dayOf(100_000, folder.path);
    const { heap, disk, tasks } = told;
    assert.equal(tasks.shown, tasks.listed);
    // Runs differ by less than one in a hundred; the fifty rows of each reading, if they were kept, would be ten.
    assert.ok(heap.day <= 1.05 * heap.hour, `${heap.day} bytes after ${heap.hour}`);
    assert.ok(heap.day <= 150e6, `${heap.day} bytes`);
    assert.ok(disk.most <= 2 * disk.needed + spare, `${disk.most} bytes for ${disk.needed}`);
  }).timeout(240_000);

  it('1,000 tasks has the file written anew now and then', async () => {
    const told = await dayOf(1_000, folder.path);
    const { disk, rewritten, tasks } = told;
    assert.equal(tasks.shown, tasks.listed);
    assert.ok(rewritten >= 3, `${rewritten} times`);
    assert.ok(disk.most <= 2 * disk.needed + spare, `${disk.most} bytes for ${disk.needed}`);
  }).timeout(240_000);
});
