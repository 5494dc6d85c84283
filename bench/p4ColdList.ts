import { buildWorkers, runWorker, startWorker } from './lib/children';
import type { Readings } from './lib/readings';
import type { Bench, Row } from './lib/row';
import { inTurn, median, type Samples } from './lib/statistics';
import type { Took } from './lib/stopwatch';
import type { CdnOrigins } from './workers/cdnServer';

const tasks = 10_000;
/** Milliseconds of a call to another part of the country. */
const latency = 30;
const rounds = { near: 7, far: 3 };
/** Readings after the first one, in a process that has compiled by then what is run often. */
const again = 5;

const readers = { ours: 'listOurs', peer: 'listPeer', floor: 'listFloor' } as const;
type Contest = Readonly<Record<keyof typeof readers, readonly Readings[]>>;

/** 10,000 CDN tasks that nobody knows yet, without the rate limit: our reading, the vendor's client, bare requests. */
export const p4: Bench = {
  name: 'P4',
  async run() {
    await buildWorkers('cdnServer', ...Object.values(readers));
    const { told: origins, stop } = await startWorker<CdnOrigins>('cdnServer', [tasks, latency]);
    try {
      const near = await contest(origins.near, again, rounds.near);
      const far = await contest(origins.far, 0, rounds.far);
      const limits = { ofPeer: 1, ofFloor: 1.5 };
      const what = `${tasks} CDN tasks read`;
      return [
        rowOf(`${what}, first in the process: wall`, near, ({ first }) => first.wall, limits),
        rowOf(`${what}, first in the process: CPU`, near, ({ first }) => first.cpu, limits),
        rowOf(`${what} again: wall`, near, later('wall'), limits),
        rowOf(`${what} again: CPU`, near, later('cpu'), limits),
        rowOf(`${what}, ${latency} ms a call: wall`, far, ({ first }) => first.wall, { ofPeer: 0.3 }),
      ];
    } finally {
      await stop();
    }
  },
};

/** Each reading in a process of its own: what one has compiled or left behind is no help and no burden to another. */
function contest(origin: string, more: number, count: number): Promise<Contest> {
  const run = (name: string) => () => runWorker<Readings>(name, [origin, tasks, more]);
  const { ours, peer, floor } = readers;
  return inTurn(
    { ours: run(ours), peer: run(peer), floor: run(floor) },
    { rounds: count, warmUp: more > 0 ? 1 : 0 },
  );
}

const later =
  (kind: keyof Took) =>
  ({ again: readings }: Readings): number =>
    median(readings.map(took => took[kind]));

function rowOf(
  what: string,
  contest: Contest,
  figure: (readings: Readings) => number,
  limits: NonNullable<Row['limits']>,
): Row {
  const of = (readings: readonly Readings[]): Samples => readings.map(figure);
  return {
    what,
    unit: 'ms',
    ours: of(contest.ours),
    peer: { name: "vendor's client", samples: of(contest.peer) },
    floor: { name: 'bare requests', samples: of(contest.floor) },
    limits,
  };
}
