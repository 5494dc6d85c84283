import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecord, type DownloadRecord } from './record';

/** The folder of what no window is at. */
export const rest = 'rest';
const windowPattern = /^[\da-f-]{36}$/;
const recordPattern = /^([\da-f-]{36})\.json$/;
/** A folder that changed so long ago is not read again: times of a file system may be as coarse as two seconds. */
const settled = 5_000;

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

/** The folders of windows with the records in them, as they are read: what cannot be read is not there. */
export class RecordFolders {
  private readonly seen = new Map<string, Folder>();
  private found: ReadonlyMap<string, Placed> = new Map();

  constructor(private readonly folder: string) {}

  /** All that there are, of all windows. A folder that has not changed is not read again. */
  async look(now: number): Promise<readonly Placed[]> {
    let found = await this.lookOnce(now);
    // One that is moved meanwhile may be seen in neither place.
    if ([...this.found.keys()].some(id => !found.has(id))) found = await this.lookOnce(now);
    this.found = found;
    return [...found.values()];
  }

  /** Names of all windows that have a folder. */
  async windows(): Promise<string[]> {
    return (await this.folders()).filter(name => name !== rest);
  }

  /** Names of the files in a folder. */
  names(folder: string): Promise<string[]> {
    return namesIn(join(this.folder, folder));
  }

  /** Ids of the records in a folder, whether they can be read or not. */
  async ids(folder: string): Promise<string[]> {
    return (await this.names(folder)).flatMap(name => recordPattern.exec(name)?.[1] ?? []);
  }

  async read(folder: string, id: string): Promise<DownloadRecord | undefined> {
    const text = await readFile(this.pathOf(folder, recordName(id)), 'utf8').catch(() => '');
    const record = readRecord(text);
    return record?.id === id ? record : undefined;
  }

  pathOf(folder: string, name: string): string {
    return join(this.folder, folder, name);
  }

  /** One that is seen in two places, for it was moved meanwhile, is one all the same. */
  private async lookOnce(now: number): Promise<ReadonlyMap<string, Placed>> {
    const folders = await this.folders();
    const all = await Promise.all(
      folders.map(async name => {
        const records = await this.recordsOf(name, now);
        return records.map(record => ({ record, ...(name !== rest && { window: name }) }));
      }),
    );
    for (const name of this.seen.keys()) if (!folders.includes(name)) this.seen.delete(name);
    return new Map(all.flat().map(placed => [placed.record.id, placed]));
  }

  private async recordsOf(name: string, now: number): Promise<readonly DownloadRecord[]> {
    const mtime = await stat(join(this.folder, name)).then(
      found => found.mtimeMs,
      () => now,
    );
    const known = this.seen.get(name);
    if (known?.mtime === mtime && known.readAt > mtime + settled) return known.records;
    const read = await Promise.all((await this.ids(name)).map(id => this.read(name, id)));
    const records = read.filter(record => record !== undefined);
    this.seen.set(name, { mtime, readAt: now, records });
    return records;
  }

  private async folders(): Promise<string[]> {
    const names = await readdir(this.folder, { withFileTypes: true }).catch(() => []);
    const isOurs = (name: string) => name === rest || windowPattern.test(name);
    return names.filter(entry => entry.isDirectory() && isOurs(entry.name)).map(({ name }) => name);
  }
}

export const recordName = (id: string): string => `${id}.json`;

const namesIn = (path: string): Promise<string[]> => readdir(path).catch(() => []);
