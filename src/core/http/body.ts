import type { HttpAnswer } from './request';
import { isRecord } from '../shapes';

/** A whole number of more digits than JavaScript's numbers keep; no part of a fraction or an exponent. */
const longInteger = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** Whether there are 16 digits in a row: one of them stands at a 16th place, so that the others need no look. */
function hasLongInteger(json: string): boolean {
  for (let at = 15; at < json.length; at += 16) {
    if (!isDigit(json.charCodeAt(at))) continue;
    let start = at;
    while (isDigit(json.charCodeAt(start - 1))) start--;
    let end = at;
    while (isDigit(json.charCodeAt(end))) end++;
    if (end - start >= 16) return true;
  }
  return false;
}

/** Ids of 64 bits would be rounded, and two tasks become one: they are read as texts. */
function exactIntegers(json: string): string {
  if (!hasLongInteger(json)) return json;
  const parts: string[] = [];
  for (let at = 0; at < json.length;) {
    const quote = json.indexOf('"', at);
    const end = quote < 0 ? json.length : quote;
    parts.push(json.slice(at, end).replace(longInteger, '"$&"'));
    at = endOfText(json, end);
    parts.push(json.slice(end, at));
  }
  return parts.join('');
}

/** Where the text ends that begins here: by hand, for one of megabytes exceeds the stack of a regular expression. */
function endOfText(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

const parsed = new WeakMap<HttpAnswer, { readonly value: unknown }>();

/**
 * The JSON of an answer, or undefined when it is none (HTML of a proxy, an empty body, cut-off text). It is read once:
 * whoever looks for an error in it goes before whoever looks for the data.
 */
export function readJson(answer: HttpAnswer): unknown {
  const known = parsed.get(answer) ?? { value: parse(answer.body.toString('utf8').replace(/^\uFEFF/, '')) };
  parsed.set(answer, known);
  return known.value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(exactIntegers(text)) as unknown;
  } catch {
    return undefined;
  }
}

/** The named elements of a flat XML error such as OSS and older gateways send; undefined when it is no XML. */
export function readXml({ body }: HttpAnswer, names: readonly string[]): Record<string, string> | undefined {
  const text = body.toString('utf8');
  if (!/^\s*(?:<\?xml|<Error\b)/i.test(text)) return undefined;
  const found = names.map(name => [name, new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1]] as const);
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** What an error page calls itself, such as `502 Bad Gateway` or the login of a hotel; undefined for anything else. */
export function pageTitle({ body }: HttpAnswer): string | undefined {
  const title = /<title[^>]*>([^<]*)</i.exec(body.subarray(0, 4096).toString('utf8'))?.[1]?.trim();
  return title === '' ? undefined : title;
}

/** A value as text when it is text or a number: vendors send codes as either. */
export const asText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

/** A value as an object to look into; an empty one for anything else. */
export const asObject = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});
