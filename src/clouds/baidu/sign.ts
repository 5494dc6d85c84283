/**
 * bce-auth-v1, Baidu AI Cloud's signature, step by step as in https://cloud.baidu.com/doc/Reference/s/njwvz1yfu
 * Where the vendor's SDKs differ this follows the one in Go (baidubce/bce-sdk-go, auth/signer.go). The body is not
 * signed.
 */
import type { HttpRequest } from '../../core/http/request';
import {
  byNameThenValue,
  encodePair,
  percentEncode,
  utcSeconds,
  withAuthorization,
  withOwnHeaders,
  type Pair,
} from '../../core/signing/canonical';
import { hmacSha256Hex } from '../../core/signing/hmac';

/**
 * What the vendor's own log client signs (BlsClient in baidubce/bce-sdk-java). A signed content-length fails
 * wherever a gateway rewrites it: baidubce/bce-sdk-go issue 104.
 */
const recommendedHeaders = ['host', 'x-bce-date', 'x-bce-security-token'];

export interface BceCredential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary (STS) keys. */
  readonly sessionToken?: string | undefined;
}

export interface BceOptions {
  readonly date: Date;
  /** Seconds for which the signature holds. */
  readonly expiresIn?: number;
  /** Exactly the headers to sign, of those that are there. */
  readonly signedHeaders?: readonly string[];
}

/**
 * "CanonicalURI": each segment of the path encoded; a trailing slash counts. An encoded slash stays one, as in the
 * path that is sent.
 */
export const canonicalUri = (url: URL): string => url.pathname.split('/').map(encodeSegment).join('/');

const encodeSegment = (segment: string): string => percentEncode(decodeURIComponent(segment));

/**
 * "CanonicalQueryString": without `authorization`, which is where a presigned URL keeps its signature. Sorted once
 * encoded and joined, so `a-b=` and `a1=` come before `a=`.
 */
export const canonicalQuery = (parameters: Iterable<Pair>): string =>
  [...parameters]
    .filter(([name]) => name.toLowerCase() !== 'authorization')
    .map(encodePair)
    .sort()
    .join('&');

/** The headers named, in any case, of those that are there and not empty. */
export function headersToSign(headers: ReadonlyMap<string, string>, names: readonly string[]): Pair[] {
  const wanted = new Set(names.map(name => name.toLowerCase()));
  return [...headers].filter(([name, value]) => wanted.has(name) && value !== '').sort(byNameThenValue);
}

/** "CanonicalHeaders": values are encoded too, slashes and colons included; sorted as whole lines. */
export const canonicalHeaders = (headers: readonly Pair[]): string =>
  headers
    .map(([name, value]) => `${percentEncode(name)}:${percentEncode(value)}`)
    .sort()
    .join('\n');

/** "signedHeaders": sorted by name alone, which can differ from the order of the lines. */
export const signedHeaders = (headers: readonly Pair[]): string => headers.map(([name]) => name).join(';');

/** "CanonicalRequest". */
export const canonicalRequest = (
  method: string,
  uri: string,
  query: string,
  headers: readonly Pair[],
): string => [method, uri, query, canonicalHeaders(headers)].join('\n');

/** "authStringPrefix"; `expiresIn` in seconds. */
export const authStringPrefix = (accessKeyId: string, date: Date, expiresIn: number): string =>
  `bce-auth-v1/${accessKeyId}/${utcSeconds(date)}/${expiresIn}`;

/** "SigningKey": its hex text, not the bytes, is the key of the next step. */
export const signingKey = (secretAccessKey: string, prefix: string): string =>
  hmacSha256Hex(secretAccessKey, prefix);

/** "Signature". */
export const signature = (key: string, canonical: string): string => hmacSha256Hex(key, canonical);

/** "Authorization". */
export const authorization = (prefix: string, headers: readonly Pair[], signed: string): string =>
  `${prefix}/${signedHeaders(headers)}/${signed}`;

/** The request as it is to be sent; its URL is the one given. Sign anew for every attempt. */
export function signBce(
  request: HttpRequest,
  credential: BceCredential,
  { date, expiresIn = 1800, signedHeaders: names = recommendedHeaders }: BceOptions,
): HttpRequest {
  const url = new URL(request.url);
  const method = request.method.toUpperCase();
  const headers = withOwnHeaders(request.headers, {
    host: url.host,
    'x-bce-date': utcSeconds(date),
    'x-bce-security-token': credential.sessionToken,
  });
  const toSign = headersToSign(headers, names);
  const prefix = authStringPrefix(credential.accessKeyId, date, expiresIn);
  const canonical = canonicalRequest(method, canonicalUri(url), canonicalQuery(url.searchParams), toSign);
  const signed = signature(signingKey(credential.secretAccessKey, prefix), canonical);
  return withAuthorization({ ...request, method }, headers, authorization(prefix, toSign, signed));
}
