import type { BigIntStats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { isRefusal, readRefusal, zipRefusal, type Refusal } from '../refusal';
import { ArchiveReader } from './archiveReader';
import { readDirectory } from './centralDirectory';
import { maxNodes, type ZipDirectory } from './directory';
import { DirectoryCache } from './directoryCache';
import type { StoredEntry } from './entry';
import { unpack } from './unpack';

const cache = new DirectoryCache(maxNodes);

/** An archive that is open, until it is closed. */
class OpenArchive {
  private readonly reader: ArchiveReader;

  constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private readonly stats: BigIntStats,
  ) {
    this.reader = new ArchiveReader(file, Number(stats.size));
  }

  /** Reads what it holds. @throws Refusal */
  async read(): Promise<ZipDirectory> {
    const { path, stats } = this;
    const archive = { path, size: Number(stats.size), mtimeMs: Number(stats.mtimeMs) };
    return readDirectory(this.reader, archive).catch((error: unknown) => {
      throw refusalOf(error, path) ?? zipRefusal(problemOf(error), path);
    });
  }

  /** What it holds, read where it is not known. @throws Refusal */
  directory(): Promise<ZipDirectory> {
    return cache.get(this.path, stampOf(this.stats), () => this.read());
  }

  /** @throws Refusal */
  async *unpack(entry: StoredEntry): AsyncGenerator<Buffer> {
    try {
      yield* unpack(this.reader, Number(this.stats.size), entry);
    } catch (error) {
      throw refusalOf(error, this.path) ?? zipRefusal('damagedEntry', entry.name);
    }
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

/** Opens an archive; whoever does closes it. @throws Refusal */
export async function openArchive(path: string): Promise<OpenArchive> {
  await statsOf(path);
  const file = await open(path, 'r').catch(unreadable(path));
  try {
    return new OpenArchive(path, file, await file.stat({ bigint: true }));
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** What an archive on disk holds: read once as long as the file is the same. @throws Refusal */
export async function directoryOf(path: string): Promise<ZipDirectory> {
  return cache.get(path, stampOf(await statsOf(path)), async () => {
    const archive = await openArchive(path);
    try {
      return await archive.read();
    } finally {
      await archive.close();
    }
  });
}

/** Of a file alone: to open a pipe would wait for whoever writes to it. */
async function statsOf(path: string): Promise<BigIntStats> {
  const stats = await stat(path, { bigint: true }).catch(unreadable(path));
  if (!stats.isFile()) throw zipRefusal('damaged', path);
  return stats;
}

const stampOf = ({ size, mtimeNs, ino }: BigIntStats): string => [size, mtimeNs, ino].join(' ');

const unreadable = (path: string) => (error: unknown) => {
  throw refusalOf(error, path) ?? zipRefusal('damaged', path); // no path at all
};

/** The refusal that it is, or that an error of the system becomes. */
const refusalOf = (error: unknown, path: string): Refusal | undefined =>
  isRefusal(error) ? error : readRefusal(error, path);

/** What yauzl says in words alone of a whole archive. */
function problemOf(error: unknown): 'encrypted' | 'split' | 'damaged' {
  const text = String(error);
  if (text.includes('encryption')) return 'encrypted';
  return text.includes('multi-disk') ? 'split' : 'damaged';
}
