import { constants, type Stats } from 'node:fs';
import { link, lstat, open, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Refusal } from '../refusal';
import { numbered } from './fileName';

/** How many names are tried before giving up: `name (999).csv`. */
const maxNumber = 999;

/** How a part file is found again after a restart. */
export interface PartPlace {
  /** The final name it is on its way to. */
  readonly path: string;
  readonly part: string;
  readonly overwrite: boolean;
  /** What the file system knows it by, whatever it is called: it tells our file from another. */
  readonly ino: number;
  readonly dev: number;
}

/**
 * A file being written beside its final name, as `<name>.part`. It takes that name only when it is whole, and never
 * the place of another file unless the user said so.
 */
export class PartFile {
  private constructor(
    readonly place: PartPlace,
    private readonly handle: FileHandle,
  ) {}

  /**
   * Opens a part file for `path`, or for `name (1).ext` when the name is taken: by a file, or by a part file, which
   * may be that of another window or another program. Only the owner may read it: exports list the weaknesses of
   * servers.
   *
   * @param announce told of each part file before it is made: a process that is killed then leaves an empty one
   * @throws Refusal of kind `file`
   */
  static async create(path: string, overwrite: boolean, announce?: Announce): Promise<PartFile> {
    for (let number = 0; number <= maxNumber; number++) {
      const free = candidate(path, number);
      if (!overwrite && (await exists(free))) continue;
      if (await exists(partPath(free))) continue;
      await announce?.(partPath(free));
      const handle = await openNew(free);
      if (!handle) continue;
      const { ino, dev } = await handle.stat();
      const place = { path: overwrite ? path : free, part: partPath(free), overwrite, ino, dev };
      return new PartFile(place, handle);
    }
    throw new Refusal({ kind: 'file', code: 'EEXIST', path });
  }

  /**
   * Opens one that was left by a process that is gone. Undefined when it is not there any more, or is no file of ours:
   * a link, one that others have a hand on, or one that was put in its place.
   *
   * @throws Refusal of kind `file`
   */
  static async reopen(place: PartPlace): Promise<PartFile | undefined> {
    try {
      const handle = await open(place.part, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0));
      const found = await handle.stat();
      const { ino, dev } = found;
      // Where it was mounted anew, a file system may have counted anew.
      const isOurs = dev !== place.dev || ino === place.ino;
      if (isOurs && found.isFile() && found.nlink === 1) return new PartFile({ ...place, ino, dev }, handle);
      await handle.close();
      return undefined;
    } catch (error) {
      if (['ENOENT', 'ELOOP', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
        return undefined;
      throw fileRefusal(error, place.path);
    }
  }

  /** @param position bytes from the beginning; the file grows as it must */
  async write(chunk: Buffer, position: number): Promise<void> {
    try {
      for (let done = 0; done < chunk.length;) {
        const { bytesWritten } = await this.handle.write(chunk, done, chunk.length - done, position + done);
        done += bytesWritten;
      }
    } catch (error) {
      throw fileRefusal(error, this.place.path);
    }
  }

  /** Bytes from a place on, as many as there are. @throws Refusal of kind `file` */
  async read(position: number, length: number): Promise<Buffer> {
    try {
      const { buffer, bytesRead } = await this.handle.read(Buffer.allocUnsafe(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    } catch (error) {
      throw fileRefusal(error, this.place.path);
    }
  }

  /** Bytes that are there. @throws Refusal of kind `file` */
  async size(): Promise<number> {
    try {
      return (await this.handle.stat()).size;
    } catch (error) {
      throw fileRefusal(error, this.place.path);
    }
  }

  /** Begins anew. @throws Refusal of kind `file` */
  async empty(): Promise<void> {
    try {
      await this.handle.truncate(0);
    } catch (error) {
      throw fileRefusal(error, this.place.path);
    }
  }

  /** Lets go of it, and leaves it for later. */
  async release(): Promise<void> {
    await this.handle.close();
  }

  /** Gives the file its final name. @returns that name, which is another when it was taken meanwhile */
  async finish(): Promise<string> {
    try {
      await this.handle.sync();
      await this.checkPart();
      await this.handle.close();
      const { overwrite, part, path } = this.place;
      if (!overwrite) return await renameToFree(part, path);
      await rename(part, path);
      return path;
    } catch (error) {
      throw fileRefusal(error, this.place.path);
    }
  }

  /** Takes away what was written. */
  async discard(): Promise<void> {
    const ours = await this.checkPart().then(
      () => true,
      () => false,
    );
    await this.handle.close().catch(() => undefined);
    if (ours) await unlink(this.place.part).catch(() => undefined);
  }

  /** Another program may have put a file of its own where ours was. @throws an error with the code ENOENT */
  private async checkPart(): Promise<void> {
    if (isSameFile(await lstat(this.place.part), this.place)) return;
    throw Object.assign(new Error('The part file was replaced.'), { code: 'ENOENT' });
  }
}

/** Told of a part file that is about to be made. */
export type Announce = (part: string) => Promise<void>;

/**
 * Where a part file has got its final name, when a process was ended before it could tell so; the name it had before is
 * taken away where that was not done either.
 *
 * @param size bytes of the whole
 * @returns undefined when it has none yet
 */
export async function finishedPath(place: PartPlace, size: number): Promise<string | undefined> {
  for (let number = 0; number <= maxNumber; number++) {
    const path = place.overwrite ? place.path : candidate(place.path, number);
    const found = await lstat(path).catch(() => undefined);
    if (found && isSameFile(found, place) && found.size === size) {
      const part = await lstat(place.part).catch(() => undefined);
      if (part && isSameFile(part, place)) await unlink(place.part);
      return path;
    }
    if (!found || place.overwrite) return undefined;
  }
  return undefined;
}

/** Takes away a part file that was announced and nothing more: one that is not empty is somebody else's. */
export async function dropEmptyPart(part: string): Promise<void> {
  const found = await lstat(part).catch(() => undefined);
  if (found?.isFile() && found.size === 0) await unlink(part).catch(() => undefined);
}

const isSameFile = (one: Identity, other: Identity): boolean =>
  one.ino === other.ino && one.dev === other.dev;

type Identity = Pick<Stats, 'ino' | 'dev'>;

const partPath = (path: string): string => `${path}.part`;

const candidate = (path: string, number: number): string =>
  join(dirname(path), numbered(basename(path), number));

/** The part file of a final name; undefined when there is one already. @throws Refusal of kind `file` */
async function openNew(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(partPath(path), 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw fileRefusal(error, path);
  }
}

/** A hard link fails where the name is taken, a rename would take the other file's place. */
async function renameToFree(from: string, path: string): Promise<string> {
  for (let number = 0; ; number++) {
    const to = candidate(path, number);
    try {
      await link(from, to);
      await unlink(from);
      return to;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST' && number < maxNumber) continue;
      if (code === 'EEXIST' || (await exists(to))) throw error;
      await rename(from, to); // a file system without hard links
      return to;
    }
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** What the operating system said, as something the view has a sentence for. */
export function fileRefusal(error: unknown, path: string): Refusal {
  const { code = 'EIO' } = error as NodeJS.ErrnoException;
  return new Refusal({ kind: 'file', code, path });
}
