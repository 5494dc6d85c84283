import type { HttpRequest } from '../http/request';

/** A header or a query parameter, not encoded. */
export type Pair = readonly [name: string, value: string];

const leftByEncodeUriComponent = /[!'()*]/g;
const toEscape = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/**
 * RFC 3986: all but `A-Z a-z 0-9 - . _ ~` as the `%XX` of its UTF-8 bytes, in upper-case hex. Half a surrogate
 * pair becomes U+FFFD, as it does wherever text is turned into bytes.
 */
export const percentEncode = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(leftByEncodeUriComponent, toEscape);

/**
 * A URL's path, encoded anew but for its slashes. `%2F` counts as a slash, as in Huawei's Python signer (its vectors'
 * path disagreements).
 */
export const encodePath = (pathname: string): string =>
  percentEncode(decodeURIComponent(pathname)).replaceAll('%2F', '/');

export const encodePair = ([name, value]: Pair): string => `${percentEncode(name)}=${percentEncode(value)}`;

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** By name, then by value, in code-unit order: no locale takes part. */
export const byNameThenValue = ([aName, aValue]: Pair, [bName, bValue]: Pair): number =>
  compare(aName, bName) || compare(aValue, bValue);

/** Parameters sorted as they are and then encoded; an empty value keeps its `=`. */
export const sortedQuery = (parameters: Iterable<Pair>): string =>
  [...parameters].sort(byNameThenValue).map(encodePair).join('&');

/** `2026-01-02T03:04:05Z`: UTC, no fraction. */
export const utcSeconds = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

/**
 * Names in lower case, values trimmed; values of one name sorted and joined by a comma. Then the signer's `own`
 * headers, which replace the caller's: one that is empty or undefined is left out.
 */
export function withOwnHeaders(
  headers: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string | undefined>>,
): Map<string, string> {
  const folded = new Map<string, string>();
  const pairs = Object.entries(headers).map(([name, value]): Pair => [name.toLowerCase(), value.trim()]);
  for (const [name, value] of pairs.sort(byNameThenValue)) {
    const earlier = folded.get(name);
    folded.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  for (const [name, value] of Object.entries(own)) {
    if (value) folded.set(name, value);
    else folded.delete(name);
  }
  return folded;
}

/** The request with the headers that were signed, but for `host`, which the transport takes from the URL. */
export function withAuthorization(
  request: HttpRequest,
  headers: ReadonlyMap<string, string>,
  authorization: string,
): HttpRequest {
  const sent = new Map(headers).set('authorization', authorization);
  sent.delete('host');
  return { ...request, headers: Object.fromEntries(sent) };
}
