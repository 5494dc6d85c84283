import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { abortable } from '../../abortable';
import type { SumAlgorithm } from './polynomials';
import { emptySum, RunningSum, type Sum } from './sum';

/** How much is read at once: the extension host is held up for no longer than that takes to sum. */
const pieceBytes = 1024 * 1024;

/** Bytes of a file, from `start` to before `end`. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * The sum of a file, or of what there is of a stretch of it: for bytes that could not be summed while they came.
 *
 * @throws the error of the file system, with its `code`; the reason of the signal
 */
export async function sumOfFile(
  algorithm: SumAlgorithm,
  path: string,
  signal: AbortSignal,
  { start, end }: Stretch = { start: 0, end: Infinity },
): Promise<Sum> {
  signal.throwIfAborted();
  const running = new RunningSum(emptySum(algorithm));
  const buffer = Buffer.allocUnsafe(pieceBytes);
  const file = await open(path);
  try {
    for (let at = start; at < end;) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(pieceBytes, end - at), at);
      signal.throwIfAborted();
      if (bytesRead === 0) break;
      running.update(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
    return running.sum;
  } finally {
    await file.close();
  }
}

const readAndHash = `
  const { createHash } = require('node:crypto');
  const { openSync, readSync } = require('node:fs');
  const { parentPort, workerData } = require('node:worker_threads');
  const hash = createHash('md5');
  const buffer = Buffer.allocUnsafe(workerData.pieceBytes);
  const file = openSync(workerData.path); // closed when the thread ends
  for (let read; (read = readSync(file, buffer)) > 0; ) hash.update(buffer.subarray(0, read));
  parentPort.postMessage(hash.digest('hex'));`;

/**
 * MD5 of a file in lower-case hexadecimal. In a thread of its own: it takes seconds a gigabyte, and it cannot be
 * summed while the bytes come when they come in several ranges or after a restart.
 *
 * The file is closed when this returns or throws.
 *
 * @throws the error of the file system, with its `code`; the reason of the signal
 */
export async function md5OfFile(path: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  // What Node was started with, such as a loader for tests, is nothing that the thread needs.
  const worker = new Worker(readAndHash, { eval: true, execArgv: [], workerData: { path, pieceBytes } });
  try {
    const [sum] = (await abortable(once(worker, 'message'), signal)) as [string];
    return sum;
  } finally {
    await worker.terminate();
  }
}
