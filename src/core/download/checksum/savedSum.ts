import * as z from 'zod/mini';
import { readValue } from './polynomials';
import type { Sum } from './sum';

/** Reads a sum that was kept as JSON: a damaged one would let a download go on to the wrong end. */
export const savedSum: z.ZodMiniType<Sum> = z
  .object({
    algorithm: z.enum(['crc64', 'crc32']),
    length: z.int().check(z.nonnegative()),
    value: z.string(),
  })
  .check(
    z.refine(({ algorithm, value }) => readValue(algorithm, value)?.toString() === value),
    z.refine(({ length, value }) => length > 0 || value === '0'),
  );
