/**
 * ACS3-HMAC-SHA256, Alibaba Cloud's "V3" signature, step by step as in
 * https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 */
import type { HttpRequest } from '../../core/http/request';
import {
  byNameThenValue,
  encodePath,
  sortedQuery,
  utcSeconds,
  withAuthorization,
  withOwnHeaders,
  type Pair,
} from '../../core/signing/canonical';
import { hmacSha256Hex, sha256Hex } from '../../core/signing/hmac';

const algorithm = 'ACS3-HMAC-SHA256';
/** Nearly all requests have no body. */
const hashOfNothing = sha256Hex('');

export interface Acs3Credential {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Of temporary (STS) keys. */
  readonly securityToken?: string | undefined;
}

export interface Acs3Moment {
  /** Within 15 minutes of the server's. */
  readonly date: Date;
  /** New for every attempt, retries included. */
  readonly nonce: string;
}

/** "CanonicalURI": `/` for the RPC products, which are all we call. */
export const canonicalUri = (url: URL): string => encodePath(url.pathname);

/** "CanonicalQueryString": sorted by name in code-unit order, so `Tag.10` before `Tag.2`. */
export const canonicalQuery = (parameters: Iterable<Pair>): string => sortedQuery(parameters);

/** The headers that take part: `host`, `content-type` and every `x-acs-*`, sorted by name. */
export const headersToSign = (headers: ReadonlyMap<string, string>): Pair[] =>
  [...headers]
    .filter(([name]) => name === 'host' || name === 'content-type' || name.startsWith('x-acs-'))
    .sort(byNameThenValue);

/** "CanonicalHeaders": each line, the last too, ends with a line feed. */
export const canonicalHeaders = (headers: readonly Pair[]): string =>
  headers.map(([name, value]) => `${name}:${value}\n`).join('');

/** "SignedHeaders". */
export const signedHeaders = (headers: readonly Pair[]): string => headers.map(([name]) => name).join(';');

/** "CanonicalRequest"; `hashedPayload` is the value of `x-acs-content-sha256`. */
export const canonicalRequest = (
  method: string,
  uri: string,
  query: string,
  headers: readonly Pair[],
  hashedPayload: string,
): string =>
  [method, uri, query, canonicalHeaders(headers), signedHeaders(headers), hashedPayload].join('\n');

/** "StringToSign". */
export const stringToSign = (canonical: string): string => `${algorithm}\n${sha256Hex(canonical)}`;

/** "Signature": the secret is the key as it is, without the `&` that version 1 appends. */
export const signature = (accessKeySecret: string, text: string): string =>
  hmacSha256Hex(accessKeySecret, text);

/** "Authorization": no space after the commas. */
export const authorization = (accessKeyId: string, headers: readonly Pair[], signed: string): string =>
  `${algorithm} Credential=${accessKeyId},SignedHeaders=${signedHeaders(headers)},Signature=${signed}`;

/**
 * The request as it is to be sent. Its URL carries the canonical query verbatim: the vendor's own clients send a
 * laxer encoding than they sign and rely on the server to rebuild it.
 */
export function signAcs3(
  request: HttpRequest,
  credential: Acs3Credential,
  { date, nonce }: Acs3Moment,
): HttpRequest {
  const given = new URL(request.url);
  const method = request.method.toUpperCase();
  const uri = canonicalUri(given);
  const query = canonicalQuery(given.searchParams);
  const hashedPayload = request.body ? sha256Hex(request.body) : hashOfNothing;
  const headers = withOwnHeaders(request.headers, {
    host: given.host,
    'x-acs-content-sha256': hashedPayload,
    'x-acs-date': utcSeconds(date),
    'x-acs-security-token': credential.securityToken,
    'x-acs-signature-nonce': nonce,
  });
  const toSign = headersToSign(headers);
  const text = stringToSign(canonicalRequest(method, uri, query, toSign, hashedPayload));
  const url = `${given.origin}${uri}${query && `?${query}`}`;
  return withAuthorization(
    { ...request, method, url },
    headers,
    authorization(credential.accessKeyId, toSign, signature(credential.accessKeySecret, text)),
  );
}
