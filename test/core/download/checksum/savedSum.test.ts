import assert from 'node:assert/strict';
import { savedSum } from '../../../../src/core/download/checksum/savedSum';
import { emptySum, RunningSum } from '../../../../src/core/download/checksum/sum';

const crc64 = { algorithm: 'crc64', length: 1, value: '1' };
const crc32 = { algorithm: 'crc32', length: 1, value: '1' };

describe('savedSum', () => {
  for (const algorithm of ['crc64', 'crc32'] as const) {
    it(`reads a ${algorithm} as it was`, () => {
      const running = new RunningSum(emptySum(algorithm));
      assert.deepEqual(savedSum.parse(JSON.parse(JSON.stringify(running.sum))), running.sum);
      running.update(Buffer.from('abc'));
      assert.deepEqual(savedSum.parse(JSON.parse(JSON.stringify(running.sum))), running.sum);
    });
  }

  for (const largest of [
    { ...crc64, value: '18446744073709551615' },
    { ...crc32, value: '4294967295' },
    { ...crc32, length: Number.MAX_SAFE_INTEGER },
  ]) {
    it(`takes ${JSON.stringify(largest)}`, () => assert.ok(savedSum.safeParse(largest).success));
  }

  for (const damaged of [
    undefined,
    null,
    '1',
    {},
    { ...crc64, algorithm: 'md5' },
    { ...crc64, length: -1 },
    { ...crc64, length: 1.5 },
    { ...crc64, length: '1' },
    { ...crc64, length: 2 ** 53 },
    { ...crc64, length: 0 },
    { ...crc64, value: 1 },
    { ...crc64, value: '' },
    { ...crc64, value: 'many' },
    { ...crc64, value: 'undefined' },
    { ...crc64, value: '-1' },
    { ...crc64, value: '0x1' },
    { ...crc64, value: '01' },
    { ...crc64, value: '18446744073709551616' },
    { ...crc32, value: '4294967296' },
  ]) {
    it(`refuses ${JSON.stringify(damaged)}`, () => assert.ok(!savedSum.safeParse(damaged).success));
  }
});
