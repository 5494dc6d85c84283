import { appendFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { readKeptTask } from '../snapshot/keptTask';
import type { Task } from '../task';

const day = 24 * 60 * 60_000;
/** The oldest goes when all of it is larger, bytes. */
const mostBytes = 64 * 1024 * 1024;
/** So many tasks are read at one stroke. */
const batch = 2_000;

const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
const nameOf = (date: string): string => `tasks-${date}.ndjson`;
const namePattern = /^tasks-(\d{4}-\d\d-\d\d)\.ndjson$/;

/**
 * What the clouds list no more, kept for some time: one file for each day, to which one process adds. The clouds forget
 * early (Alibaba's CDN after three days), and people ask later. Private to the user, without secrets and links.
 */
export class Ledger {
  /** The day and the age for which it was cleared up last. */
  private tidied = '';

  /** @param days how long it is kept; 0 keeps nothing */
  constructor(
    private readonly folder: string,
    private readonly days: () => number,
  ) {}

  /** @throws NodeJS.ErrnoException */
  async add(tasks: readonly Task[], now: number): Promise<void> {
    if (tasks.length === 0 || this.days() <= 0) return;
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const lines = tasks.map(task => JSON.stringify(task)).join('\n');
    // With a line feed before it too: a line that a crash has cut off must not take this one along.
    await appendFile(join(this.folder, nameOf(dateOf(now))), `\n${lines}\n`, { mode: 0o600 });
  }

  /**
   * All that is kept, what left last first. A line that cannot be read is passed over.
   *
   * @throws NodeJS.ErrnoException
   */
  async *read(now: number): AsyncGenerator<readonly Task[]> {
    const oldest = now - this.days() * day;
    for (const name of (await this.names()).reverse()) {
      const lines = (await this.linesOf(name)).reverse();
      for (let start = 0; start < lines.length; start += batch) {
        const tasks = lines.slice(start, start + batch).flatMap(line => readLine(line) ?? []);
        yield tasks.filter(({ leftAt }) => leftAt && leftAt.getTime() >= oldest);
        await turn(); // what is long must not hold up what is waited for
      }
    }
  }

  /** Removes what is too old or too much; once a day, and when the setting has changed. */
  async tidy(now: number): Promise<void> {
    const state = `${dateOf(now)} ${this.days()}`;
    if (state === this.tidied) return;
    this.tidied = state;
    const oldest = dateOf(now - this.days() * day);
    let bytes = 0;
    for (const name of (await this.names()).reverse()) {
      const path = join(this.folder, name);
      bytes += (await stat(path)).size;
      const isOld = this.days() <= 0 || name < nameOf(oldest);
      if (isOld || bytes > mostBytes) await rm(path, { force: true });
    }
  }

  /** Removes what is of accounts that there are no more. @throws NodeJS.ErrnoException */
  async keepOnly(isListed: (account: string) => boolean): Promise<void> {
    for (const name of await this.names()) {
      const lines = await this.linesOf(name);
      // What cannot be read may be of a newer version, and is not ours to drop.
      const kept = lines.filter(line => {
        const task = readLine(line);
        return !task || isListed(task.account);
      });
      if (kept.length === lines.length) continue;
      const path = join(this.folder, name);
      await writeFile(`${path}.part`, kept.map(line => `${line}\n`).join(''), { mode: 0o600 });
      await rename(`${path}.part`, path);
    }
  }

  /** The oldest first. */
  private async names(): Promise<string[]> {
    const names = await readdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return names.filter(name => namePattern.test(name)).sort();
  }

  private async linesOf(name: string): Promise<string[]> {
    const text = await readFile(join(this.folder, name), 'utf8');
    return text.split('\n').filter(line => line !== '');
  }
}

function readLine(line: string): Task | undefined {
  try {
    return readKeptTask(JSON.parse(line));
  } catch {
    return undefined;
  }
}
