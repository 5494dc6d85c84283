import { isRecord, isText } from '../shapes';

export type Fields = Readonly<Record<string, unknown>>;

/**
 * The object in a JSON file; undefined when there is none. The error of a parser is not passed on: its message has a
 * piece of the text in it.
 */
export function readObject(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A text without blanks around it; empty when the field is none. */
export function textIn(fields: Fields | undefined, name: string): string {
  const value = fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
  return isText(value) ? value.trim() : '';
}

/** An object in a field; undefined when it is none. */
export function objectIn(fields: Fields | undefined, name: string): Fields | undefined {
  const value = fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
  return isRecord(value) ? value : undefined;
}

/** The objects in a list; undefined when the field is no list. */
export function objectsIn(fields: Fields | undefined, name: string): Fields[] | undefined {
  const value = fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
  return Array.isArray(value) ? value.filter(isRecord) : undefined;
}
