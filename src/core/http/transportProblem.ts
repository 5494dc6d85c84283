import type { ErrorKind, Problem } from '../errors';

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
  const { code, message } = describe(error);
  return { kind: kindOf(code, message, signal), message, ...(code && { code }) };
}

function kindOf(code: string | undefined, message: string, signal: AbortSignal | undefined): ErrorKind {
  if (signal?.aborted) return 'cancelled';
  // undici says only in words that a proxy refused to open the tunnel.
  if (/proxy (?:response|authentication)/i.test(message)) return 'proxy';
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
  const { code: given } = error as { code?: unknown };
  // A DOMException has a number; undici's parser leaves the code out of some errors.
  const code = typeof given === 'string' ? given : error.name === parserError ? parserError : undefined;
  if (error instanceof AggregateError && error.errors.length > 0 && !error.message)
    return describe(error.errors[0]);
  if (error.cause instanceof Error && (!code || !error.message)) return describe(error.cause);
  return { code, message: error.message || (code ?? error.name) };
}
