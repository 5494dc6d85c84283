import fc from 'fast-check';
import { percentEncode } from '../../src/core/signing/canonical';

/** As keys and tokens look, and long enough to be told from words. */
export const secret = fc.stringMatching(/^[A-Za-z0-9+/=]{8,40}$/);

/** A secret as an answer may quote it. */
export const quotings: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': text => text,
  'in an address': percentEncode,
  'in JSON': text => JSON.stringify(text).slice(1, -1),
};

export const quoting = fc.constantFrom(...Object.values(quotings));

/** Every form of the secrets that the text has in it. */
export const leaked = (text: string, secrets: readonly string[]): string[] =>
  secrets
    .flatMap(one => Object.values(quotings).map(quote => quote(one)))
    .filter(form => form.length >= 4 && text.includes(form));
