import { createHash } from 'node:crypto';
import { truncateSync, writeFileSync } from 'node:fs';
import type { SumAlgorithm } from '../../src/core/download/checksum/polynomials';
import { combine, emptySum, RunningSum } from '../../src/core/download/checksum/sum';

/** Makes a file of so many zeros, which takes no room on disk. */
export function writeZeros(path: string, size: number): void {
  writeFileSync(path, '');
  truncateSync(path, size);
}

/** The sum of so many zeros, in decimal. They need not be looked at one by one. */
export function sumOfZeros(algorithm: SumAlgorithm, size: number): string {
  const one = new RunningSum(emptySum(algorithm));
  one.update(Buffer.alloc(1));
  let piece = one.sum;
  let whole = emptySum(algorithm);
  for (let left = size; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) whole = combine(whole, piece);
    piece = combine(piece, piece);
  }
  return whole.value;
}

/** Their MD5 as `Content-MD5` has it; here they do have to be. */
export function md5OfZeros(size: number): string {
  const zeros = Buffer.alloc(1024 * 1024);
  const hash = createHash('md5');
  for (let left = size; left > 0; left -= zeros.length) hash.update(zeros.subarray(0, left));
  return hash.digest('base64');
}
