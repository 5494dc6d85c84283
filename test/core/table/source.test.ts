import assert from 'node:assert/strict';
import { rm, utimes, writeFile } from 'node:fs/promises';
import { MemoryBytes } from '../../../src/core/bytes';
import { fileSource } from '../../../src/core/table/source';
import { testFolder } from '../../fakes/folder';

describe('fileSource', () => {
  const folder = testFolder();

  it('reads any part of a file, and no further than its end', async () => {
    await writeFile(folder.at('a.csv'), 'abcdef');
    const bytes = await fileSource(folder.at('a.csv')).open();
    const part = async (position: number, length: number) =>
      Buffer.from(await bytes.read(position, length)).toString();
    assert.equal(bytes.size, 6);
    assert.deepEqual(
      [await part(0, 3), await part(4, 9), await part(6, 1), await part(9, 1)],
      ['abc', 'ef', '', ''],
    );
    await bytes.close?.();
  });

  it('has another stamp when the file is another', async () => {
    const path = folder.at('a.csv');
    const source = fileSource(path);
    await writeFile(path, 'a');
    const stamps = [await source.stamp()];
    assert.equal(await source.stamp(), stamps[0]);
    await writeFile(path, 'ab');
    stamps.push(await source.stamp());
    await utimes(path, 1, 1);
    stamps.push(await source.stamp());
    assert.equal(new Set(stamps).size, 3);
  });

  it('says that a file is not there', async () => {
    const source = fileSource(folder.at('none.csv'));
    await assert.rejects(source.open(), { code: 'ENOENT' });
    await assert.rejects(source.stamp(), { code: 'ENOENT' });
    await rm(folder.at('none.csv'), { force: true });
  });
});

describe('MemoryBytes', () => {
  it('reads as a file does', async () => {
    const bytes = new MemoryBytes(Buffer.from('abcdef'));
    assert.equal(bytes.size, 6);
    assert.equal(Buffer.from(await bytes.read(4, 9)).toString(), 'ef');
    assert.equal((await bytes.read(9, 1)).length, 0);
  });
});
