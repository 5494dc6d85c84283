import { createHash, createHmac } from 'node:crypto';
import type { SimulatorRequest } from '../../core/cloud';
import { demand, Refusal } from './simulatorAnswers';

type Credential = Readonly<Record<string, string>>;

/** The clock may be off by this much, and a nonce is remembered for as long on both sides. */
const skewMs = 15 * 60_000;
const maxNonces = 10_000;
const needed = [
  'x-acs-action',
  'x-acs-version',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-content-sha256',
];

/** Name and value pairs of a query string, decoded as a Java gateway does: `+` is a space. */
export function readQuery(query: string): readonly (readonly [string, string])[] {
  try {
    return query
      .split('&')
      .filter(part => part !== '')
      .map(part => {
        const [name = '', ...value] = part.replaceAll('+', ' ').split('=');
        return [decodeURIComponent(name), decodeURIComponent(value.join('='))] as const;
      });
  } catch {
    throw new Refusal(400, 'InvalidParameter', 'The query string is not well formed.');
  }
}

/** Checks ACS3-HMAC-SHA256 signatures; contract sheet 3.1. Keeps the nonces it has seen. */
export class SignatureGate {
  private readonly nonces = new Map<string, number>();

  constructor(private readonly credentials: readonly Credential[]) {}

  /** The id of the access key that signed the request. Throws a Refusal for anything wrong with it. */
  check(request: SimulatorRequest, now: number): string {
    const { accessKeyId, signedHeaders, signature } = readAuthorization(request);
    checkDate(request.headers['x-acs-date'] ?? '', now);
    const credential = this.credentials.find(known => known['accessKeyId'] === accessKeyId);
    if (!credential) {
      throw new Refusal(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
    }
    checkToken(credential, request.headers['x-acs-security-token'], now);
    checkCoverage(request, signedHeaders);

    const canonical = canonicalRequest(request, signedHeaders);
    const toSign = `ACS3-HMAC-SHA256\n${sha256(canonical)}`;
    const expected = createHmac('sha256', credential['accessKeySecret'] ?? '')
      .update(toSign)
      .digest('hex');
    // The sheet has 403, and 400 on some gateways; the gateway quotes what it signed itself.
    const message = `Specified signature does not match our calculation. server StringToSign is [${toSign}], server CanonicalRequest is [${canonical}]`;
    demand(signature === expected, 403, 'SignatureDoesNotMatch', message);
    this.useNonce(`${accessKeyId}/${request.headers['x-acs-signature-nonce']}`, now);
    return accessKeyId;
  }

  private useNonce(nonce: string, now: number): void {
    demand(!this.nonces.has(nonce), 400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
    this.nonces.set(nonce, now);
    for (const [old, at] of this.nonces) {
      if (this.nonces.size <= maxNonces && now - at <= 2 * skewMs) break;
      this.nonces.delete(old);
    }
  }
}

function readAuthorization({ headers }: SimulatorRequest) {
  // No space may follow a comma.
  const form = /^ACS3-HMAC-SHA256 Credential=([^,\s]+),SignedHeaders=([^,\s]+),Signature=([0-9a-f]{64})$/;
  const [, accessKeyId, names, signature] = form.exec(headers['authorization'] ?? '') ?? [];
  if (!accessKeyId || !names || !signature) {
    const message = 'The request signature does not conform to Aliyun standards.';
    throw new Refusal(400, 'IncompleteSignature', message);
  }
  return { accessKeyId, signedHeaders: names.split(';'), signature };
}

function checkDate(text: string, now: number): void {
  const wellFormed = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) && !Number.isNaN(Date.parse(text));
  demand(
    wellFormed,
    400,
    'InvalidTimeStamp.Format',
    'Specified time stamp or date value is not well formatted.',
  );
  const inTime = Math.abs(Date.parse(text) - now) <= skewMs;
  demand(inTime, 400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');
}

/** `expiration` of a credential (ISO text) plays a token that has run out. */
function checkToken(credential: Credential, given: string | undefined, now: number): void {
  const { securityToken, expiration } = credential;
  demand(
    !securityToken || given !== undefined,
    400,
    'MissingSecurityToken',
    'SecurityToken is mandatory for this action.',
  );
  const mismatch = 'InvalidSecurityToken.MismatchWithAccessKey';
  demand(given === securityToken, 400, mismatch, 'Specified SecurityToken mismatch with the AccessKey.');
  const alive = !expiration || now < Date.parse(expiration);
  demand(alive, 400, 'InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.');
}

/** `host`, every `x-acs-*` header and, with a body, `content-type` must take part in the signature. */
function checkCoverage({ headers, body }: SimulatorRequest, signed: readonly string[]): void {
  const incomplete = (what: string) => `The request signature does not conform to Aliyun standards: ${what}.`;
  for (const name of needed) {
    demand(Boolean(headers[name]), 400, 'IncompleteSignature', incomplete(`${name} is missing`));
  }
  const mustSign = ['host', ...Object.keys(headers).filter(name => name.startsWith('x-acs-'))];
  if (body.length > 0 && headers['content-type']) mustSign.push('content-type');
  for (const name of mustSign) {
    demand(signed.includes(name), 400, 'IncompleteSignature', incomplete(`${name} is not signed`));
  }
  const sorted = signed.every((name, index) => index === 0 || (signed[index - 1] ?? '') < name);
  demand(sorted, 400, 'IncompleteSignature', incomplete('the signed headers are not sorted'));
}

/** The query is decoded and built anew: the vendor's SDK signs another encoding than it sends. */
function canonicalRequest(request: SimulatorRequest, signed: readonly string[]): string {
  const query = readQuery(request.query)
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const headers = signed.map(name => `${name}:${(request.headers[name] ?? '').trim()}\n`).join('');
  const payload = sha256(request.body);
  const matches = request.headers['x-acs-content-sha256'] === payload;
  demand(matches, 400, 'IncompleteSignature', 'x-acs-content-sha256 is not the hash of the body.');
  return [request.method, request.path, query, headers, signed.join(';'), payload].join('\n');
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
