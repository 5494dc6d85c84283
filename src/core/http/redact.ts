import type { Log } from '../cloud';
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
const longestText = 300;

/** Longest line of the log: a sentence about a failure quotes such a text, and says more besides. */
const longestLine = 2_000;

/** Words after which gateways quote the request they were sent, headers and all. */
const echo = /(?:server )?(?:string ?to ?sign|canonical ?request)[^:：]*[:：][\s\S]*$/i;

/** A signature in hex, the signed text of Baidu's, or a run so long that it can only be a token. */
const opaque = /\b[0-9a-f]{64}\b|\bbce-auth-v1\/[^\s"']+|[A-Za-z0-9+/=_-]{500,}/gi;

/** An address up to its query, which is where the signature of a presigned one stands. */
const query = /(https?:\/\/[^\s"'<>?]+)\?[^\s"'<>]*/gi;

/** The header of all three vendors: several parts, with blanks and commas between them, up to the end of the text. */
const authorization = /\b(authorization["']?\s*[=:]\s*["']?)[^\r\n"']+/gi;

/** `token: …`, `Signature=…`, `Credential=…`: words that are followed by what must not be seen. */
const named =
  /\b((?:signature|token|password|secret|access|credential|(?:oss)?accesskeyid)["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi;

/** The same at the end of a longer name, in JSON or a query: a code such as `InvalidToken: …` is none. */
const field = /((?:signature|token|password|secret|accesskeyid)(?:["']\s*:\s*["']?|=))[^\s"',;&]+/gi;

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
export function redact(text: string, secrets: readonly string[] = [], maxLength = longestText): string {
  let clean = text.replace(echo, '…');
  // The longest first: one may begin with another.
  for (const secret of secrets.flatMap(quotedForms).sort((a, b) => b.length - a.length)) {
    if (secret.length >= 4) clean = clean.replaceAll(secret, '•••');
  }
  clean = clean
    .replace(query, '$1?…')
    .replace(authorization, '$1•••')
    .replace(named, '$1•••')
    .replace(field, '$1•••')
    .replace(opaque, '•••');
  clean = withoutInvisible(clean, ' ').trim();
  return clean.length > maxLength ? `${clean.slice(0, maxLength)}…` : clean;
}

/** The log, through which nothing passes that must not be seen, whoever wrote the line. */
export function redactedLog(log: Log): Log {
  const clean = (line: string) => redact(line, [], longestLine);
  return {
    trace: line => log.trace(clean(line)),
    debug: line => log.debug(clean(line)),
    info: line => log.info(clean(line)),
    warn: line => log.warn(clean(line)),
    error: line => log.error(clean(line)),
  };
}

/** What a vendor said, made fit to be passed on; what we say where it said nothing that can be read. */
export const vendorWords = (
  message: string | undefined,
  secrets: readonly string[],
): Pick<Problem, 'message' | 'reason'> =>
  message === undefined || message === ''
    ? inOurWords('foreignAnswer')
    : { message: redact(message, secrets) };
