import type { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { CloudError, isCloudError } from '../errors';
import { inOurWords } from '../reasons';
import { decoded } from './decoded';
import { transportProblem } from './transportProblem';

/** How much of a body is read, and by what it is given up. */
interface Bounds {
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
}

/** The body of an answer as it arrives. @throws CloudError */
export async function* arriving(
  body: AsyncIterable<Buffer>,
  { maxBytes, signal }: Bounds,
): AsyncGenerator<Buffer> {
  try {
    yield* limited(body, maxBytes);
    await connectionBack();
  } catch (error) {
    throw readingProblem(error, signal);
  }
}

/** The whole body of an answer, as it was before its `Content-Encoding`. @throws CloudError */
export async function wholeBody(
  body: Readable,
  encoding: string | undefined,
  bounds: Bounds,
): Promise<Buffer> {
  if (encoding === undefined) return plain(body, bounds);
  const chunks: Buffer[] = [];
  for await (const chunk of limited(decoded(arriving(body, bounds), encoding), bounds.maxBytes))
    chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** By its events: to iterate over a body takes longer than to parse what is in it. */
async function plain(body: Readable, { maxBytes, signal }: Bounds): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const read = new Promise<void>((resolve, reject) => {
    body.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) body.destroy(tooLarge());
      else chunks.push(chunk);
    });
    body.once('end', resolve);
    body.once('error', reject);
  });
  try {
    await read;
    await connectionBack();
  } catch (error) {
    throw readingProblem(error, signal);
  }
  return Buffer.concat(chunks, size);
}

async function* limited(body: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge();
    yield chunk;
  }
}

/** undici takes its connection back that much after the end of a body: a call right then would open another one. */
const connectionBack = turn;

const tooLarge = (): CloudError => new CloudError({ kind: 'protocol', ...inOurWords('tooLarge') });

const readingProblem = (error: unknown, signal: AbortSignal | undefined): CloudError =>
  isCloudError(error) ? error : new CloudError(transportProblem(error, signal));
