import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import { Deposed, type Keeping } from './keeping';
import type { DownloadRecord } from './record';
import { RecordFolders, recordName, rest, type Placed } from './recordFolders';

const askPattern = /^([\da-f-]{36})\.(pause|remove)$/;
/** What a window leaves that nobody needs when it is gone. */
const leftPattern = /^alive$|\.json\.new$/;

/** What one window asks of another. */
export type Ask = 'pause' | 'remove';

export interface Asked {
  readonly id: string;
  readonly what: Ask;
}

/**
 * Records of downloads on disk, one file each, in the folder of the window that is at it, or in the one of those that
 * rest. To move a file is the right to go on with it: of two windows that try, one succeeds. What writes rejects with
 * the errors of the file system.
 */
export class Shelf implements Keeping {
  private readonly folders: RecordFolders;
  /** Of this window, and could not be written yet. */
  private readonly unwritten = new Set<string>();

  constructor(
    folder: string,
    readonly window: string = randomUUID(),
  ) {
    this.folders = new RecordFolders(folder);
  }

  async add(record: DownloadRecord): Promise<void> {
    this.unwritten.add(record.id);
    await this.makeFolder(this.window);
    await this.write(record);
    this.unwritten.delete(record.id);
  }

  async addToRest(record: DownloadRecord): Promise<void> {
    try {
      await this.add(record);
      await this.release(record);
    } catch (error) {
      await this.remove(record.id);
      throw error;
    }
  }

  async save(record: DownloadRecord): Promise<void> {
    if (this.unwritten.has(record.id)) return this.add(record);
    await ifThere(stat(this.pathOf(this.window, recordName(record.id))));
    await ifThere(this.write(record));
  }

  async claim(id: string): Promise<DownloadRecord | undefined> {
    if (!(await this.folders.read(rest, id))) return undefined;
    await this.makeFolder(this.window);
    return (await this.move(id, rest, this.window)) ? this.folders.read(this.window, id) : undefined;
  }

  async release(record: DownloadRecord): Promise<void> {
    await this.save(record);
    await this.makeFolder(rest);
    const name = recordName(record.id);
    await ifThere(rename(this.pathOf(this.window, name), this.pathOf(rest, name)));
  }

  async remove(id: string): Promise<void> {
    this.unwritten.delete(id);
    await this.drop(this.window, recordName(id));
  }

  /** All that there are, of all windows. Never rejects. */
  look(now: number): Promise<readonly Placed[]> {
    return this.folders.look(now);
  }

  /** Asks a window. One that is gone is asked nothing any more. */
  async ask(window: string, { id, what }: Asked): Promise<void> {
    const asking = writeFile(this.pathOf(window, `${id}.${what}`), '', { mode: 0o600 });
    await asking.catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
  }

  /** What other windows ask of this one, each once. */
  asked(): Promise<readonly Asked[]> {
    return this.takeAsks(this.window);
  }

  /** Shows that this window lives. */
  async beat(now: number): Promise<void> {
    const path = this.pathOf(this.window, 'alive');
    await writeFile(path, String(now), { mode: 0o600 }).catch(() => undefined);
  }

  /** What the other windows show of their life: text that changes as long as they do. */
  async beats(): Promise<ReadonlyMap<string, string>> {
    const windows = (await this.folders.windows()).filter(name => name !== this.window);
    const texts = windows.map(async name => {
      const text = await readFile(this.pathOf(name, 'alive'), 'utf8').catch(() => '');
      return [name, text] as const;
    });
    return new Map(await Promise.all(texts));
  }

  /**
   * Puts what a dead window was at with what rests. Its folder gets another name first: one that wakes up in the middle
   * finds nothing of its own, and cannot write into it.
   *
   * @returns what it was asked and has not done
   */
  async bury(window: string): Promise<readonly Asked[]> {
    const grave = randomUUID();
    try {
      await rename(this.pathOf(window, ''), this.pathOf(grave, ''));
    } catch {
      return []; // another one was faster, or it lives and has a file open
    }
    await this.makeFolder(rest);
    for (const id of await this.folders.ids(grave)) await this.move(id, grave, rest);
    const asks = await this.takeAsks(grave);
    await this.clear(grave);
    return asks;
  }

  /** Leaves nothing behind of this window, but for what it is still at. */
  async close(): Promise<void> {
    await this.clear(this.window);
  }

  private async takeAsks(window: string): Promise<readonly Asked[]> {
    const asks = (await this.folders.names(window)).flatMap(name => {
      const [, id, what] = askPattern.exec(name) ?? [];
      return id === undefined ? [] : [{ name, asked: { id, what: what as Ask } }];
    });
    await Promise.all(asks.map(({ name }) => this.drop(window, name)));
    return asks.map(({ asked }) => asked);
  }

  /** Takes away the folder of a window that is gone, unless there is more in it than we know. */
  private async clear(window: string): Promise<void> {
    const left = (await this.folders.names(window)).filter(name => leftPattern.test(name));
    await Promise.all(left.map(name => this.drop(window, name)));
    await rmdir(this.pathOf(window, '')).catch(() => undefined);
  }

  private async drop(folder: string, name: string): Promise<void> {
    await unlink(this.pathOf(folder, name)).catch(() => undefined);
  }

  private async makeFolder(name: string): Promise<void> {
    await mkdir(this.pathOf(name, ''), { recursive: true, mode: 0o700 });
  }

  /** Whole or not at all. */
  private async write(record: DownloadRecord): Promise<void> {
    const name = recordName(record.id);
    const path = this.pathOf(this.window, name);
    try {
      await writeFile(`${path}.new`, JSON.stringify(record), { mode: 0o600 });
      await rename(`${path}.new`, path);
    } catch (error) {
      await this.drop(this.window, `${name}.new`);
      throw error;
    }
  }

  private async move(id: string, from: string, to: string): Promise<boolean> {
    const name = recordName(id);
    return rename(this.pathOf(from, name), this.pathOf(to, name)).then(
      () => true,
      () => false,
    );
  }

  private pathOf(folder: string, name: string): string {
    return this.folders.pathOf(folder, name);
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** What is missing was taken by another window; all else that goes wrong is no proof of that. @throws Deposed */
async function ifThere(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    throw isMissing(error) ? new Deposed() : error;
  });
}
