import assert from 'node:assert/strict';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { isFree, LeaseFiles, noFile } from '../../../src/core/windows/leaseFiles';
import { testFolder } from '../../fakes/folder';

describe('LeaseFiles', () => {
  const folder = testFolder();
  const files = () => new LeaseFiles(folder.path);
  const text = (name: string) => readFile(folder.at(name), 'utf8');

  it('finds the highest number, not the last name', async () => {
    for (const number of [9, 10, 2]) assert.equal(await files().create(number, `n${number}`), true);
    assert.deepEqual((await files().numbers()).sort(), [10, 2, 9]);
    assert.equal(await files().highest(), 10);
    assert.deepEqual(await files().latest(), { number: 10, text: 'n10' });
  });

  it('finds nothing in a folder that is empty or not there', async () => {
    for (const path of [folder.path, folder.at('a')]) {
      assert.deepEqual(await new LeaseFiles(path).latest(), noFile);
      assert.equal(await new LeaseFiles(path).read(1), '');
    }
  });

  it('says when it cannot look', async () => {
    await writeFile(folder.at('a'), '');
    const blocked = new LeaseFiles(folder.at('a'));
    await assert.rejects(blocked.numbers(), { code: 'ENOTDIR' });
    await assert.rejects(blocked.latest(), { code: 'ENOTDIR' });
    await assert.rejects(blocked.create(1, ''));
  });

  it('takes no other name for its own', async () => {
    for (const name of [
      'lease-0',
      'lease-01',
      'lease-1x',
      'xlease-1',
      'lease-',
      'lease-1e3',
      `lease-${'1'.repeat(16)}`,
    ])
      await writeFile(folder.at(name), '');
    assert.deepEqual(await files().numbers(), []);
  });

  it('makes a number once, of many that try at the same moment', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, (_, index) => files().create(1, `${index}`)));
    assert.equal(made.filter(Boolean).length, 1);
    assert.equal(await text('lease-1'), `${made.indexOf(true)}`);
  });

  it('leaves no file that it could not write', async () => {
    await assert.rejects(files().create(1, 1 as unknown as string));
    assert.deepEqual(await folder.files(), []);
  });

  if (process.platform !== 'win32') {
    it('makes files for their owner alone', async () => {
      await files().create(1, '');
      assert.equal((await stat(folder.at('lease-1'))).mode & 0o777, 0o600);
      files().release(1);
      assert.equal((await stat(folder.at('lease-2'))).mode & 0o777, 0o600);
    });
  }

  it('writes over a file, but not anew', async () => {
    await files().create(1, '9 a');
    await files().overwrite(1, '10 a');
    assert.equal(await text('lease-1'), '10 a');
    await assert.rejects(files().overwrite(2, '1 a'), { code: 'ENOENT' });
    assert.deepEqual(await folder.files(), ['lease-1']);
  });

  it('reads one that cannot be read as one that says nothing', async () => {
    await mkdir(folder.at('lease-3'));
    await assert.rejects(files().read(3));
    assert.deepEqual(await files().latest(), { number: 3, text: '' });
  });

  it('removes what can be removed', async () => {
    for (const number of [1, 2, 4]) await files().create(number, '');
    await files().remove([1, 2, 3]);
    assert.deepEqual(await folder.files(), ['lease-4']);
  });

  it('gives a number back by the next one', async () => {
    await files().create(1, '0 a');
    assert.equal(isFree(await files().latest()), false);
    files().release(1);
    assert.deepEqual(await folder.files(), ['lease-2']);
    assert.equal(isFree(await files().latest()), true);
    assert.equal(isFree(noFile), true);
  });

  it('does not give back what another has taken', async () => {
    await files().create(1, '0 a');
    await files().create(2, '0 b');
    files().release(1);
    assert.deepEqual(await files().latest(), { number: 2, text: '0 b' });
    assert.deepEqual(await folder.files(), ['lease-1', 'lease-2']);
  });
});
