import type { Problem } from '../errors';
import { withoutInvisible } from '../invisible';
import { inOurWords } from '../reasons';

import { percentEncode } from '../signing/canonical';

/** What a log line may show of an address: never its query, which holds the signature of a presigned URL. */
export function safeAddress(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** Longest text of a vendor that is passed on; a server that echoes a whole request is cut here. */
const maxLength = 300;

/** Words after which gateways quote the request they were sent, headers and all. */
const echo = /(?:server )?(?:string ?to ?sign|canonical ?request)[^:：]*[:：][\s\S]*$/i;

/** A signature in hex, or a run so long that it can only be a token. */
const opaque = /\b[0-9a-f]{64}\b|[A-Za-z0-9+/=_-]{500,}/gi;

/** A secret as it may be quoted: as it is, in an address, in JSON. */
const quotedForms = (secret: string): string[] => [
  secret,
  percentEncode(secret),
  JSON.stringify(secret).slice(1, -1),
];

/**
 * A vendor's text made fit for a log, an error or the screen: without the secrets given, without the query of
 * any address in it, without an echoed request, on one line and not too long.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text.replace(echo, '…');
  // The longest first: one may begin with another.
  for (const secret of secrets.flatMap(quotedForms).sort((a, b) => b.length - a.length)) {
    if (secret.length >= 4) clean = clean.replaceAll(secret, '•••');
  }
  clean = clean
    .replace(/(https?:\/\/[^\s"'<>?]+)\?[^\s"'<>]*/gi, '$1?…')
    .replace(
      /\b(signature|authorization|x-auth-token|token|password|secret)(["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi,
      '$1$2•••',
    )
    .replace(opaque, '•••');
  clean = withoutInvisible(clean, ' ').trim();
  return clean.length > maxLength ? `${clean.slice(0, maxLength)}…` : clean;
}

/** What a vendor said, made fit to be passed on; what we say where it said nothing that can be read. */
export const vendorWords = (
  message: string | undefined,
  secrets: readonly string[],
): Pick<Problem, 'message' | 'reason'> =>
  message === undefined || message === ''
    ? inOurWords('foreignAnswer')
    : { message: redact(message, secrets) };
