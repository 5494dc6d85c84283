import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { Expected } from '../../../src/core/download/checksum/expected';
import type { Segment } from '../../../src/core/download/segments';
import { Sums } from '../../../src/core/download/sums';
import { testFolder } from '../../fakes/folder';

const never = new AbortController().signal;
const content = Buffer.from('123456789');
const right = {
  crc64: { algorithm: 'crc64', value: '11051210869376104954' },
  crc32: { algorithm: 'crc32', value: String(crc32(content)) },
  md5: { algorithm: 'md5', value: createHash('md5').update(content).digest('hex') },
} satisfies Record<string, Expected>;

describe('Sums', () => {
  const folder = testFolder();
  const fresh = (start = 0, end = content.length): Segment => ({ start, at: start, end });

  async function fileOf(bytes: Buffer): Promise<string> {
    await writeFile(folder.at('a.part'), bytes);
    return folder.at('a.part');
  }

  /** Takes bytes as a transfer does. */
  function take(sums: Sums, segment: Segment, until: number): void {
    sums.update(segment, content.subarray(segment.at, until));
    segment.at = until;
  }

  it('takes every file where the cloud says nothing, and keeps nothing', async () => {
    const [sums, segment] = [new Sums(undefined), fresh()];
    take(sums, segment, 9);
    assert.equal(sums.of(segment), undefined);
    assert.ok(await sums.areRight([segment], folder.at('none'), never));
  });

  for (const algorithm of ['crc64', 'crc32'] as const) {
    it(`${algorithm}: puts the sums of segments together without reading the file`, async () => {
      const sums = new Sums(right[algorithm]);
      const segments = [fresh(0, 4), fresh(4, 5), fresh(5, 9)];
      for (const segment of segments.toReversed()) take(sums, segment, segment.end);
      assert.ok(await sums.areRight(segments, folder.at('none'), never));
    });

    it(`${algorithm}: sees another file`, async () => {
      const [sums, segment] = [new Sums({ algorithm, value: '1' }), fresh()];
      take(sums, segment, 9);
      assert.ok(!(await sums.areRight([segment], folder.at('none'), never)));
    });

    it(`${algorithm}: goes on where an earlier process stopped`, async () => {
      const [before, old] = [new Sums(right[algorithm]), fresh()];
      take(before, old, 6);
      const [after, segment] = [new Sums(right[algorithm]), { ...old }];
      const path = await fileOf(content.subarray(0, 8)); // it wrote more than it told
      assert.ok(await after.resume(segment, before.of(old), path, never));
      take(after, segment, 9);
      assert.ok(await after.areRight([segment], folder.at('none'), never));
    });

    it(`${algorithm}: goes on without a sum, or with one that is of other bytes`, async () => {
      const path = await fileOf(content);
      for (const sum of [
        undefined,
        { algorithm, length: 5, value: '1' },
        { algorithm: algorithm === 'crc64' ? 'crc32' : 'crc64', length: 6, value: '1' } as const,
      ]) {
        const [sums, segment] = [new Sums(right[algorithm]), { start: 0, at: 6, end: 9 }];
        assert.ok(await sums.resume(segment, sum, path, never));
        take(sums, segment, 9);
        assert.ok(await sums.areRight([segment], folder.at('none'), never));
      }
    });

    it(`${algorithm}: sees that what an earlier process left is not what it summed`, async () => {
      const [before, segment] = [new Sums(right[algorithm]), fresh()];
      take(before, segment, 6);
      const sum = before.of(segment);
      for (const left of ['12345678x'.replace('4', '#'), '\0'.repeat(9), '12345']) {
        const path = await fileOf(Buffer.from(left));
        assert.ok(!(await new Sums(right[algorithm]).resume(segment, sum, path, never)), left);
      }
    });
  }

  it('reads what was not summed from its beginning', async () => {
    const sums = new Sums(right.crc64);
    const segments = [fresh(0, 4), { start: 4, at: 6, end: 9 }];
    for (const segment of segments) take(sums, segment, segment.end);
    assert.equal(sums.of({ start: 4, at: 6, end: 9 }), undefined);
    assert.ok(await sums.areRight(segments, await fileOf(content), never));
    assert.ok(!(await sums.areRight(segments, await fileOf(Buffer.alloc(9)), never)));
  });

  it('knows the sum of an empty file', async () => {
    const sums = new Sums({ algorithm: 'crc64', value: '0' });
    assert.ok(await sums.areRight([fresh(0, 0)], await fileOf(Buffer.alloc(0)), never));
  });

  it('reads a whole file for its MD5, and nothing before that', async () => {
    const [sums, segment] = [new Sums(right.md5), fresh()];
    assert.ok(await sums.resume({ ...segment, at: 5 }, undefined, folder.at('none'), never));
    take(sums, segment, 9);
    assert.equal(sums.of(segment), undefined);
    assert.ok(await sums.areRight([segment], await fileOf(content), never));
    assert.ok(!(await sums.areRight([segment], await fileOf(Buffer.alloc(9)), never)));
  });

  it('tells the error of the file system', async () => {
    const part = { start: 0, at: 9, end: 9 };
    await assert.rejects(new Sums(right.crc64).areRight([part], folder.at('none'), never), {
      code: 'ENOENT',
    });
    await assert.rejects(new Sums(right.crc64).resume(part, undefined, folder.at('none'), never), {
      code: 'ENOENT',
    });
  });
});
