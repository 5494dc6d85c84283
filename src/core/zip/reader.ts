import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { fromFd, validateFileName, type Entry, type ZipFile } from 'yauzl';
import { open } from 'node:fs/promises';
import { Refusal, type ZipProblem } from '../refusal';
import { decodeText } from '../text';

/** An entry of an archive that may be opened. */
export interface ZipEntry {
  /** Path within the archive, `/` between its parts; never leads out of it. */
  readonly name: string;
  /** Bytes when unpacked, as the archive claims. */
  readonly size: number;
}

/** An entry is read into memory whole to be shown; a larger one is a bomb or nothing for an editor. */
export const maxEntryBytes = 50 * 1024 * 1024;
/** More entries than any export has. */
const maxEntries = 100_000;

/** The files of an archive on disk, folders left out. @throws Refusal of kind `zip` */
export async function listEntries(path: string): Promise<ZipEntry[]> {
  const found: ZipEntry[] = [];
  await walk(path, entry => {
    const name = entryName(entry);
    if (!name.endsWith('/')) found.push({ name, size: entry.uncompressedSize });
    return found.length < maxEntries;
  });
  return found;
}

/** The bytes of one entry, unpacked in memory, never on disk. @throws Refusal of kind `zip` */
export async function readEntry(path: string, name: string): Promise<Buffer> {
  let bytes: Buffer | undefined;
  await walk(path, async (entry, zip) => {
    if (entryName(entry) !== name || name.endsWith('/')) return true; // a folder is nothing to open
    bytes = await unpack(zip, entry, name);
    return false;
  });
  if (!bytes) throw new Refusal({ kind: 'zip', reason: 'noEntry', name });
  return bytes;
}

/** Visits the entries in order until `visit` says false. */
async function walk(
  path: string,
  visit: (entry: Entry, zip: ZipFile) => boolean | Promise<boolean>,
): Promise<void> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new Refusal({ kind: 'file', code: error.code ?? 'EIO', path });
  });
  try {
    const zip = await openZip(handle.fd);
    await new Promise<void>((resolve, reject) => {
      const next = async (entry: Entry) => ((await visit(entry, zip)) ? zip.readEntry() : resolve());
      zip.on('entry', (entry: Entry) => void next(entry).catch(reject));
      zip.on('end', resolve);
      zip.on('error', reject);
      zip.readEntry();
    });
  } catch (error) {
    throw error instanceof Refusal ? error : zipRefusal('damaged', path);
  } finally {
    await handle.close();
  }
}

const openZip = (fd: number): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    // Names are decoded here: archives made in China have them in GB18030 without saying so.
    fromFd(fd, { lazyEntries: true, autoClose: false, decodeStrings: false }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    );
  });

/** @throws Refusal for a name that leads out of the archive */
function entryName(entry: Entry): string {
  const name = decodeText(entry.fileName as unknown as Buffer).replaceAll('\\', '/');
  if (validateFileName(name) !== null || name.includes('\0')) throw zipRefusal('damaged', name);
  return name;
}

async function unpack(zip: ZipFile, entry: Entry, name: string): Promise<Buffer> {
  if (entry.generalPurposeBitFlag & 1) throw zipRefusal('encrypted', name);
  if (entry.uncompressedSize > maxEntryBytes) throw zipRefusal('tooLarge', name);
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  // yauzl ends the stream with an error when more comes out than the archive claims, so this is bounded.
  const bytes = await buffer(stream);
  if (crc32(bytes) !== entry.crc32) throw zipRefusal('damaged', name);
  return bytes;
}

const zipRefusal = (reason: ZipProblem, name: string): Refusal => new Refusal({ kind: 'zip', reason, name });
