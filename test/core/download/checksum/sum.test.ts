import assert from 'node:assert/strict';
import fc from 'fast-check';
import { crc64 as crc64OfSimulator } from '../../../../src/clouds/alibaba/simulatorOss';
import { polynomials, type SumAlgorithm } from '../../../../src/core/download/checksum/polynomials';
import { combine, emptySum, RunningSum, type Sum } from '../../../../src/core/download/checksum/sum';

const algorithms: readonly SumAlgorithm[] = ['crc64', 'crc32'];

function sumOf(algorithm: SumAlgorithm, ...pieces: Uint8Array[]): Sum {
  const running = new RunningSum(emptySum(algorithm));
  for (const piece of pieces) running.update(piece);
  return running.sum;
}

/** The definition, bit by bit. */
function slowly(algorithm: SumAlgorithm, bytes: Uint8Array): string {
  const { bits, polynomial } = polynomials[algorithm];
  const allOnes = (1n << bits) - 1n;
  let state = allOnes;
  for (const byte of bytes) {
    state ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) state = state & 1n ? (state >> 1n) ^ polynomial : state >> 1n;
  }
  return String(state ^ allOnes);
}

/** Some bytes that look random and are the same in each run. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

/** Bytes and where they are cut, pieces without bytes included; lengths around the blocks of the quick loop too. */
const cutBytes = fc
  .uint8Array({ maxLength: 200, size: 'max' })
  .chain(bytes =>
    fc.tuple(fc.constant(bytes), fc.array(fc.nat(bytes.length), { maxLength: 5 }).map(sorted), fc.nat(7)),
  )
  .map(([bytes, cuts, offset]) => {
    // As pieces of a larger buffer, which begin anywhere.
    const inLarger = new Uint8Array(bytes.length + offset).subarray(offset);
    inLarger.set(bytes);
    const ends = [...cuts, bytes.length];
    return { bytes, pieces: ends.map((end, index) => inLarger.subarray(ends[index - 1] ?? 0, end)) };
  });

const sorted = (numbers: number[]): number[] => numbers.sort((one, other) => one - other);

describe('sum', () => {
  for (const [algorithm, text, value] of [
    // "Check" of https://reveng.sourceforge.io/crc-catalogue/all.htm
    ['crc64', '123456789', String(0x995d_c9bb_df19_39fan)],
    ['crc32', '123456789', String(0xcbf4_3926)],
    // The example of an empty object in OSS's PutObject.
    ['crc64', '', '0'],
    ['crc32', '', '0'],
  ] as const) {
    it(`${algorithm} of ${JSON.stringify(text)} is ${value}`, () => {
      assert.deepEqual(sumOf(algorithm, Buffer.from(text)), { algorithm, length: text.length, value });
    });
  }

  for (const algorithm of algorithms) {
    describe(algorithm, () => {
      it('is what its definition says, however the bytes come', () => {
        fc.assert(
          fc.property(cutBytes, ({ bytes, pieces }) => {
            assert.deepEqual(sumOf(algorithm, ...pieces), {
              algorithm,
              length: bytes.length,
              value: slowly(algorithm, bytes),
            });
          }),
        );
      });

      it('goes on from what was kept as JSON at any point', () => {
        fc.assert(
          fc.property(cutBytes, ({ bytes, pieces }) => {
            let kept = JSON.stringify(emptySum(algorithm));
            for (const piece of pieces) {
              const running = new RunningSum(JSON.parse(kept) as Sum);
              running.update(piece);
              kept = JSON.stringify(running.sum);
            }
            assert.deepEqual(JSON.parse(kept), sumOf(algorithm, bytes));
          }),
        );
      });

      it('is put together from those of neighbours, in any order', () => {
        fc.assert(
          fc.property(cutBytes, ({ bytes, pieces }) => {
            const sums = pieces.map(piece => sumOf(algorithm, piece));
            const whole = sumOf(algorithm, bytes);
            assert.deepEqual(
              sums.reduce((first, second) => combine(first, second)),
              whole,
            );
            assert.deepEqual(
              sums.reduceRight((second, first) => combine(first, second)),
              whole,
            );
          }),
        );
      });

      it('tells each of two sums that go on side by side its own', () => {
        const [one, other] = [new RunningSum(emptySum(algorithm)), new RunningSum(emptySum(algorithm))];
        const bytes = noise(300);
        one.update(bytes.subarray(0, 100));
        other.update(bytes.subarray(100, 200));
        one.update(bytes.subarray(200));
        assert.equal(
          one.sum.value,
          slowly(algorithm, Buffer.concat([bytes.subarray(0, 100), bytes.subarray(200)])),
        );
        assert.equal(other.sum.value, slowly(algorithm, bytes.subarray(100, 200)));
      });

      it('leaves the bytes as they are', () => {
        const bytes = noise(1000);
        sumOf(algorithm, bytes);
        assert.deepEqual(bytes, noise(1000));
      });

      it('puts stretches together that are longer than 32 bits can say', () => {
        // 2 to the power of 33 zeros: one way by halves, the other by a first byte and all that follow it.
        const zeros = Array.from({ length: 33 }).reduce<Sum[]>(
          sums => [...sums, combine(sums.at(-1)!, sums.at(-1)!)],
          [sumOf(algorithm, new Uint8Array(1))],
        );
        const following = zeros.slice(0, -1).reduce((first, second) => combine(first, second));
        assert.equal(following.length, 2 ** 33 - 1);
        assert.deepEqual(combine(zeros[0]!, following), zeros.at(-1));
      });
    });
  }

  it('sums more than the module takes at once', () => {
    for (const length of [64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 200_003]) {
      const bytes = noise(length);
      assert.equal(sumOf('crc64', bytes).value, String(crc64OfSimulator(bytes)), `${length} bytes`);
    }
  });

  it('begins with the sum of nothing', () => {
    assert.deepEqual(emptySum('crc64'), { algorithm: 'crc64', length: 0, value: '0' });
  });

  it('does not mix algorithms', () => {
    assert.throws(() => combine(emptySum('crc64'), emptySum('crc32')), /^TypeError: crc64 and crc32 /);
  });
});
