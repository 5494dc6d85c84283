import assert from 'node:assert/strict';
import { ZipDirectory } from '../../../src/core/zip/directory';
import { DirectoryCache } from '../../../src/core/zip/directoryCache';

describe('DirectoryCache', () => {
  let reads: string[];
  beforeEach(() => (reads = []));

  /** A directory of `size` folders. */
  function directoryOf(size: number): ZipDirectory {
    const directory = new ZipDirectory('a.zip', 0);
    for (let at = 0; at < size; at++) directory.addFolder(`${at}/`);
    return directory;
  }
  const ask = (cache: DirectoryCache, path: string, stamp = '1', size = 1) =>
    cache.get(path, stamp, () => {
      reads.push(path);
      return Promise.resolve(directoryOf(size));
    });

  it('reads an archive once', async () => {
    const cache = new DirectoryCache(10);
    const [one, two] = await Promise.all([ask(cache, 'a'), ask(cache, 'a')]);
    assert.equal(one, two);
    assert.equal(await ask(cache, 'a'), one);
    assert.deepEqual(reads, ['a']);
  });

  it('reads an archive again that has changed, and forgets what it was', async () => {
    const cache = new DirectoryCache(10);
    for (const stamp of ['1', '2', '2', '1']) await ask(cache, 'a', stamp);
    assert.equal(reads.length, 3);
  });

  it('drops what was asked for least lately when it has become too much', async () => {
    const cache = new DirectoryCache(10);
    for (const path of ['a', 'b', 'a', 'c']) await ask(cache, path, '1', 4);
    reads = [];
    for (const path of ['a', 'c']) await ask(cache, path);
    assert.deepEqual(reads, []);
    await ask(cache, 'b');
    assert.deepEqual(reads, ['b']);
  });

  it('keeps an archive that is too much by itself, alone', async () => {
    const cache = new DirectoryCache(10);
    await ask(cache, 'a');
    await ask(cache, 'large', '1', 11);
    reads = [];
    await ask(cache, 'large');
    assert.deepEqual(reads, []);
    await ask(cache, 'a');
    assert.deepEqual(reads, ['a']);
  });

  it('tells those who wait of a failure, and does not keep it', async () => {
    const cache = new DirectoryCache(10);
    const fail = () => cache.get('a', '1', () => Promise.reject(new Error('broken')));
    await assert.rejects(fail(), /broken/);
    await ask(cache, 'a');
    assert.deepEqual(reads, ['a']);
  });

  it('keeps what has come meanwhile when an older reading fails', async () => {
    const cache = new DirectoryCache(10);
    let reject: (reason: Error) => void = () => undefined;
    const old = cache.get('a', '1', () => new Promise((_, rejected) => (reject = rejected)));
    await ask(cache, 'a', '2');
    reject(new Error('gone'));
    await assert.rejects(old);
    await ask(cache, 'a', '2');
    assert.deepEqual(reads, ['a']);
  });
});
