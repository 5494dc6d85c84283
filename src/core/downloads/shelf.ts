import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Deposed, type Keeping } from './keeping';
import { readRecord, type DownloadRecord } from './record';

/** The folder of what no window is at. */
const rest = 'rest';
const recordPattern = /^([\da-f-]{36})\.json$/;
const askPattern = /^([\da-f-]{36})\.(pause|remove)$/;
/** A folder that changed so long ago is not read again: times of a file system may be as coarse as two seconds. */
const settled = 5_000;

/** What one window asks of another. */
export type Ask = 'pause' | 'remove';

export interface Placed {
  readonly record: DownloadRecord;
  /** The window that is at it; undefined for none. */
  readonly window?: string;
}

interface Folder {
  readonly mtime: number;
  readonly readAt: number;
  readonly records: readonly DownloadRecord[];
}

/**
 * Records of downloads on disk, one file each, in the folder of the window that is at it, or in the one of those that
 * rest. To move a file is the right to go on with it: of two windows that try, one succeeds. What writes rejects with
 * the errors of the file system.
 */
export class Shelf implements Keeping {
  private readonly seen = new Map<string, Folder>();

  constructor(
    private readonly folder: string,
    readonly window: string = randomUUID(),
  ) {}

  async add(record: DownloadRecord): Promise<void> {
    await this.write(this.window, record);
  }

  async addToRest(record: DownloadRecord): Promise<void> {
    await this.write(rest, record);
  }

  async save(record: DownloadRecord): Promise<void> {
    await this.checkMine(record.id);
    await this.write(this.window, record);
  }

  async claim(id: string): Promise<DownloadRecord | undefined> {
    await mkdir(join(this.folder, this.window), { recursive: true, mode: 0o700 });
    if (!(await this.move(id, rest, this.window))) return undefined;
    const record = await this.read(this.window, `${id}.json`);
    if (!record) await this.remove(id);
    return record;
  }

  async release(record: DownloadRecord): Promise<void> {
    await this.save(record);
    await mkdir(join(this.folder, rest), { recursive: true, mode: 0o700 });
    if (!(await this.move(record.id, this.window, rest))) throw new Deposed();
  }

  async remove(id: string): Promise<void> {
    await unlink(this.pathOf(this.window, `${id}.json`)).catch(() => undefined);
  }

  /** All that there are, of all windows. A folder that has not changed is not read again. */
  async look(now: number): Promise<readonly Placed[]> {
    const folders = await this.folders();
    const all = await Promise.all(
      folders.map(async name => {
        const records = await this.recordsOf(name, now);
        return records.map(record => ({ record, ...(name !== rest && { window: name }) }));
      }),
    );
    for (const name of this.seen.keys()) if (!folders.includes(name)) this.seen.delete(name);
    return all.flat();
  }

  /** Asks the window that is at it. */
  async ask(window: string, id: string, what: Ask): Promise<void> {
    await writeFile(this.pathOf(window, `${id}.${what}`), '', { mode: 0o600 });
  }

  /** What other windows ask of this one, each once. */
  async asked(): Promise<readonly { readonly id: string; readonly what: Ask }[]> {
    const names = await namesIn(join(this.folder, this.window));
    const asks = names.flatMap(name => {
      const [, id, what] = askPattern.exec(name) ?? [];
      return id === undefined ? [] : [{ name, id, what: what as Ask }];
    });
    await Promise.all(asks.map(({ name }) => unlink(this.pathOf(this.window, name)).catch(() => undefined)));
    return asks;
  }

  /** Shows that this window lives. */
  async beat(now: number): Promise<void> {
    const path = this.pathOf(this.window, 'alive');
    await writeFile(path, String(now), { mode: 0o600 }).catch(() => undefined);
  }

  /** What the other windows show of their life: text that changes as long as they do. */
  async beats(): Promise<ReadonlyMap<string, string>> {
    const windows = (await this.folders()).filter(name => name !== rest && name !== this.window);
    const texts = windows.map(async name => {
      const text = await readFile(this.pathOf(name, 'alive'), 'utf8').catch(() => '');
      return [name, text] as const;
    });
    return new Map(await Promise.all(texts));
  }

  /** Puts what a dead window was at with what rests. */
  async bury(window: string): Promise<void> {
    await mkdir(join(this.folder, rest), { recursive: true, mode: 0o700 });
    for (const name of await namesIn(join(this.folder, window))) {
      const id = recordPattern.exec(name)?.[1];
      if (id !== undefined) await this.move(id, window, rest);
    }
    await rm(join(this.folder, window), { recursive: true, force: true }).catch(() => undefined);
  }

  /** Leaves nothing behind of this window, but for what it is still at. */
  async close(): Promise<void> {
    await unlink(this.pathOf(this.window, 'alive')).catch(() => undefined);
    await rmdir(join(this.folder, this.window)).catch(() => undefined);
  }

  private async recordsOf(name: string, now: number): Promise<readonly DownloadRecord[]> {
    const path = join(this.folder, name);
    const mtime = await stat(path).then(
      found => found.mtimeMs,
      () => now,
    );
    const known = this.seen.get(name);
    if (known?.mtime === mtime && known.readAt > mtime + settled) return known.records;
    const names = (await namesIn(path)).filter(entry => recordPattern.test(entry));
    const read = await Promise.all(names.map(entry => this.read(name, entry)));
    const records = read.filter(record => record !== undefined);
    this.seen.set(name, { mtime, readAt: now, records });
    return records;
  }

  private async folders(): Promise<string[]> {
    const names = await readdir(this.folder, { withFileTypes: true }).catch(() => []);
    return names.filter(entry => entry.isDirectory()).map(({ name }) => name);
  }

  private async read(folder: string, name: string): Promise<DownloadRecord | undefined> {
    const text = await readFile(this.pathOf(folder, name), 'utf8').catch(() => '');
    const record = readRecord(text);
    return record && `${record.id}.json` === name ? record : undefined;
  }

  /** Whole or not at all. */
  private async write(folder: string, record: DownloadRecord): Promise<void> {
    await mkdir(join(this.folder, folder), { recursive: true, mode: 0o700 });
    const path = this.pathOf(folder, `${record.id}.json`);
    await writeFile(`${path}.new`, JSON.stringify(record), { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  private async checkMine(id: string): Promise<void> {
    await stat(this.pathOf(this.window, `${id}.json`)).catch(() => {
      throw new Deposed();
    });
  }

  private async move(id: string, from: string, to: string): Promise<boolean> {
    return rename(this.pathOf(from, `${id}.json`), this.pathOf(to, `${id}.json`)).then(
      () => true,
      () => false,
    );
  }

  private pathOf(folder: string, name: string): string {
    return join(this.folder, folder, name);
  }
}

const namesIn = (path: string): Promise<string[]> => readdir(path).catch(() => []);
