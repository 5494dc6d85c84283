import { createHash, createHmac } from 'node:crypto';
import type { ScriptedTask, SimulatorAnswer, SimulatorRequest, SimulatorWorld } from '../../core/cloud';
import { demand, Refusal, requestIdOf, xmlDocument } from './simulatorAnswers';
import { readQuery } from './simulatorSignature';

const bucket = 'cfw-table-download-cn';
/** The firewall signs its links with a key of its own. All invented. */
const key = { id: 'SIMULATEDOSSKEY', secret: 'simulated-oss-secret' };
const defaultLifetimeMs = 30 * 60_000; // undocumented; the seed's link outlives its listing by an unknown time
/** Query parameters that are part of the signed resource. */
const overriding = /^response-|^(acl|versionId|x-oss-process)$/;

export const ossPrefix = '/oss/';

/** The bucket behind FileURL: links of OSS URL signature V1; contract sheet 6. */
export class OssBucket {
  private requests = 0;

  constructor(
    private readonly world: SimulatorWorld,
    /** Whether the object of a task is there. */
    private readonly exists: (task: ScriptedTask, now: number) => boolean,
  ) {}

  /** A link as the list hands it out: minted now, short-lived. */
  link(fileName: string, now: number): string {
    const lifetime = this.world.linkLifetime ?? defaultLifetimeMs;
    const expires = String(Math.ceil((now + lifetime) / 1000));
    const signature = sign(`GET\n\n\n${expires}\n/${bucket}/${fileName}`);
    const query = `Expires=${expires}&OSSAccessKeyId=${key.id}&Signature=${encodeURIComponent(signature)}`;
    return `${this.world.origin}${ossPrefix}${encodeURIComponent(fileName)}?${query}`;
  }

  answer(request: SimulatorRequest, now: number): SimulatorAnswer {
    const requestId = requestIdOf(now, ++this.requests).replaceAll('-', '').slice(0, 24);
    const headers = { 'x-oss-request-id': requestId, server: 'AliyunOSS' };
    try {
      const { file } = this.find(request, now);
      return {
        file,
        badRange: 'whole',
        etag: `"${md5(file).toUpperCase()}"`,
        headers: { ...headers, ...about(file) },
      };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code: Code, message: Message, extra } = error;
      const HostId = request.headers['host'] ?? '';
      const body = xmlDocument('Error', { Code, Message, RequestId: requestId, HostId, ...extra });
      return { status: error.status, headers: { ...headers, 'content-type': 'application/xml' }, body };
    }
  }

  private find(request: SimulatorRequest, now: number): { file: Buffer } {
    const name = decodeName(request.path.slice(ossPrefix.length));
    checkLink(request, name, now);
    const task = this.world.tasks.find(one => one.file?.name === name && this.exists(one, now));
    if (task?.file) return { file: task.file.content };
    throw new Refusal(404, 'NoSuchKey', 'The specified key does not exist.', {
      Key: name,
      EC: '0026-00000001',
    });
  }
}

/** Each header that a file of OSS has besides those of any web server. */
const about = (file: Buffer): Record<string, string> => ({
  'content-type': 'text/csv',
  'content-md5': Buffer.from(md5(file), 'hex').toString('base64'),
  'x-oss-hash-crc64ecma': crc64(file).toString(),
  'x-oss-object-type': 'Normal',
  'x-oss-storage-class': 'Standard',
});

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refusal(400, 'InvalidURI', "Couldn't parse the specified URI.", { EC: '0017-00000102' });
  }
}

/** Expiry is looked at before the signature, so that an old link always says that it is old. */
function checkLink(request: SimulatorRequest, name: string, now: number): void {
  const query = readQuery(request.query);
  const value = (wanted: string) => query.find(([given]) => given === wanted)?.[1]; // the first counts
  const denied = (message: string, extra: object) => new Refusal(403, 'AccessDenied', message, { ...extra });

  const both =
    'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified';
  demand(!request.headers['authorization'], 400, 'InvalidArgument', both);
  const expires = value('Expires');
  if (expires === undefined) {
    throw denied('Query-string authentication requires the Expires parameter.', { EC: '0002-00000067' });
  }
  if (!/^\d+$/.test(expires))
    throw denied('Invalid date (should be seconds since epoch).', { EC: '0002-00000068' });
  if (now >= Number(expires) * 1000) {
    const times = {
      Expires: new Date(Number(expires) * 1000).toISOString(),
      ServerTime: new Date(now).toISOString(),
    };
    throw denied('Request has expired.', { ...times, EC: '0002-00000069' });
  }
  const signature = value('Signature');
  if (!signature)
    throw denied('Query-string authentication requires the Signature parameter.', { EC: '0002-00000074' });
  if (value('OSSAccessKeyId') !== key.id) {
    const extra = { OSSAccessKeyId: value('OSSAccessKeyId') ?? '', EC: '0002-00000902' };
    throw new Refusal(
      403,
      'InvalidAccessKeyId',
      'The OSS Access Key Id you provided does not exist in our records.',
      extra,
    );
  }
  const toSign = stringToSign(request, name, expires, query);
  if (signature === sign(toSign)) return;
  const extra = {
    OSSAccessKeyId: key.id,
    SignatureProvided: signature,
    StringToSign: toSign,
    EC: '0002-00000040',
  };
  const mismatch =
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
  throw new Refusal(403, 'SignatureDoesNotMatch', mismatch, extra);
}

/** The method is signed (a HEAD fails), so are Content-Type, Content-MD5 and each `x-oss-*` header. */
function stringToSign(
  { method, headers }: SimulatorRequest,
  name: string,
  expires: string,
  query: ReturnType<typeof readQuery>,
): string {
  const ossHeaders = Object.keys(headers)
    .filter(header => header.startsWith('x-oss-'))
    .sort()
    .map(header => `${header}:${headers[header]}\n`)
    .join('');
  const resource = query
    .filter(([parameter]) => overriding.test(parameter))
    .map(([parameter, value]) => (value ? `${parameter}=${value}` : parameter))
    .sort()
    .join('&');
  const path = `/${bucket}/${name}${resource && `?${resource}`}`;
  const { 'content-md5': contentMd5 = '', 'content-type': contentType = '' } = headers;
  return [method, contentMd5, contentType, expires, ossHeaders + path].join('\n');
}

const sign = (text: string): string => createHmac('sha1', key.secret).update(text).digest('base64');
const md5 = (data: Buffer): string => createHash('md5').update(data).digest('hex');

/** CRC-64/XZ (ECMA-182, reflected) in halves of 32 bits, for BigInt would take seconds a megabyte. */
const table = Array.from({ length: 256 }, (_, index) => {
  let [high, low] = [0, index];
  for (let bit = 0; bit < 8; bit++) {
    const odd = low & 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (odd) [high, low] = [high ^ 0xc96c5795, low ^ 0xd7870f42];
  }
  return [high, low] as const;
});

const sums = new WeakMap<Buffer, bigint>();

/** Exported for its test against the published check value. */
export function crc64(data: Buffer): bigint {
  const known = sums.get(data);
  if (known !== undefined) return known;
  let [high, low] = [~0, ~0];
  for (const byte of data) {
    const [tableHigh, tableLow] = table[(low ^ byte) & 0xff] ?? [0, 0];
    low = ((low >>> 8) | (high << 24)) ^ tableLow;
    high = (high >>> 8) ^ tableHigh;
  }
  const sum = (BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0);
  sums.set(data, sum);
  return sum;
}
