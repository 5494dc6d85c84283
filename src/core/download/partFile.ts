import { link, open, rename, rm, stat, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Refusal } from '../refusal';
import { numbered } from './fileName';

/** Final paths that downloads of this process are on their way to. */
const claimed = new Set<string>();

/** How many names are tried before giving up: `name (999).csv`. */
const maxNumber = 999;

/**
 * A file being written beside its final name, as `<name>.part`. It takes that name only when it is whole, and never
 * the place of another file unless the user said so.
 */
export class PartFile {
  private constructor(
    readonly path: string,
    private readonly overwrite: boolean,
    private readonly handle: FileHandle,
  ) {}

  /**
   * Opens a part file for `path`, or for `name (1).ext` when the name is taken. Only the owner may read it: exports
   * list the weaknesses of servers.
   *
   * @throws Refusal of kind `file`
   */
  static async create(path: string, overwrite: boolean): Promise<PartFile> {
    const free = await claim(path, overwrite);
    try {
      // What is left there of another download has permissions of its own, or may be a link to elsewhere.
      await rm(partPath(free), { force: true });
      return new PartFile(free, overwrite, await open(partPath(free), 'wx', 0o600));
    } catch (error) {
      claimed.delete(free);
      throw fileRefusal(error, free);
    }
  }

  async write(chunk: Buffer): Promise<void> {
    try {
      await this.handle.writeFile(chunk);
    } catch (error) {
      throw fileRefusal(error, this.path);
    }
  }

  /** Gives the file its final name. @returns that name, which is another when it was taken meanwhile */
  async finish(): Promise<string> {
    try {
      await this.handle.sync();
      await this.handle.close();
      if (!this.overwrite) return await renameToFree(partPath(this.path), this.path);
      await rename(partPath(this.path), this.path);
      return this.path;
    } catch (error) {
      throw fileRefusal(error, this.path);
    } finally {
      claimed.delete(this.path);
    }
  }

  /** Takes away what was written. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await unlink(partPath(this.path)).catch(() => undefined);
    claimed.delete(this.path);
  }
}

const partPath = (path: string): string => `${path}.part`;

const candidate = (path: string, number: number): string =>
  join(dirname(path), numbered(basename(path), number));

async function claim(path: string, overwrite: boolean): Promise<string> {
  for (let number = 0; number <= maxNumber; number++) {
    const free = candidate(path, number);
    if (claimed.has(free)) continue;
    claimed.add(free); // before the look at the disk, so that two downloads cannot both find it free
    if (overwrite || !(await exists(free))) return free;
    claimed.delete(free);
  }
  throw new Refusal({ kind: 'file', code: 'EEXIST', path });
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
