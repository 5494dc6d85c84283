import { readValue, type SumAlgorithm } from './polynomials';

/** What an answer promises of the content of the whole object. */
export interface Expected {
  readonly algorithm: SumAlgorithm | 'md5';
  /** Unsigned decimal; of MD5 hexadecimal in lower case. */
  readonly value: string;
}

interface ObjectHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The checksum by which a downloaded object can be verified; undefined when the answer names none that is certain.
 *
 * - `x-oss-hash-crc64ecma` of OSS is of the whole object, even when the answer is a range of it (contracts alibaba 6.4).
 * - `x-bce-content-crc32` of BOS and `Content-MD5` of both are taken of whole answers alone: nothing says which bytes
 *   they are of in an answer with a range (contracts baidu 6). CRCs come first: they are summed while the bytes come.
 * - `ETag` is never taken for an MD5: that of an object uploaded in parts is none, and may look like one (contracts
 *   alibaba 6.4, baidu 6).
 *
 * The files of Huawei come without any (contracts huawei 1.5).
 */
export function expectedChecksum({ status, headers }: ObjectHead): Expected | undefined {
  if (status !== 200 && status !== 206) return undefined;
  // The sum may be of the bytes before they were encoded for the way.
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') return undefined;
  const ofObject = unsigned('crc64', headers['x-oss-hash-crc64ecma']);
  const isWhole = status === 200 || coversAll(headers['content-range']);
  if (ofObject || !isWhole) return ofObject;
  return unsigned('crc32', headers['x-bce-content-crc32']) ?? md5(headers['content-md5']);
}

/** `bytes 0-43/44`: what came is all there is. */
function coversAll(range = ''): boolean {
  const [, last, total] = /^bytes 0-(\d{1,16})\/(\d{1,16})$/i.exec(range) ?? [];
  return Number(last) + 1 === Number(total); // never when there is no number
}

function unsigned(algorithm: SumAlgorithm, text = ''): Expected | undefined {
  const value = readValue(algorithm, text);
  return value === undefined ? undefined : { algorithm, value: String(value) };
}

function md5(text = ''): Expected | undefined {
  if (!/^[A-Za-z0-9+/]{22}==$/.test(text)) return undefined;
  return { algorithm: 'md5', value: Buffer.from(text, 'base64').toString('hex') };
}
