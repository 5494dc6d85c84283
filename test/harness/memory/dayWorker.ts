// So many tasks in the store, in the tree and on disk, and a day of refreshing them. Needs --expose-gc.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { clouds } from '../../../src/clouds';
import { Durations } from '../../../src/core/durations';
import { Ledger } from '../../../src/core/history/ledger';
import { PlaceFollower } from '../../../src/core/placeFollower';
import { writeEntry } from '../../../src/core/snapshot/entry';
import { Journal } from '../../../src/core/snapshot/journal';
import { Snapshot } from '../../../src/core/snapshot/snapshot';
import { TaskStore } from '../../../src/core/store';
import { TaskOutline } from '../../../src/view/taskOutline';
import type { World } from '../../../src/view/world';
import { DrawnTree } from '../../../bench/lib/drawnTree';
import { noHistory } from '../../../bench/lib/noHistory';
import { noLinks } from '../../../bench/lib/noLinks';
import { FakeLog } from '../../fakes/log';
import { SteppedClock } from '../steppedClock';
import { minute } from '../worlds';
import type { DayTold } from './dayProcess';
import { GrowingList } from './growingList';

const [count, root = ''] = [Number(process.argv[2]), process.argv[3]];
const folder = join(root, 'tasks');
const interval = 5 * minute;
const readingsAnHour = 12;
const hours = 24;

const place = { account: 'day', service: 'cdn', region: '' };
const account = { id: 'day', cloud: 'alibaba', label: 'day', services: ['cdn'], regions: [], tracked: [] };
const clock = new SteppedClock();
const { signal } = new AbortController();
const list = new GrowingList(place, count, clock.now());

/** One that tells how often the whole of it was written. */
class CountedJournal extends Journal {
  rewritten = 0;

  override async rewrite(lines: Iterable<string>): Promise<void> {
    await super.rewrite(lines);
    this.rewritten++;
  }
}

const store = new TaskStore();
const log = new FakeLog();
const journal = new CountedJournal(folder);
const world: World = {
  ...{
    clouds,
    store,
    clock,
    locale: { language: 'en' },
    history: noHistory,
    copiedLinks: noLinks,
    fileState: () => undefined,
  },
  accounts: () => [account],
};
const outline = new TaskOutline(world);
const tree = new DrawnTree(outline);
store.onDidChange(change => tree.update(outline.apply(change)));
store.setPlaces(account.id, [place]);
const always = { isKept: () => true, isListed: () => true, mayWrite: () => Promise.resolve(true) };
const ledger = new Ledger(join(root, 'history'), () => 90);
const snapshot = new Snapshot({ store, journal, ledger, clock, log, ...always });
snapshot.setWriting(true);
const follower = new PlaceFollower(place, {
  ...{ store, clock, durations: new Durations(), random: () => 0.5, attention: () => 'watching' },
  account: () => account,
  connection: () => Promise.resolve({ services: { cdn: list.service } }),
  onCall: problem => {
    if (problem) throw new Error(problem.message);
  },
});

/** What garbage leaves behind it is collected with the next. */
async function heapUsed(): Promise<number> {
  for (let times = 0; times < 3; times++) {
    globalThis.gc?.();
    await turn();
  }
  return process.memoryUsage().heapUsed;
}

async function bytesOnDisk(): Promise<number> {
  const sizes = (await readdir(folder)).map(async name => (await stat(join(folder, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** One reading with all that follows from it: rows drawn, changes written down. */
async function reading(): Promise<void> {
  clock.moveTo(clock.now() + interval);
  list.goOn();
  await follower.step(signal, interval);
  tree.draw();
  await snapshot.flush();
  disk.most = Math.max(disk.most, await bytesOnDisk());
}

/** Each begins with a reading of the whole, which drops what the cloud has forgotten. */
async function hour(): Promise<void> {
  list.forget();
  for (let readings = 0; readings < readingsAnHour; readings++) await reading();
}

/** A file with nothing in it but what is there now. */
function needed(): number {
  let bytes = 0;
  const add = (line: string) => (bytes += Buffer.byteLength(line) + 1);
  for (const state of store.places()) add(writeEntry({ kind: 'place', state }));
  for (const task of store.tasks()) add(writeEntry({ kind: 'task', task }));
  return bytes;
}

const disk = { most: 0, needed: 0 };

async function main(): Promise<void> {
  const heap = { empty: await heapUsed(), hour: 0, day: 0 };
  await hour();
  heap.hour = await heapUsed();
  for (let passed = 1; passed < hours; passed++) await hour();
  heap.day = await heapUsed();
  if (log.lines.length > 0) throw new Error(log.lines.join('\n'));
  disk.needed = needed();
  const tasks = { shown: store.size(place), listed: list.size };
  const told: DayTold = { heap, disk, rewritten: journal.rewritten, tasks };
  process.send?.(told, () => process.exit());
}

void main();
