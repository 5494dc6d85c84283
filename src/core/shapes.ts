/**
 * Checks of data that we have stored ourselves and read back when the editor starts. They say no more than yes or no:
 * where somebody is to be told what is wrong with his input there is zod, whose schemas alone would take longer to make
 * than all else that a start does.
 */
export type Is<T> = (value: unknown) => value is T;

/** A check for each field; one for an optional field lets `undefined` pass. */
export type Fields<T> = { readonly [K in keyof T]-?: Is<T[K]> | Is<T[K] | undefined> };

export const isText = (value: unknown): value is string => typeof value === 'string';

export const isFilledText = (value: unknown): value is string => isText(value) && value !== '';

export const isNumber = (value: unknown): value is number => typeof value === 'number';

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const optional =
  <T>(is: Is<T>) =>
  (value: unknown): value is T | undefined =>
    value === undefined || is(value);

export const isListOf =
  <T>(is: Is<T>) =>
  (value: unknown): value is readonly T[] =>
    Array.isArray(value) && value.every(is);

export const isMapOf =
  <T>(is: Is<T>) =>
  (value: unknown): value is Readonly<Record<string, T>> =>
    isRecord(value) && Object.values(value).every(is);

/** Whether all fields are as they should be; there may be more. */
export const hasFields =
  <T extends object>(fields: Fields<T>) =>
  (value: unknown): value is T =>
    isRecord(value) && Object.entries<Is<unknown>>(fields).every(([name, is]) => is(value[name]));

/** A copy without the fields that are not known, and without those that are undefined. */
export function knownFields<T extends object>(value: T, fields: Fields<T>): T {
  const known = Object.entries(value).filter(
    ([name, entry]) => Object.hasOwn(fields, name) && entry !== undefined,
  );
  return Object.fromEntries(known) as T;
}
