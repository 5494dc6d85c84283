import type { Stats } from 'node:fs';
import { link, lstat, open, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Refusal } from '../refusal';
import { numbered } from './fileName';

/** How many names are tried before giving up: `name (999).csv`. */
const maxNumber = 999;

/**
 * A file being written beside its final name, as `<name>.part`. It takes that name only when it is whole, and never
 * the place of another file unless the user said so.
 */
export class PartFile {
  private constructor(
    /** The final name it is on its way to. */
    readonly path: string,
    private readonly part: string,
    private readonly overwrite: boolean,
    private readonly handle: FileHandle,
    /** What tells our file from one that another program put in its place. */
    private readonly identity: Pick<Stats, 'ino' | 'dev'>,
  ) {}

  /**
   * Opens a part file for `path`, or for `name (1).ext` when the name is taken: by a file, or by a part file, which
   * may be that of another window or another program. Only the owner may read it: exports list the weaknesses of
   * servers.
   *
   * @throws Refusal of kind `file`
   */
  static async create(path: string, overwrite: boolean): Promise<PartFile> {
    for (let number = 0; number <= maxNumber; number++) {
      const free = candidate(path, number);
      if (!overwrite && (await exists(free))) continue;
      const handle = await openNew(free);
      if (!handle) continue;
      return new PartFile(overwrite ? path : free, partPath(free), overwrite, handle, await handle.stat());
    }
    throw new Refusal({ kind: 'file', code: 'EEXIST', path });
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
      await this.checkPart();
      await this.handle.close();
      if (!this.overwrite) return await renameToFree(this.part, this.path);
      await rename(this.part, this.path);
      return this.path;
    } catch (error) {
      throw fileRefusal(error, this.path);
    }
  }

  /** Takes away what was written. */
  async discard(): Promise<void> {
    const ours = await this.checkPart().then(
      () => true,
      () => false,
    );
    await this.handle.close().catch(() => undefined);
    if (ours) await unlink(this.part).catch(() => undefined);
  }

  /** Another program may have put a file of its own where ours was. @throws an error with the code ENOENT */
  private async checkPart(): Promise<void> {
    const { ino, dev } = await lstat(this.part);
    if (ino === this.identity.ino && dev === this.identity.dev) return;
    throw Object.assign(new Error('The part file was replaced.'), { code: 'ENOENT' });
  }
}

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
