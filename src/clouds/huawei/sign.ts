/**
 * SDK-HMAC-SHA256, Huawei Cloud's AK/SK signature, step by step as in the "API Request Signing Guide":
 * https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-algorithm-002.html and its next pages.
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

const algorithm = 'SDK-HMAC-SHA256';

/** Only these, so that a proxy that touches another header does not break the signature. */
const headersOfEveryRequest = [
  'host',
  'x-project-id',
  'x-sdk-content-sha256',
  'x-sdk-date',
  'x-security-token',
];
const headersWithBody = [...headersOfEveryRequest, 'content-type'];

export interface SdkHmacCredential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary keys. */
  readonly securityToken?: string | undefined;
}

export interface SdkHmacOptions {
  /** Within 15 minutes of the server's. */
  readonly date: Date;
  /** For services that belong to a project; not for IAM. */
  readonly projectId?: string | undefined;
}

/** "CanonicalURI": the encoded path with a slash at its end, which the URL sent need not have. */
export function canonicalUri(url: URL): string {
  const path = encodePath(url.pathname);
  return path.endsWith('/') ? path : `${path}/`;
}

/** "CanonicalQueryString": sorted before encoding, by key and, for a repeated key, by value. */
export const canonicalQuery = (parameters: Iterable<Pair>): string => sortedQuery(parameters);

/** The headers named, of those that are there, sorted by name. */
export const headersToSign = (headers: ReadonlyMap<string, string>, names: readonly string[]): Pair[] =>
  [...headers].filter(([name]) => names.includes(name)).sort(byNameThenValue);

/** "CanonicalHeaders": each line, the last too, ends with a line feed. */
export const canonicalHeaders = (headers: readonly Pair[]): string =>
  headers.map(([name, value]) => `${name}:${value}\n`).join('');

/** "SignedHeaders". */
export const signedHeaders = (headers: readonly Pair[]): string => headers.map(([name]) => name).join(';');

/** "HashedRequestPayload": of the body's bytes, unless `x-sdk-content-sha256` says another, as `UNSIGNED-PAYLOAD`. */
export const hashedRequestPayload = (headers: ReadonlyMap<string, string>, body: string): string =>
  headers.get('x-sdk-content-sha256') ?? sha256Hex(body);

/** "CanonicalRequest". */
export const canonicalRequest = (
  method: string,
  uri: string,
  query: string,
  headers: readonly Pair[],
  hashedPayload: string,
): string =>
  [method, uri, query, canonicalHeaders(headers), signedHeaders(headers), hashedPayload].join('\n');

/** The `x-sdk-date` of a moment: `20260102T030405Z`. */
export const sdkDate = (date: Date): string => utcSeconds(date).replace(/[-:]/g, '');

/** "StringToSign"; `timestamp` is the value of `x-sdk-date`. */
export const stringToSign = (timestamp: string, canonical: string): string =>
  `${algorithm}\n${timestamp}\n${sha256Hex(canonical)}`;

/** "Signature": the secret is the key as it is; no date or region is derived into it. */
export const signature = (secretAccessKey: string, text: string): string =>
  hmacSha256Hex(secretAccessKey, text);

/** "Authorization": one space after each comma. */
export const authorization = (accessKeyId: string, headers: readonly Pair[], signed: string): string =>
  `${algorithm} Access=${accessKeyId}, SignedHeaders=${signedHeaders(headers)}, Signature=${signed}`;

/** The request as it is to be sent; its URL is the one given. */
export function signSdkHmac(
  request: HttpRequest,
  credential: SdkHmacCredential,
  { date, projectId }: SdkHmacOptions,
): HttpRequest {
  const url = new URL(request.url);
  const method = request.method.toUpperCase();
  const body = request.body ?? '';
  const timestamp = sdkDate(date);
  const headers = withOwnHeaders(request.headers, {
    host: url.host,
    'x-project-id': projectId,
    'x-sdk-date': timestamp,
    'x-security-token': credential.securityToken,
  });
  const toSign = headersToSign(headers, body ? headersWithBody : headersOfEveryRequest);
  const canonical = canonicalRequest(
    method,
    canonicalUri(url),
    canonicalQuery(url.searchParams),
    toSign,
    hashedRequestPayload(headers, body),
  );
  const signed = signature(credential.secretAccessKey, stringToSign(timestamp, canonical));
  return withAuthorization(
    { ...request, method },
    headers,
    authorization(credential.accessKeyId, toSign, signed),
  );
}
