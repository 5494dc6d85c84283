import { pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { Entry } from 'yauzl';
import { zipRefusal } from '../refusal';
import type { ArchiveReader } from './archiveReader';
import { openZip } from './centralDirectory';
import type { StoredEntry } from './entry';

/**
 * The bytes of a file, never more than the archive claims; whether they are whole and right is known at the end.
 *
 * @param size of the archive
 * @throws Refusal of kind `zip`, and what reading the archive throws
 */
export async function* unpack(
  reader: ArchiveReader,
  size: number,
  entry: StoredEntry,
): AsyncGenerator<Buffer> {
  const start = await startOf(reader, size, entry);
  if (start + entry.packedSize > entry.end) throw zipRefusal('overlap', entry.name);
  const packed = reader.bytes(start, entry.packedSize);
  let [length, crc] = [0, 0];
  for await (const piece of entry.isDeflated ? inflated(packed) : packed) {
    length += piece.length;
    if (length > entry.size) break;
    crc = crc32(piece, crc);
    yield piece;
  }
  if (length !== entry.size || crc !== entry.crc) throw zipRefusal('damagedEntry', entry.name);
}

/** Where the bytes begin: behind the local header, whose length the directory does not tell. */
async function startOf(reader: ArchiveReader, size: number, entry: StoredEntry): Promise<number> {
  const zip = await openZip(reader, size);
  const place = { relativeOffsetOfLocalHeader: entry.offset, compressedSize: entry.packedSize };
  const header = await zip.readLocalFileHeaderPromise(Object.assign(new Entry(), place), { minimal: true });
  return header.fileDataStart;
}

function inflated(packed: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const inflate = createInflateRaw({ chunkSize: 64 * 1024 });
  pipeline(packed, inflate, () => undefined); // an error comes out of the stream that is read
  return inflate;
}
