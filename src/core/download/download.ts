import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileSource } from '../cloud';
import { CloudError, placed } from '../errors';
import type { HttpAnswer, HttpStream, Transport } from '../http/request';
import { safeFileName } from './fileName';
import { fileRefusal, PartFile } from './partFile';
import { inOurWords } from '../reasons';

export interface DownloadProgress {
  readonly received: number;
  /** Bytes of the whole, when the server says so. */
  readonly total?: number;
}

export interface DownloadOrder {
  /** Asks for the file anew; called again when a link turns out to be dead. */
  source(signal: AbortSignal): Promise<FileSource>;
  /** A folder, which gets a file of the cloud's name; or the file's own path. */
  readonly target: { readonly folder: string } | { readonly path: string };
  /** Whether a file that stands there may be replaced: only when the user was asked. */
  readonly overwrite?: boolean;
  onProgress?(progress: DownloadProgress): void;
}

/** What tells a zip archive. */
const signatureBytes = 4;

/** An error answer is read this far; it is never written to the file. */
const maxErrorBytes = 64 * 1024;

/** Answers of a server of files that a fresh link may mend: OSS says 403, BOS 400 or 403. */
const maybeDead = new Set([400, 401, 403]);

/**
 * Downloads a file to its `.part` and renames it when it is whole.
 *
 * @returns the path it has in the end
 * @throws CloudError, Refusal; nothing is left under the final name, and no part file
 */
export async function download(
  transport: Transport,
  order: DownloadOrder,
  signal: AbortSignal,
): Promise<string> {
  const { source, stream } = await openFile(transport, order, signal);
  const total = bodyLength(stream);
  let part: PartFile | undefined;
  try {
    part = await PartFile.create(await targetPath(order, source), order.overwrite ?? false);
    let received = 0;
    let start = Buffer.alloc(0);
    for await (const chunk of stream.body) {
      // The first bytes may come one by one.
      if (start.length < signatureBytes) {
        start = Buffer.concat([start, chunk]);
        if (start.length >= signatureBytes) checkFormat(source, start, stream);
      }
      await part.write(chunk);
      received += chunk.length;
      order.onProgress?.({ received, ...(total !== undefined && { total }) });
    }
    if (total !== undefined && received !== total) throw cutShort();
    if (start.length < signatureBytes) checkFormat(source, start, stream);
    if (signal.aborted) throw new CloudError({ kind: 'cancelled', message: 'The download was cancelled.' });
    return await part.finish();
  } catch (error) {
    stream.abort();
    await part?.discard();
    throw placed(error, source.place ?? {});
  }
}

async function openFile(
  transport: Transport,
  order: DownloadOrder,
  signal: AbortSignal,
): Promise<{ source: FileSource; stream: HttpStream }> {
  for (let attempt = 1; ; attempt++) {
    const source = await order.source(signal);
    const stream = await transport.stream(source.request, { signal }).catch((error: unknown) => {
      throw placed(error, source.place ?? {});
    });
    if (stream.status === 200) return { source, stream };
    const answer = await readError(stream).catch((error: unknown) => {
      throw placed(error, source.place ?? {});
    });
    const stale = source.isStale ? source.isStale(answer) : maybeDead.has(stream.status);
    if (attempt > 1 || !stale) throw new CloudError(source.problem(answer));
  }
}

async function readError(stream: HttpStream): Promise<HttpAnswer> {
  const { status, headers } = stream;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream.body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxErrorBytes) break;
  }
  stream.abort();
  return { status, headers, body: Buffer.concat(chunks) };
}

async function targetPath({ target }: DownloadOrder, { name }: FileSource): Promise<string> {
  if ('folder' in target) {
    await mkdir(target.folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
      // A file stands where the folder should be.
      throw fileRefusal(error.code === 'EEXIST' ? { code: 'ENOTDIR' } : error, target.folder);
    });
    return join(target.folder, safeFileName(name));
  }
  const isFolder = await stat(target.path).then(
    found => found.isDirectory(),
    () => false,
  );
  return isFolder ? join(target.path, safeFileName(name)) : target.path;
}

function bodyLength({ headers }: HttpStream): number | undefined {
  const length = Number(headers['content-length']);
  return headers['content-length'] === undefined || !Number.isInteger(length) ? undefined : length;
}

/** A service may answer an error envelope under 200; what is not a zip must not be called one. */
function checkFormat(source: FileSource, start: Buffer, stream: HttpStream): void {
  if (source.format !== 'zip') return;
  const signature = start.subarray(0, signatureBytes).toString('latin1');
  if (signature === 'PK\u0003\u0004' || signature === 'PK\u0005\u0006') return;
  throw wrongFormat(source, stream, start);
}

function wrongFormat(source: FileSource, { status, headers }: HttpStream, start: Buffer): CloudError {
  const said = source.problem({ status, headers, body: start });
  // With a code it is the service that speaks; without one it is something else that is no zip.
  if (said.code !== undefined) return new CloudError(said);
  return new CloudError({ ...said, kind: 'protocol', ...inOurWords('notZip') });
}

const cutShort = (): CloudError => new CloudError({ kind: 'network', ...inOurWords('cutShort') });
