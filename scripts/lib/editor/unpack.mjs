/** Unpacks the brotli files of a package. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

/**
 * @param {string} packed
 * @param {string} target an executable file
 */
export async function unpackFile(packed, target) {
  await pipeline(
    createReadStream(packed),
    createBrotliDecompress(),
    createWriteStream(target, { mode: 0o755 }),
  );
}

/**
 * By way of a file: tar closes a pipe when it has read the end of the archive, which may be before the last bytes of
 * padding are written, and the writer would take that for a failure.
 * @param {string} packed
 * @param {string} folder
 */
export async function unpackTar(packed, folder) {
  const archive = `${folder}.tar`;
  await unpackFile(packed, archive);
  const tar = spawn('tar', ['-x', '--no-same-owner', '-f', archive, '-C', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(tar, 'close');
  await rm(archive);
  if (code !== 0) throw new Error(`tar could not unpack ${packed}`);
}
