import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import { CloudError, isCloudError } from '../errors';
import { inOurWords } from '../reasons';

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createUnzip,
  'x-gzip': createUnzip,
  deflate: createUnzip,
  br: createBrotliDecompress,
};

/**
 * A body as it was before its `Content-Encoding`; as it is when that is none, or one that we do not know. Nothing is
 * held: the reader decides how much of it is enough.
 */
export async function* decoded(
  body: AsyncIterable<Buffer>,
  encoding: string | undefined,
): AsyncGenerator<Buffer> {
  const decoder = decoders[encoding?.trim().toLowerCase() ?? ''];
  if (!decoder) {
    yield* body;
    return;
  }
  const pieces = body[Symbol.asyncIterator]();
  const first = await pieces.next();
  // An answer to HEAD, or a 304, has the header and no body.
  if (first.done) return;
  yield* unpacked(resumed(first.value, pieces), decoder());
}

async function* resumed(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}

async function* unpacked(packed: AsyncIterable<Buffer>, decoder: Transform): AsyncGenerator<Buffer> {
  // Errors of either side come out of the iteration.
  pipeline(Readable.from(packed), decoder, () => undefined);
  try {
    yield* decoder as AsyncIterable<Buffer>;
  } catch (error) {
    if (isCloudError(error)) throw error;
    throw new CloudError({ kind: 'protocol', ...inOurWords('badEncoding') });
  }
}
