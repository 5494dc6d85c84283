/** The object without the keys that are undefined, as `exactOptionalPropertyTypes` wants them left out. */
export function compact<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  const kept = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(kept) as T;
}
