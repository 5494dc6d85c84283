import { createHmac } from 'node:crypto';
import type { SimulatorRequest } from '../../core/cloud';
import { demand, Refusal } from './simulatorAnswers';

type Credential = Readonly<Record<string, string>>;

const skewMs = 15 * 60_000;
const defaultHeaders = ['host', 'content-length', 'content-type', 'content-md5'];

/** The parts of `bce-auth-v1/ak/time/life/headers/signature`. */
export interface BceAuthorization {
  readonly accessKeyId: string;
  readonly prefix: string;
  readonly signedAt: number;
  /** Milliseconds; infinite for -1. */
  readonly life: number;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** Checks bce-auth-v1 signatures in the Authorization header; contract sheet 3. Returns the access key's id. */
export function checkSignature(
  request: SimulatorRequest,
  credentials: readonly Credential[],
  now: number,
): string {
  const header = request.headers['authorization'];
  if (!header) throw new Refusal(401, 'Unauthorized', 'The request has no authorization.');
  const authorization = readAuthorization(header);
  checkTimes(authorization, now);
  const credential = credentials.find(known => known['accessKeyId'] === authorization.accessKeyId);
  if (!credential) {
    throw new Refusal(
      403,
      'InvalidAccessKeyId',
      'The Access Key ID you provided does not exist in our records.',
    );
  }
  checkToken(credential, request.headers['x-bce-security-token'], now);
  checkCoverage(request, authorization.signedHeaders);
  checkMatch(request, authorization, credential['secretAccessKey'] ?? '');
  return authorization.accessKeyId;
}

export function readAuthorization(text: string): BceAuthorization {
  const form =
    /^(bce-auth-v1\/([^/\s]+)\/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\/(-1|\d+))\/([^/\s]*)\/([0-9a-f]{64})$/;
  const [, prefix = '', accessKeyId = '', date = '', life = '', names = '', signature] =
    form.exec(text) ?? [];
  if (!signature) throw new Refusal(400, 'InvalidHTTPAuthHeader', 'The authorization is not well formed.');
  return {
    prefix,
    accessKeyId,
    signedAt: Date.parse(date),
    life: life === '-1' ? Infinity : Number(life) * 1000,
    signedHeaders: names.split(';').filter(name => name !== ''),
    signature,
  };
}

export function checkTimes({ signedAt, life }: BceAuthorization, now: number): void {
  const skewed = 'The difference between the request time and the current time is too large.';
  demand(signedAt - now <= skewMs, 403, 'RequestTimeTooSkewed', skewed);
  demand(now <= signedAt + life, 400, 'RequestExpired', 'Request has expired.');
}

/** Throws unless the signature is what the secret gives for this request. */
export function checkMatch(request: SimulatorRequest, given: BceAuthorization, secret: string): void {
  const message =
    'The request signature we calculated does not match the signature you provided. Check your Secret Access Key and signing method.';
  const expected = signBce(request, given.prefix, given.signedHeaders, secret);
  demand(expected === given.signature, 400, 'SignatureDoesNotMatch', message);
}

/** The signature itself. The signing key is the hex text, not the bytes it stands for. */
export function signBce(
  request: Pick<SimulatorRequest, 'method' | 'path' | 'query' | 'headers'>,
  prefix: string,
  signedHeaders: readonly string[],
  secret: string,
): string {
  const names = signedHeaders.length > 0 ? signedHeaders : assumedHeaders(request.headers);
  const headers = names
    .map(name => [encode(name), encode((request.headers[name] ?? '').trim())])
    .filter(([, value]) => value !== '')
    .map(pair => pair.join(':'))
    .sort();
  const path = request.path
    .split('/')
    .map(segment => encode(decode(segment)))
    .join('/');
  const canonical = [request.method, path, canonicalQuery(request.query), headers.join('\n')].join('\n');
  return hmac(hmac(secret, prefix), canonical);
}

/** The set that an empty list of signed headers stands for. */
const assumedHeaders = (headers: SimulatorRequest['headers']): string[] =>
  Object.keys(headers).filter(name => defaultHeaders.includes(name) || name.startsWith('x-bce-'));

/** Joined first and sorted then, so `a-b=` comes before `a=`; `authorization` takes no part. */
function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter(part => part !== '')
    .map(part => part.split('='))
    .map(([name = '', ...value]) => [decode(name), decode(value.join('='))] as const)
    .filter(([name]) => name.toLowerCase() !== 'authorization')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
}

/** `expiration` of a credential (ISO text) plays a session token that has run out. */
function checkToken(credential: Credential, given: string | undefined, now: number): void {
  const { sessionToken, expiration } = credential;
  const alive = given === sessionToken && (!expiration || now < Date.parse(expiration));
  demand(alive, 401, 'Unauthorized', 'The session token is invalid or has expired.');
}

/** Host, the date and a session token must be signed; what is said to be signed must be there. */
function checkCoverage({ headers }: SimulatorRequest, signed: readonly string[]): void {
  const absent = signed.filter(name => headers[name] === undefined);
  const missing = `Missing headers required by signing: ${absent.join(', ')}`;
  demand(absent.length === 0, 400, 'IamSignatureInvalid', missing); // as seen in the vendor's issues
  if (signed.length === 0) return;
  const needed = ['host', 'x-bce-date', 'x-bce-security-token'].filter(name => headers[name] !== undefined);
  const unsigned = needed.filter(name => !signed.includes(name));
  demand(
    unsigned.length === 0,
    400,
    'InvalidHTTPAuthHeader',
    `These headers must be signed: ${unsigned.join(', ')}`,
  );
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refusal(400, 'InvalidURI', 'Could not parse the specified URI.');
  }
}

const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex');
