/**
 * The polynomials that the sums are remainders of, as the clouds use them: bits reflected, begun with and closed by
 * all ones. CRC-64/XZ and CRC-32/ISO-HDLC of https://reveng.sourceforge.io/crc-catalogue/all.htm.
 */
export const polynomials = {
  crc64: { bits: 64n, polynomial: 0xc96c_5795_d787_0f42n },
  crc32: { bits: 32n, polynomial: 0xedb8_8320n },
} as const;

/** Sums that can go on where they stopped and be put together; MD5 can do neither. */
export type SumAlgorithm = keyof typeof polynomials;

/** A sum written in decimal; undefined when it is none that the algorithm can have. */
export function readValue(algorithm: SumAlgorithm, text: string): bigint | undefined {
  if (!/^\d{1,20}$/.test(text)) return undefined;
  const value = BigInt(text);
  return value >> polynomials[algorithm].bits ? undefined : value;
}

/** Reflected: the highest bit stands for 1, the next for x, the lowest for the highest power. */
interface Field {
  readonly bits: bigint;
  readonly polynomial: bigint;
}

/**
 * What a sum adds to the sum of a longer stretch, of which `length` bytes follow: times x to the power of 8 for each.
 * The method of `crc32_combine` in zlib 1.2.12 and later (https://github.com/madler/zlib, crc32.c), for any width.
 */
export function shifted(algorithm: SumAlgorithm, value: bigint, length: number): bigint {
  const field: Field = polynomials[algorithm];
  let product = value;
  let power = 1n << (field.bits - 9n); // x to the power of 8
  // Not `>>`, which would cut a length to 32 bits.
  for (let left = length; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) product = multiplied(field, product, power);
    power = multiplied(field, power, power);
  }
  return product;
}

/** The product of two polynomials, reduced. */
function multiplied(field: Field, one: bigint, other: bigint): bigint {
  let product = 0n;
  let shift = other;
  for (let bit = 1n << (field.bits - 1n); bit > 0n; bit >>= 1n) {
    if (one & bit) product ^= shift;
    shift = timesX(field, shift);
  }
  return product;
}

/** One bit further: what a CRC of a single bit is made of. */
export const timesX = ({ polynomial }: Field, value: bigint): bigint =>
  value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
