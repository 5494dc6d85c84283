import type { FileSource } from '../../src/core/cloud';
import { CloudError } from '../../src/core/errors';
import type { HttpRequest } from '../../src/core/http/request';
import type { Reply } from './transport';

/** A file as a server of files has it. */
export interface StoredFile {
  readonly content: Buffer;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
  /** Whether it answers with ranges; true when absent. */
  readonly ranges?: boolean | undefined;
  /** Further ones, such as a checksum. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers as a good server does: RFC 9110, 13 and 14. */
export function serve({ headers: asked }: HttpRequest, file: StoredFile): Reply {
  const { content, etag, lastModified, ranges = true } = file;
  const headers = {
    ...file.headers,
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { 'last-modified': lastModified }),
  };
  const isOther =
    (asked['if-match'] ?? etag) !== etag || (asked['if-unmodified-since'] ?? lastModified) !== lastModified;
  if (isOther) return { status: 412, headers };
  const { start, end } = rangeOf(asked['range'], content.length);
  if (!ranges || asked['range'] === undefined)
    return { headers: { ...headers, 'content-length': `${content.length}` }, body: content };
  if (start >= content.length)
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${content.length}` } };
  const body = content.subarray(start, end);
  const contentRange = `bytes ${start}-${end - 1}/${content.length}`;
  const length = { 'content-length': `${body.length}`, 'content-range': contentRange };
  return { status: 206, headers: { ...headers, ...length }, body };
}

/** What a request asks for: the last byte is not counted in. */
export function rangeOf(range: string | undefined, size: number): { start: number; end: number } {
  const [, first = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  return { start: Number(first), end: last === '' ? size : Math.min(Number(last) + 1, size) };
}

/** A body as it comes over the network. */
export const inPieces = (body: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(body.length / size) }, (_, index) =>
    body.subarray(index * size, (index + 1) * size),
  );

/** What a network says that broke. */
export const broken = (): CloudError => new CloudError({ kind: 'network', message: 'socket hang up' });

/** A file at an address, of which the server's words are kept. */
export const sourceAt = (url: string, more: Partial<FileSource> = {}): FileSource => ({
  request: { method: 'GET', url, headers: {} },
  name: 'report.csv',
  problem: ({ status, headers, body }) => ({
    kind: status >= 500 ? 'server' : status === 429 ? 'throttled' : 'permission',
    status,
    message: body.toString(),
    ...(headers['retry-after'] && { retryAfter: Number(headers['retry-after']) * 1000 }),
  }),
  ...more,
});
