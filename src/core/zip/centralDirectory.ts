import { fromRandomAccessReaderPromise, type Entry, type ZipFile } from 'yauzl';
import { zipRefusal, type ZipProblem } from '../refusal';
import type { ArchiveReader } from './archiveReader';
import { maxNodes, ZipDirectory } from './directory';
import type { StoredEntry } from './entry';
import { isFolderName, nameDecoder, rawNameOf, type RawName } from './entryName';
import { extentsOf, type Placed } from './extents';

/** What is read into memory whole to be shown; a larger file is nothing for an editor. */
export const maxEntryBytes = 50 * 1024 * 1024;
/** How much larger than its packed bytes a file beyond that may be: logs and tables get 5 to 30 times smaller. */
const maxRatio = 200;
/** Names, extra fields and comments of all entries. */
const maxDirectoryBytes = 32 * 1024 * 1024;
/** A local header without its name and extra field. */
const localHeaderBytes = 30;

/** An archive by its path, its bytes and when it was changed. */
export interface Archive {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** An entry as it is read: its name is known when all names are, its end when the next one is. */
interface ReadEntry extends Placed {
  readonly rawName: RawName;
  readonly rest: Omit<StoredEntry, 'name' | 'offset' | 'end'>;
}

/** yauzl over an open archive. It reads the headers; names, sizes and bytes are judged here. */
export const openZip = (reader: ArchiveReader, size: number): Promise<ZipFile> =>
  fromRandomAccessReaderPromise(reader, size, {
    autoClose: false,
    lazyEntries: true,
    decodeStrings: false,
    validateEntrySizes: false,
  });

/** Reads what an archive holds. @throws Refusal of kind `zip`, and what reading the archive throws */
export async function readDirectory(
  reader: ArchiveReader,
  { path, size, mtimeMs }: Archive,
): Promise<ZipDirectory> {
  const zip = await openZip(reader, size);
  const entries = await readEntries(zip, path);
  const decode = nameDecoder(entries.map(({ rawName }) => rawName));
  const extents = extentsOf(entries, size);
  const directory = new ZipDirectory(path, mtimeMs);
  for (const entry of entries) {
    const { rawName, offset, rest } = entry;
    const { end = size, overlaps = false } = extents.get(entry) ?? {};
    const name = decode(rawName);
    if (isFolderName(name)) directory.addFolder(name);
    else directory.addFile({ ...(overlaps && { problem: 'overlap' }), ...rest, name, offset, end });
  }
  return directory;
}

async function readEntries(zip: ZipFile, path: string): Promise<readonly ReadEntry[]> {
  if (zip.entryCount > maxNodes) throw zipRefusal('tooMany', path);
  const entries: ReadEntry[] = [];
  let bytes = 0;
  for await (const entry of zip.eachEntry()) {
    bytes += entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
    if (bytes > maxDirectoryBytes) throw zipRefusal('tooMany', path);
    entries.push(readEntryOf(entry));
  }
  return entries;
}

const stored = 0;
const deflated = 8;

/** As little as is needed: yauzl's entry holds an object for each of thousands of extra fields that there may be. */
function readEntryOf(entry: Entry): ReadEntry {
  const problem = problemOf(entry);
  return {
    rawName: rawNameOf(entry),
    offset: entry.relativeOffsetOfLocalHeader,
    // An extra field may come besides, whose length the local header alone tells.
    leastBytes: localHeaderBytes + entry.fileNameLength + entry.compressedSize,
    rest: {
      size: entry.uncompressedSize,
      packedSize: entry.compressedSize,
      isDeflated: entry.compressionMethod === deflated,
      crc: entry.crc32,
      ...(problem && { problem }),
    },
  };
}

function problemOf(entry: Entry): ZipProblem | undefined {
  const { compressionMethod, compressedSize, uncompressedSize } = entry;
  if (isSymlink(entry)) return 'symlink';
  if (entry.isEncrypted()) return 'encrypted';
  if (compressionMethod !== stored && compressionMethod !== deflated) return 'unknownMethod';
  if (compressionMethod === stored && compressedSize !== uncompressedSize) return 'damagedEntry';
  const isBomb = uncompressedSize > maxEntryBytes && uncompressedSize > maxRatio * compressedSize;
  return isBomb ? 'bomb' : undefined;
}

/** By the Unix mode, which stands in the upper half of the attributes. */
const isSymlink = ({ externalFileAttributes }: Entry): boolean =>
  ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;
