// A window in a process of its own that downloads one file: `node downloadWindow.js <order as JSON>`.
import fs from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { systemClock } from '../../src/core/clock';
import { isFinished } from '../../src/core/downloads/entry';
import { DownloadList } from '../../src/core/downloads/list';
import type { DownloadRecord } from '../../src/core/downloads/record';
import { createTransport } from '../../src/core/http/transport';
import { sourceAt } from '../fakes/storedFile';

export interface WindowOrder {
  readonly url: string;
  /** Where the file goes. */
  readonly folder: string;
  /** Where the records are. */
  readonly records: string;
  /** Whether it begins the download where there is none; else it waits for one. */
  readonly adds: boolean;
  /** Milliseconds of silence after which another window is dead to it. */
  readonly dead: number;
  readonly dies?: Death | undefined;
}

/** The step before or after which a process dies: which one of all, counted from 1, or the first one that is called so. */
export type Death = { readonly before: number | string } | { readonly after: string };

/** What it says: that it looks, that it is about to die, how it ended. */
export type DownloadEvent =
  | { readonly what: 'looks' | 'closed' }
  | { readonly what: 'dies'; readonly step: string }
  | { readonly what: 'done'; readonly path: string }
  | { readonly what: 'failed'; readonly message: string };

const order = JSON.parse(process.argv[2] ?? '') as WindowOrder;

const tell = (event: DownloadEvent): Promise<void> =>
  new Promise(resolve => void process.send?.(event, () => resolve()));

/** `rename rest/*.json`: what is done to which file, or to the name that it gets. */
const stepOf = (call: string, path: string): string =>
  `${call} ${basename(dirname(path))}/${basename(path)}`.replace(/[\da-f-]{36}/g, '*');

let steps = 0;
/** Folders that this process has made. */
const made = new Set<string>();

async function die(step: string): Promise<void> {
  await tell({ what: 'dies', step });
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => undefined);
}

/** Does a step, unless the process is to die before it; the beats are none, for they come by time. */
async function pass<T>(call: string, path: string, work: () => Promise<T>): Promise<T> {
  if (basename(path) === 'alive') return work();
  const { dies } = order;
  const step = stepOf(call, path);
  if (call === 'mkdir') made.add(basename(path));
  steps++;
  if (dies && 'before' in dies && (dies.before === steps || dies.before === step))
    await die(`before ${step}`);
  const result = await work();
  if (dies && 'after' in dies && dies.after === step) await die(`after ${step}`);
  return result;
}

type Call = (path: string, ...rest: unknown[]) => Promise<unknown>;

/** Counts the calls that change what is on disk: the product's own, for the bundle looks them up each time. */
function watchDisk(): void {
  const calls = fs as unknown as Record<string, Call>;
  for (const name of ['mkdir', 'writeFile', 'rename', 'link', 'unlink', 'rmdir', 'open']) {
    const call = calls[name];
    if (!call) throw new Error(`There is no ${name}.`);
    const isMove = name === 'rename' || name === 'link';
    calls[name] = (path, ...rest) => {
      const work = () => call(path, ...rest);
      const changes = name !== 'open' || rest[0] === 'wx';
      return changes ? pass(name, isMove ? String(rest[0]) : path, work) : work();
    };
  }
}

const list = new DownloadList({
  transport: createTransport({ noProxy: '', verifyTls: true }),
  ...{ clock: systemClock, random: Math.random, log: { warn: () => undefined } },
  ...{ folder: order.records, pace: { busy: 20, watched: 20, quiet: 20, dead: order.dead } },
  source: () => Promise.resolve(sourceAt(order.url)),
  parallel: () => 3,
  knows: () => true,
  isPassing: () => false,
  readiness: () => 'notYet',
  adopts: () => true,
  isWatched: () => false,
});

async function download(): Promise<DownloadRecord | undefined> {
  await list.start();
  await tell({ what: 'looks' });
  if (!order.adds)
    return new Promise(resolve => list.onDidEnd(record => isFinished(record) && resolve(record)));
  const known = list.entries()[0]?.record.id;
  const { folder } = order;
  const file = { task: 'acc/1', account: 'acc', name: 'report.csv', target: { folder }, overwrite: false };
  return list.settled(known ?? (await list.add(file)));
}

/** Resolves when nothing is left of those that are dead: they may not have been silent for long enough before. */
async function swept(): Promise<void> {
  const isLeft = (name: string) => name !== 'rest' && !made.has(name);
  while ((await fs.readdir(order.records)).some(isLeft)) await systemClock.sleep(10);
}

async function main(): Promise<void> {
  const record = await download();
  await swept();
  const isWhole = record?.stage.kind === 'finished';
  await list.close();
  await tell(
    isWhole ? { what: 'done', path: record.stage.path } : { what: 'failed', message: JSON.stringify(record) },
  );
  process.exit();
}

async function close(): Promise<void> {
  await list.close();
  await tell({ what: 'closed' });
  process.exit();
}

watchDisk();
process.on('message', () => void close());
process.on('disconnect', () => process.exit());
void main();
