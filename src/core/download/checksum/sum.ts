import { crc32 } from 'node:zlib';
import { crc64 } from './crc64';
import { shifted, type SumAlgorithm } from './polynomials';

/**
 * The sum of a stretch of bytes: all that has to be kept of them to go on later, in another process too. Plain data;
 * `savedSum` reads it back.
 */
export interface Sum {
  readonly algorithm: SumAlgorithm;
  /** How many bytes it is of. */
  readonly length: number;
  /** Unsigned, in decimal, as the clouds write it. */
  readonly value: string;
}

/** The sum of no bytes: where a new one begins, and of both algorithms 0. */
export const emptySum = (algorithm: SumAlgorithm): Sum => ({ algorithm, length: 0, value: '0' });

/** The sum of some bytes from the sum of those before them. */
const updates: Readonly<Record<SumAlgorithm, (before: bigint, bytes: Uint8Array) => bigint>> = {
  crc64,
  crc32: (before, bytes) => BigInt(crc32(bytes, Number(before))),
};

/** A sum that grows with the bytes as they come. */
export class RunningSum {
  private readonly algorithm: SumAlgorithm;
  private value: bigint;
  private length: number;

  /** @param before what was summed already; `emptySum` to begin */
  constructor(before: Sum) {
    this.algorithm = before.algorithm;
    this.value = BigInt(before.value);
    this.length = before.length;
  }

  update(bytes: Uint8Array): void {
    this.value = updates[this.algorithm](this.value, bytes);
    this.length += bytes.length;
  }

  /** The sum so far; it does not end anything. */
  get sum(): Sum {
    return { algorithm: this.algorithm, length: this.length, value: String(this.value) };
  }
}

/**
 * The sum of two neighbouring stretches from the sums of each: ranges may be fetched side by side, and in any order.
 *
 * @throws TypeError when they are of different algorithms
 */
export function combine(first: Sum, second: Sum): Sum {
  const { algorithm } = first;
  if (second.algorithm !== algorithm) throw new TypeError(`${algorithm} and ${second.algorithm} do not mix.`);
  const value = shifted(algorithm, BigInt(first.value), second.length) ^ BigInt(second.value);
  return { algorithm, length: first.length + second.length, value: String(value) };
}
