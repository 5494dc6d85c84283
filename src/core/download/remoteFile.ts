import type { HttpHead } from '../http/request';
import { expectedChecksum, type Expected } from './checksum/expected';

/** A file as its server described it with the first answer. */
export interface RemoteFile {
  /** Bytes of the whole. */
  readonly size?: number;
  /** A strong one, in its quotes. */
  readonly etag?: string;
  /** As the header has it. */
  readonly lastModified?: string;
  readonly checksum?: Expected;
}

/** What an answer is to somebody who asked for the bytes from some place on. */
export type Reply =
  /** The bytes from the first on, whatever was asked for. */
  | { readonly kind: 'whole'; readonly file: RemoteFile }
  /** Those that were asked for, of the same file, or the first of them: as far as `end`, which is not counted in. */
  | { readonly kind: 'rest'; readonly end: number; readonly size: number }
  /** It is another file by now, or not to be told from one. */
  | { readonly kind: 'changed' }
  /** The server says something else; its words tell what. */
  | { readonly kind: 'refused' };

/** What was asked for: bytes from `start` on, before `end` where there is one, of a file that is known by then. */
export interface Wanted {
  readonly start: number;
  readonly end?: number | undefined;
  readonly file?: RemoteFile | undefined;
}

/**
 * Headers that ask for bytes of the very file that is known: RFC 9110, 13 and 14. None for the first byte on, which a
 * server answers that knows no ranges, and BOS refuses for an empty file (contract baidu 6).
 *
 * @returns undefined where the file has nothing to know it by: then nobody can go on with it
 */
export function rangeHeaders({ start, end, file }: Wanted): Readonly<Record<string, string>> | undefined {
  if (start === 0 && end === undefined) return {};
  const range = `bytes=${start}-${end === undefined ? '' : end - 1}`;
  if (file?.etag !== undefined) return { range, 'if-match': file.etag };
  return file?.lastModified === undefined ? undefined : { range, 'if-unmodified-since': file.lastModified };
}

/** Reads an answer against what was asked for. A range that is not the one that was asked for is a changed file. */
export function readReply(head: HttpHead, wanted: Wanted): Reply {
  if (head.status === 200) return { kind: 'whole', file: describe(head, contentLength(head)) };
  const isRange = wanted.start > 0 || wanted.end !== undefined;
  if (isRange && (head.status === 412 || head.status === 416)) return { kind: 'changed' };
  if (head.status !== 206 || !isRange) return { kind: 'refused' };
  const range = parseContentRange(head.headers['content-range']);
  const { file } = wanted;
  const told = describe(head, range?.size);
  // Where nobody says how long the file is nobody can say either whether this is all of it.
  const size = told.size ?? file?.size;
  const fits =
    range?.start === wanted.start &&
    range.end <= (wanted.end ?? Infinity) &&
    isSameOrUnsaid(told.size, file?.size) &&
    isSameOrUnsaid(told.etag, file?.etag) &&
    isSameOrUnsaid(told.lastModified, file?.lastModified);
  return fits && size !== undefined ? { kind: 'rest', end: range.end, size } : { kind: 'changed' };
}

const isSameOrUnsaid = <T>(told: T | undefined, known: T | undefined): boolean =>
  told === undefined || known === undefined || told === known;

function describe(head: HttpHead, size: number | undefined): RemoteFile {
  const { etag = '', 'last-modified': lastModified } = head.headers;
  const checksum = expectedChecksum(head);
  return {
    ...(size !== undefined && { size }),
    // A weak one says that two files mean the same, not that they are the same.
    ...(/^"[^"]+"$/.test(etag) && { etag }),
    ...(lastModified && { lastModified }),
    ...(checksum && { checksum }),
  };
}

function contentLength({ headers }: HttpHead): number | undefined {
  const text = headers['content-length'] ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** `bytes 5-9/44`, the last byte counted in; `*` for a size that is not known. */
export function parseContentRange(
  text: string | undefined,
): { readonly start: number; readonly end: number; readonly size?: number } | undefined {
  const [, first, last, size] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/i.exec(text ?? '') ?? [];
  if (first === undefined || last === undefined || size === undefined) return undefined;
  const [start, end] = [Number(first), Number(last) + 1];
  if (end <= start || (size !== '*' && end > Number(size))) return undefined;
  return { start, end, ...(size !== '*' && { size: Number(size) }) };
}
