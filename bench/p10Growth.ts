import { buildWorkers, runWorker } from './lib/children';
import type { Bench, Row } from './lib/row';
import { inTurn } from './lib/statistics';
import type { ManyTasks } from './workers/manyTasks';

const changing = 50;
const refreshes = 20;
const rounds = 3;

/** The same refresh with ever more tasks that it does not touch, from the answer of the cloud to the rows on screen. */
export const p10: Bench = {
  name: 'P10',
  async run() {
    await buildWorkers('manyTasks');
    const refreshed = (count: number) => async () => {
      const args = [count, changing, refreshes, 0];
      return (await runWorker<ManyTasks>('manyTasks', args, ['--expose-gc'])).progress.wall;
    };
    const few = 1_000;
    const contestants = { few: refreshed(few), more: refreshed(10_000), many: refreshed(100_000) };
    const results = await inTurn(contestants, { rounds, warmUp: 0 });
    const what = (count: number) => `${changing} tasks change, ${count} known`;
    const peer = { name: `with ${few}`, samples: results.few.flat() };
    const grown = (count: number, samples: readonly (readonly number[])[]): Row => ({
      ...{ what: what(count), unit: 'ms', ours: samples.flat(), peer },
      limits: { ofPeer: 2 },
    });
    return [
      { what: what(few), unit: 'ms', ours: peer.samples },
      grown(10_000, results.more),
      grown(100_000, results.many),
    ];
  },
};
