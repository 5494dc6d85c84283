// So many CDN tasks in the core and in the tree, and what a refresh of them costs. Needs --expose-gc.
import { clouds } from '../../src/clouds';
import { Durations } from '../../src/core/durations';
import { PlaceFollower } from '../../src/core/placeFollower';
import type { Transport } from '../../src/core/http/request';
import { TaskOutline } from '../../src/view/taskOutline';
import type { World } from '../../src/view/world';
import { answerOf, cdnPage, pageOf } from '../lib/cdnPages';
import { cdnAccount, cdnService } from '../lib/cdnService';
import { DrawnTree } from '../lib/drawnTree';
import { LeapingClock } from '../lib/leapingClock';
import { timed } from '../lib/stopwatch';
import { noHistory } from '../lib/noHistory';
import { noLinks } from '../lib/noLinks';
import { tell } from '../lib/tell';
import { TimedStore } from '../lib/timedStore';

/** What some refreshes of the same kind took, one entry for each. */
export interface Refreshes {
  /** From the answer of the cloud to the rows on screen, milliseconds. */
  readonly wall: readonly number[];
  /** Of that, in the store and the outline. */
  readonly apply: readonly number[];
  /** The longest of those that do not let anything else happen. */
  readonly longest: readonly number[];
  readonly rows: readonly number[];
}

export interface ManyTasks {
  /** MB that are held with all tasks read and the tree drawn. */
  readonly heap: number;
  /** Some of the tasks go on running. */
  readonly progress: Refreshes;
  /** They end, or begin again. */
  readonly moves: Refreshes;
  /** The whole list is read anew while they go on. */
  readonly whole: Refreshes;
}

const [count, changing, rounds, wholes] = process.argv.slice(2).map(Number) as [
  number,
  number,
  number,
  number,
];
/** Short of the hour after which the whole list would be read, all rounds together. */
const interval = 30_000;

const clock = new LeapingClock();
const account = cdnAccount();
const place = { account: account.id, service: 'cdn', region: '' };
const { signal } = new AbortController();

let version = 0;
let running = true;
const newest = clock.now();
const list = {
  count,
  newest,
  stand: (index: number) =>
    index < changing && running
      ? { status: 'Refreshing', process: `${(version + index) % 100}.5%` }
      : { status: 'Complete', process: '100%' },
};
/** Of what is new the cloud tells those that change, of the whole list all. */
const transport: Transport = {
  send: ({ url }) =>
    Promise.resolve(answerOf(cdnPage(list, pageOf(url), url.includes('StartTime=') ? changing : count))),
  stream: () => Promise.reject(new Error('There is no file.')),
};

const store = new TimedStore();
const world: World = {
  ...{
    clouds,
    store,
    clock,
    history: noHistory,
    copiedLinks: noLinks,
    fileState: () => undefined,
    locale: { language: 'en' },
  },
  accounts: () => [account],
};
const outline = new TaskOutline(world);
const tree = new DrawnTree(outline);
store.onDidChange(change => tree.update(outline.apply(change)));
store.setPlaces(account.id, [place]);
const service = cdnService(account, transport, clock);
const follower = new PlaceFollower(place, {
  ...{ store, clock, durations: new Durations(), random: () => 0.5, attention: () => 'watching' },
  account: () => account,
  connection: () => Promise.resolve({ services: { cdn: service } }),
  onCall: problem => {
    if (problem) throw new Error(problem.message);
  },
});

function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

async function refreshes(
  times: number,
  before: () => void,
  read: () => Promise<unknown>,
): Promise<Refreshes> {
  const all = { wall: [] as number[], apply: [] as number[], longest: [] as number[], rows: [] as number[] };
  for (let round = 0; round < times; round++) {
    before();
    globalThis.gc?.(); // what an earlier round has left is not to be cleared away in this one
    await clock.sleep(1.1 * interval);
    store.times();
    let rows = 0;
    const { wall } = await timed(async () => {
      await read();
      rows = tree.draw();
    });
    const applied = store.times();
    all.wall.push(wall);
    all.apply.push(applied.reduce((sum, took) => sum + took, 0));
    all.longest.push(Math.max(...applied));
    all.rows.push(rows);
  }
  return all;
}

async function main(): Promise<void> {
  const empty = heapUsed();
  await follower.refresh({ signal });
  tree.draw();
  if ([...store.tasks()].length !== count) throw new Error('Not all tasks were read.');
  const heap = heapUsed() - empty;

  const goOn = () => void version++;
  const turn = () => void (running = !running);
  const news = () => follower.step(signal, interval);
  await refreshes(10, goOn, news); // until what is run often is compiled
  const progress = await refreshes(rounds, goOn, news);
  const moves = await refreshes(rounds, turn, news);
  running = true;
  const whole = await refreshes(wholes, goOn, () => follower.refresh({ signal }));
  tell({ heap, progress, moves, whole } satisfies ManyTasks);
}

void main();
