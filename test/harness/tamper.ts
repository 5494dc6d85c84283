import type { SignedRequest } from './simulators';

/** The text with the lowest bit of one character turned over. */
const flipped = (text: string, at: number): string =>
  text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);

const eachFlip = (text: string): string[] => Array.from(text, (_, at) => flipped(text, at));

/**
 * Every request that differs from this one by one bit: in the path and query, in the headers named, in the body and
 * in the signature (the end of the Authorization header). With what was changed, for the message of a failed test.
 */
export function* tampered(
  request: SignedRequest,
  signedHeaders: readonly string[],
): Generator<readonly [what: string, SignedRequest]> {
  for (const target of eachFlip(request.target)) yield [target, { ...request, target }];
  for (const body of eachFlip(request.body)) yield [body, { ...request, body }];
  for (const [name, value] of Object.entries(request.headers)) {
    if (name.toLowerCase() === 'authorization') {
      for (let at = value.length - 64; at < value.length; at++) {
        yield [`${name}: ${flipped(value, at)}`, withHeader(request, name, flipped(value, at))];
      }
    } else if (signedHeaders.includes(name.toLowerCase())) {
      for (const text of eachFlip(value)) yield [`${name}: ${text}`, withHeader(request, name, text)];
    }
  }
}

/** The request with one header changed or, when the value is undefined, taken away. */
export function withHeader(request: SignedRequest, name: string, value: string | undefined): SignedRequest {
  const entries = Object.entries({ ...request.headers, [name]: value }).filter(
    ([, text]) => text !== undefined,
  );
  return { ...request, headers: Object.fromEntries(entries) as Record<string, string> };
}
