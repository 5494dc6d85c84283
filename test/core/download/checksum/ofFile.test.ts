import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { md5OfFile, sumOfFile } from '../../../../src/core/download/checksum/ofFile';
import { emptySum, RunningSum } from '../../../../src/core/download/checksum/sum';
import { testFolder } from '../../../fakes/folder';

const never = new AbortController().signal;
const reason = new Error('The user has thought better of it.');

/** More than is read at once. */
const content = Buffer.alloc(2_500_001, 'a line that is not as long as a power of two\n');

function crc64Of(bytes: Uint8Array) {
  const running = new RunningSum(emptySum('crc64'));
  running.update(bytes);
  return running.sum;
}

describe('ofFile', () => {
  const folder = testFolder();

  async function fileOf(bytes: Uint8Array): Promise<string> {
    await writeFile(folder.at('报告.csv'), bytes);
    return folder.at('报告.csv');
  }

  for (const bytes of [Buffer.alloc(0), Buffer.from('123456789'), content]) {
    it(`sums a file of ${bytes.length} bytes`, async () => {
      const path = await fileOf(bytes);
      assert.equal(await md5OfFile(path, never), createHash('md5').update(bytes).digest('hex'));
      assert.deepEqual(await sumOfFile('crc64', path, never), crc64Of(bytes));
      assert.equal((await sumOfFile('crc32', path, never)).length, bytes.length);
    });
  }

  for (const [start, end] of [
    [0, 0],
    [0, 5],
    [3, 1_500_000],
    [1_048_575, 2_097_153],
    [2_500_000, 2_500_001],
  ] as const) {
    it(`sums the stretch from ${start} to ${end}`, async () => {
      const path = await fileOf(content);
      const sum = await sumOfFile('crc64', path, never, { start, end });
      assert.deepEqual(sum, crc64Of(content.subarray(start, end)));
    });
  }

  it('says how much of a stretch there is', async () => {
    const path = await fileOf(content.subarray(0, 10));
    assert.deepEqual(
      await sumOfFile('crc64', path, never, { start: 5, end: 20 }),
      crc64Of(content.subarray(5, 10)),
    );
    assert.equal((await sumOfFile('crc64', path, never, { start: 15, end: 20 })).length, 0);
  });

  const ways = {
    md5OfFile,
    sumOfFile: (path: string, signal: AbortSignal) => sumOfFile('crc64', path, signal),
  };
  for (const [name, sum] of Object.entries(ways)) {
    it(`${name} tells the error of the file system`, async () => {
      await assert.rejects(sum(folder.at('none'), never), { code: 'ENOENT' });
      if (process.platform !== 'win32') await assert.rejects(sum(folder.path, never), { code: 'EISDIR' });
    });

    it(`${name} does not begin when it is not wanted any more`, async () => {
      await assert.rejects(sum(folder.at('none'), AbortSignal.abort(reason)), reason);
    });

    it(`${name} ends when it is not wanted any more, and the file can be removed`, async () => {
      const path = await fileOf(content);
      const user = new AbortController();
      const summed = sum(path, user.signal);
      user.abort(reason);
      await assert.rejects(summed, reason);
      await rm(path);
    });
  }
});
