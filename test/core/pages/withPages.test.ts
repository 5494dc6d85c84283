import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { withPages } from '../../../src/core/pages/withPages';
import { Refusal } from '../../../src/core/refusal';
import { testFolder } from '../../fakes/folder';

describe('withPages', () => {
  const folder = testFolder();

  it('reads pages of a file as it is now', async () => {
    const path = folder.at('a.log');
    const read = () => withPages(path, async pages => [pages.count, (await pages.read(pages.count)).length]);
    await writeFile(path, 'one\n');
    assert.deepEqual(await read(), [1, 4]);
    await writeFile(path, `${'x'.repeat(1023)}\n`.repeat(2049));
    assert.deepEqual(await read(), [2, 1025 * 1024]);
  });

  it('says of a file that is gone which one it is', () =>
    assert.rejects(
      withPages(folder.at('a.log'), () => undefined),
      new Refusal({ kind: 'fileGone', path: folder.at('a.log') }),
    ));

  it('hands on what is no fault of the file', () =>
    assert.rejects(async () => {
      await writeFile(folder.at('a.log'), '');
      await withPages(folder.at('a.log'), () => {
        throw new RangeError('ours');
      });
    }, new RangeError('ours')));
});
