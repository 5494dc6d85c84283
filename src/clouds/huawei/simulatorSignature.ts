import { createHash, createHmac } from 'node:crypto';
import type { SimulatorRequest } from '../../core/cloud';
import { badCredential } from './simulatorAnswers';

type Credential = Readonly<Record<string, string>>;

const algorithm = 'SDK-HMAC-SHA256';
const skewMs = 15 * 60_000;
const lockAfter = 5;
const lockMs = 5 * 60_000;

/** Checks SDK-HMAC-SHA256 signatures, and locks a key after five wrong ones in a row; contract sheet 3b. */
export class SignatureGate {
  private readonly failures = new Map<string, { count: number; at: number }>();

  constructor(private readonly credentials: readonly Credential[]) {}

  /** The id of the access key that signed the request. Throws a Refusal for anything wrong with it. */
  check(request: SimulatorRequest, now: number): string {
    const { accessKeyId, signedHeaders, signature } = readAuthorization(
      request.headers['authorization'] ?? '',
    );
    const credential = this.credentials.find(known => known['accessKeyId'] === accessKeyId);
    if (!credential) throw badCredential(`Get secretKey failed,ak:${accessKeyId},err:ak not exist`);
    this.checkLock(accessKeyId, now);
    checkDate(request.headers['x-sdk-date'] ?? '', now);
    checkToken(credential, request, signedHeaders);
    const canonical = signedHeaders.includes('x-sdk-date') && canonicalRequest(request, signedHeaders);
    if (!canonical || signature !== signatureOf(request, canonical, credential['secretAccessKey'] ?? '')) {
      this.countFailure(accessKeyId, now);
      // Seen to quote the whole canonical request, headers included; contract sheet 0.11.
      throw badCredential(`verify aksk signature fail, canonicalRequest:${canonical || ''}`);
    }
    this.failures.delete(accessKeyId);
    return accessKeyId;
  }

  private checkLock(accessKeyId: string, now: number): void {
    const failed = this.failures.get(accessKeyId);
    if (!failed || failed.count < lockAfter) return;
    if (now < failed.at + lockMs) throw badCredential('AK access failed to reach the limit,forbidden');
    this.failures.delete(accessKeyId);
  }

  private countFailure(accessKeyId: string, now: number): void {
    const count = (this.failures.get(accessKeyId)?.count ?? 0) + 1;
    this.failures.set(accessKeyId, { count, at: now });
  }
}

function readAuthorization(text: string) {
  const form = /^SDK-HMAC-SHA256 Access=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/;
  const [, accessKeyId, names, signature] = form.exec(text) ?? [];
  if (!accessKeyId || !names || !signature) throw badCredential('authorization header is not well formed');
  return { accessKeyId, signedHeaders: names.split(';'), signature };
}

function checkDate(text: string, now: number): void {
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const time = iso === text ? NaN : Date.parse(iso);
  if (!(Math.abs(time - now) <= skewMs)) throw badCredential('signature expired, check x-sdk-date');
}

/** A temporary key needs its token, and the token must be signed. */
function checkToken(credential: Credential, { headers }: SimulatorRequest, signed: readonly string[]): void {
  const { securityToken, accessKeyId } = credential;
  const given = headers['x-security-token'];
  if (securityToken && !given) throw badCredential(`Get secretKey failed,ak:${accessKeyId},err:ak not exist`);
  if (given !== securityToken || (given && !signed.includes('x-security-token'))) {
    throw badCredential('decrypt token fail');
  }
}

function canonicalRequest(request: SimulatorRequest, signed: readonly string[]): string | undefined {
  const { method, headers, body } = request;
  const path = request.path.split('/').map(segment => encode(decode(segment)));
  if (path.at(-1) !== '') path.push(''); // the slash at the end is for signing alone
  const lines = signed.map(name => `${name}:${(headers[name] ?? '').trim()}\n`).join('');
  const actual = createHash('sha256').update(body).digest('hex');
  const claimed = headers['x-sdk-content-sha256'];
  if (claimed && claimed !== actual && claimed !== 'UNSIGNED-PAYLOAD') return undefined;
  const parts = [
    method,
    path.join('/'),
    canonicalQuery(request.query),
    lines,
    signed.join(';'),
    claimed ?? actual,
  ];
  return parts.join('\n');
}

/** Sorted by raw name, and by raw value where a name repeats. */
function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter(part => part !== '')
    .map(part => part.split('='))
    .map(([name = '', ...value]) => [decode(name), decode(value.join('='))] as const)
    .sort(([a, valueOfA], [b, valueOfB]) => compare(a, b) || compare(valueOfA, valueOfB))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

function signatureOf({ headers }: SimulatorRequest, canonical: string, secret: string): string {
  const hash = createHash('sha256').update(canonical).digest('hex');
  const toSign = [algorithm, headers['x-sdk-date'], hash].join('\n');
  return createHmac('sha256', secret).update(toSign).digest('hex');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Text that is not well encoded stands for itself: its signature will not match. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
