import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFinished } from '../../src/core/downloads/entry';
import { DownloadList, type DownloadListParts, type NewDownload } from '../../src/core/downloads/list';
import type { Pace } from '../../src/core/downloads/pace';
import type { DownloadRecord, StageKind } from '../../src/core/downloads/record';
import { FakeClock, settle } from '../fakes/clock';
import { FakeLog } from '../fakes/log';
import type { PacedServer } from '../fakes/pacedServer';

/** Numbers that no other pause is. */
export const pace: Pace = { busy: 11, watched: 22, quiet: 55, dead: 165 };

/** A disk may be slow; a test that waits longer than this waits for nothing, milliseconds. */
const patience = 15_000;

/** Waits for what the disk brings about, which takes no time of any clock. */
export async function until(holds: () => boolean | Promise<boolean>, what = 'it'): Promise<void> {
  const end = performance.now() + patience;
  while (!(await holds())) {
    assert.ok(performance.now() < end, `${what} never holds`);
    await settle();
  }
}

/** Content in which no two places are alike, the same on each run. */
export function contentOf(size: number, seed: string): Buffer {
  const content = Buffer.alloc(size);
  const block = createHash('shake256', { outputLength: 4096 }).update(seed).digest();
  for (let at = 0; at < size; at += block.length) {
    block.copy(content, at);
    if (at + 4 <= size) content.writeUInt32BE(at, at);
  }
  return content;
}

/** All files below a folder with their bytes as text, by where they are; those that go meanwhile are left out. */
export async function textsBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      for (const [name, text] of await textsBelow(path)) texts.set(join(entry.name, name), text);
    else {
      const text = await readFile(path, 'latin1').catch(() => undefined);
      if (text !== undefined) texts.set(entry.name, text);
    }
  }
  return texts;
}

/** All records below a folder, by where they are, as their text. */
export const recordTexts = async (folder: string): Promise<ReadonlyMap<string, string>> =>
  new Map([...(await textsBelow(folder))].filter(([name]) => name.endsWith('.json')));

/** A window with its downloads, whose rounds go on when a test says so. */
export class ListWindow {
  readonly clock = new FakeClock();
  readonly log = new FakeLog();
  readonly finished: DownloadRecord[] = [];
  readonly list: DownloadList;
  adopts = false;
  isWatched = false;
  parallel = 3;
  readonly accounts = new Set(['acc']);
  /** Tasks whose links were asked for. */
  readonly links: string[] = [];

  /** @param folder of the records. @param more what is otherwise than in a window that adopts nothing */
  constructor(
    folder: string,
    server: PacedServer,
    readonly target: string,
    more: Partial<DownloadListParts> = {},
  ) {
    this.list = new DownloadList({
      ...{ folder, pace, clock: this.clock, log: this.log },
      transport: server.transport(),
      random: () => 0,
      source: task => {
        this.links.push(task);
        return Promise.resolve(server.source(task));
      },
      parallel: () => this.parallel,
      knows: account => this.accounts.has(account),
      isPassing: account => account === 'passing',
      readiness: () => 'notYet',
      adopts: () => this.adopts,
      isWatched: () => this.isWatched,
      ...more,
    });
    this.list.onDidEnd(record => {
      if (isFinished(record)) this.finished.push(record);
    });
  }

  /** Its first round is over when this resolves. */
  async start(): Promise<this> {
    await this.list.start();
    await this.asleep(0);
    return this;
  }

  /** Lets so many rounds pass, one after another. */
  async round(count = 1): Promise<void> {
    for (let done = 0; done < count; done++) {
      const before = this.naps.length;
      await this.clock.advance(this.naps.at(-1) ?? 0);
      await this.asleep(before);
    }
  }

  /** Waits until it has nothing to do but to wait for the next round. */
  asleep(before: number): Promise<void> {
    return until(() => this.naps.length > before, 'the end of a round');
  }

  /** The pauses between rounds so far. */
  get naps(): readonly number[] {
    const pauses: readonly number[] = [pace.busy, pace.watched, pace.quiet];
    return this.clock.asked.filter(ms => pauses.includes(ms));
  }

  add(task: string, more: Partial<NewDownload> = {}): Promise<string> {
    return this.list.add(this.orderOf(task, more));
  }

  plan(task: string, more: Partial<NewDownload> = {}): Promise<string> {
    return this.list.plan(this.orderOf(task, more));
  }

  stage(id: string): StageKind | undefined {
    return this.list.record(id)?.stage.kind;
  }

  /** Waits until so many files have come. */
  async finishes(count: number): Promise<void> {
    await until(() => this.finished.length >= count, `${count} files`);
  }

  /** Waits until a download has got so far. */
  reaches(id: string, ...kinds: (StageKind | undefined)[]): Promise<void> {
    return until(() => kinds.includes(this.stage(id)), `${id} is ${kinds.join(' or ')}`);
  }

  received(id: string, count: number): Promise<void> {
    return until(() => (this.list.record(id)?.received ?? 0) >= count, `${count} bytes of ${id}`);
  }

  /** The list as it is shown. */
  get shown(): string[] {
    return this.list.entries().map(({ record }) => `${record.stage.kind} ${record.name}`);
  }

  private orderOf(task: string, more: Partial<NewDownload>): NewDownload {
    return { task, account: 'acc', name: task, target: { folder: this.target }, overwrite: false, ...more };
  }
}
