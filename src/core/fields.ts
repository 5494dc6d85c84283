import * as z from 'zod/mini';
import { isRecord } from './shapes';

/**
 * Reads one field of a vendor's record. One that is missing, null or of the wrong type reads as undefined, so that one
 * odd field never costs the record, and one odd record never the page. Readers are plain functions and no schemas: they
 * refuse nothing, and there may be tens of thousands of records.
 */
export type FieldReader<T> = (value: unknown) => T;

type Readers<T> = { readonly [Name in keyof T]: FieldReader<T[Name]> };

/** A record, whatever is in it; what is no object is refused. */
export function record<T extends object>(readers: Readers<T>): z.ZodMiniType<T> {
  const names = Object.keys(readers) as (keyof T & string)[];
  return z.transform((value, { issues }) => {
    const fields: Partial<T> = {};
    if (isRecord(value)) for (const name of names) fields[name] = readers[name](value[name]);
    else issues.push({ code: 'invalid_type', expected: 'object', input: value });
    return fields as T;
  });
}

/** The field as it is, for whoever looks into it. */
export const anything = (value: unknown): unknown => value;

/** Text; a number is read as its digits, an empty text as none. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** A finite number; numeric text is read as its value. */
export function number(value: unknown): number | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : number(Number(value));
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A status word: only text is one, so that a number where a word belongs stays `unknown`. */
export const word = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A moment as ISO 8601 text; Go's zero time and nonsense read as none. */
export function isoTime(value: unknown): Date | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : NaN;
  return ms > 0 ? new Date(ms) : undefined;
}

/** A moment in seconds since the epoch, as a number or text; milliseconds are recognised by their size. */
export function unixTime(value: unknown): Date | undefined {
  const read = number(value);
  if (read === undefined || read <= 0) return undefined;
  const date = new Date(read > 1e11 ? read : read * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

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
