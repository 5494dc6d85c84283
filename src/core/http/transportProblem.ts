import type { ErrorKind, Problem } from '../errors';
import { inOurWords } from '../reasons';
import { ProxyFault } from './proxyFault';

const certificateCodes = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_UNTRUSTED',
  'CERT_REVOKED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'HOSTNAME_MISMATCH',
  'EPROTO',
]);

const timeoutCodes = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

const parserError = 'HTTPParserError';

/** What a failed attempt to get an answer means, from the codes of Node and undici. */
export function transportProblem(error: unknown, signal?: AbortSignal): Problem {
  const { code, message } = describe(error instanceof ProxyFault ? error.cause : error);
  if (signal?.aborted) return { kind: 'cancelled', message, ...(code && { code }) };
  if (error instanceof ProxyFault) return proxyProblem(error.status, code);
  return { kind: kindOf(code), message, ...(code && { code }) };
}

/** Says it in our words: those of the system could hold the address of the proxy, and that a password. */
function proxyProblem(status: number | undefined, code: string | undefined): Problem {
  if (status !== undefined) {
    const reason = status === 407 ? 'proxyCredential' : 'proxyRefusal';
    return { kind: 'proxy', status, code: `HTTP ${status}`, ...inOurWords(reason) };
  }
  if (kindOf(code) === 'tls')
    return { kind: 'tls', ...(code && { code }), ...inOurWords('proxyCertificate') };
  return { kind: 'proxy', ...(code && { code }), ...inOurWords('proxyDown') };
}

function kindOf(code: string | undefined): ErrorKind {
  if (!code) return 'network';
  if (timeoutCodes.has(code)) return 'timeout';
  if (certificateCodes.has(code) || /^ERR_(?:TLS|SSL)_/.test(code)) return 'tls';
  if (
    code === parserError ||
    /^HPE_/.test(code) ||
    /(?:OVERFLOW|CONTENT_LENGTH_MISMATCH|INVALID_ARG)$/.test(code)
  )
    return 'protocol';
  return 'network';
}

/** undici wraps the system's error as a cause; several addresses tried make an AggregateError without a text. */
function describe(error: unknown): { code: string | undefined; message: string } {
  if (!(error instanceof Error)) return { code: undefined, message: String(error) };
  const { code: given, library, reason } = error as Partial<Record<'code' | 'library' | 'reason', unknown>>;
  // A DOMException has a number; undici's parser leaves the code out of some errors.
  const code = typeof given === 'string' ? given : error.name === parserError ? parserError : undefined;
  if (error instanceof AggregateError && error.errors.length > 0 && !error.message)
    return describe(error.errors[0]);
  if (error.cause instanceof Error && (!code || !error.message)) return describe(error.cause);
  // OpenSSL's words stand apart: its message is a dump with source files and line breaks.
  const message = library !== undefined && typeof reason === 'string' ? reason : error.message;
  return { code, message: inOneLine(message) || (code ?? error.name) };
}

/** Without the advice that Node has for those who start it by themselves. */
const inOneLine = (text: string): string =>
  text
    .replace(/; if the root CA is installed locally, .*/s, '')
    .replace(/\s+/g, ' ')
    .trim();
