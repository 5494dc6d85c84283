import * as z from 'zod/mini';

/**
 * Readers for the fields of a vendor's record. A field that is missing, null or of the wrong type reads as
 * undefined, so that one odd field never costs the record, and one odd record never the page.
 */
const tolerant = <T extends z.ZodMiniType>(type: T) => z.catch(z.optional(type), undefined);

/** Text; a number is read as its digits, an empty text as none. */
export const text = () =>
  tolerant(
    z.pipe(
      z.union([z.string(), z.number()]),
      z.transform(value => (value === '' ? undefined : String(value))),
    ),
  );

/** A finite number; numeric text is read as its value. */
export const number = () =>
  tolerant(
    z.pipe(
      z.union([z.number(), z.string()]),
      z.transform(value => {
        const read = typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
        return Number.isFinite(read) ? read : undefined;
      }),
    ),
  );

/** A status word: only text is one, so that a number where a word belongs stays `unknown`. */
export const word = () => z.catch(z.string(), '');

/** A moment as ISO 8601 text; Go's zero time and nonsense read as none. */
export const isoTime = () => tolerant(z.pipe(z.string(), z.transform(toDate)));

/** A moment in seconds since the epoch, as a number or text; milliseconds are recognised by their size. */
export const unixTime = () =>
  z.pipe(
    number(),
    z.transform(value => {
      if (value === undefined || value <= 0) return undefined;
      return validDate(value > 1e11 ? value : value * 1000);
    }),
  );

/**
 * The elements of a list that says how many there are in all. Undefined when it is no list: of another type, or
 * missing although there should be some. That is not an empty list, and the rows that are known must not go.
 */
export function countedElements(value: unknown, total: number | undefined): readonly unknown[] | undefined {
  const found = elements(value);
  const isList = Array.isArray(value) || found.length > 0;
  const isNothing = value === undefined || value === null || typeof value === 'object';
  return isList || (isNothing && total === 0) ? found : undefined;
}

/** The elements of a list, whichever way the vendor wraps it: an array, one object alone, null or nothing. */
export function elements(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value === null || typeof value !== 'object') return [];
  return Object.keys(value).length > 0 ? [value] : [];
}

function toDate(value: string): Date | undefined {
  const date = validDate(Date.parse(value));
  return date && date.getTime() > 0 ? date : undefined;
}

function validDate(ms: number): Date | undefined {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
