import type { Log } from '../cloud';
import type { Problem } from '../errors';
import { withoutInvisible } from '../invisible';
import { inOurWords } from '../reasons';

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
const echo = /(?:server )?(?:string ?to ?sign|canonical ?request)[^:：]*[:：][\s\S]*/i;

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
const field =
  /((?:signature|token|password|secret|accesskeyid|accesskey|secretkey)(?:["']\s*:\s*["']?|=))[^\s"',;&]+/gi;

/** The user name and password in an address. */
const userInfo = /(https?:\/\/)[^\s/@"'<>]+@/gi;

/** The query of an address that stands in another one. */
const encodedQuery = /(https?%3A%2F%2F[^\s"'<>]*?%3F)[^\s"'<>&]+/gi;

/** As JSON writes characters that need not be written so; a backslash stays, or more would be read out of it. */
const jsonEscape = /\\u(?!005c)([0-9a-f]{4})|\\(\/)/gi;

const withoutEscapes = (text: string): string =>
  text.replace(jsonEscape, (_escape, code: string | undefined, slash = '') =>
    code === undefined ? String(slash) : String.fromCharCode(Number.parseInt(code, 16)),
  );

const visible = (text: string): string => withoutInvisible(withoutEscapes(text), ' ');

/** So much of a secret is looked for; what follows it up to a blank or a mark belongs to it. */
const lookedFor = 100;

/** A character as it may be quoted: as it is, in an address in either case, in a form, in JSON. */
function quoted(character: string): string {
  const plain = `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  return `\\\\?(?:${[plain, percentBytes(character), ...(character === ' ' ? ['\\+'] : [])].join('|')})`;
}

const percentBytes = (character: string): string =>
  [...new TextEncoder().encode(character)].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join('');

function patternOf(secret: string): RegExp {
  const characters = [...visible(secret).trim()];
  const rest = characters.length > lookedFor ? '[^\\s"\',;&<>]*' : '';
  return new RegExp(characters.slice(0, lookedFor).map(quoted).join('') + rest, 'giu');
}

/**
 * A vendor's text made fit for a log, an error or the screen: without the secrets given, without the query of
 * any address in it, without an echoed request, on one line and not too long.
 */
export function redact(text: string, secrets: readonly string[] = [], maxLength = longestText): string {
  let clean = visible(text).replace(echo, '…');
  // The longest first: one may begin with another. What is as short as a word would hide words.
  for (const secret of secrets.filter(({ length }) => length >= 4).sort((a, b) => b.length - a.length)) {
    clean = clean.replace(patternOf(secret), '•••');
  }
  clean = clean
    .replace(query, '$1?…')
    .replace(encodedQuery, '$1…')
    .replace(userInfo, '$1•••@')
    .replace(authorization, '$1•••')
    .replace(named, '$1•••')
    .replace(field, '$1•••')
    .replace(opaque, '•••')
    .trim();
  return clean.length > maxLength ? `${clean.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '')}…` : clean;
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
  message?.trim() ? { message: redact(message, secrets) } : inOurWords('foreignAnswer');
