import { buildWorkers, runWorker } from './lib/children';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Desk } from '../test/ui/desk';
import { withFilledDesk } from './lib/filledDesk';
import { longestStall } from './lib/pageTimes';
import type { Bench, Row } from './lib/row';
import type { ManyTasks } from './workers/manyTasks';

const count = 100_000;
const changing = 50;
const rounds = 20;
const wholes = 3;
const stallRounds = 5;
/** About as long as it takes from one look to the next, milliseconds. */
const lookTime = 5_000;
/** What is opened is drawn by then. */
const settleTime = 1_500;

/** A refresh that changes 50 of 100,000 tasks, every group of the tree open. */
export const p9: Bench = {
  name: 'P9',
  async run() {
    await buildWorkers('manyTasks');
    const args = [count, changing, rounds, wholes];
    const { heap, progress, moves, whole } = await runWorker<ManyTasks>('manyTasks', args, ['--expose-gc']);
    const what = `${changing} of ${count} tasks`;
    return [
      { what: `${what} go on: store and outline`, unit: 'ms', ours: progress.apply, limits: { most: 50 } },
      { what: `${what} go on: rows drawn`, unit: 'rows', ours: progress.rows, limits: { worst: changing } },
      {
        what: `${what} end or begin: store and outline`,
        unit: 'ms',
        ours: moves.apply,
        limits: { most: 50 },
      },
      { what: `${what} end or begin: rows drawn`, unit: 'rows', ours: moves.rows },
      {
        what: `${what} go on, all read anew: longest page`,
        unit: 'ms',
        ours: whole.longest,
        limits: { most: 50 },
      },
      { what: `${what} go on, all read anew: all pages`, unit: 'ms', ours: whole.apply },
      { what: `${count} tasks held`, unit: 'MB', ours: [heap], limits: { most: 150 } },
      await stalls(`${what} go on: longest stall of the window`),
    ];
  },
};

/** In the editor, with all rows of the view drawn, beside the same window while another view is open. */
const stalls = (what: string): Promise<Row> =>
  withFilledDesk(count, async (desk, cdn) => {
    const looks = async (more: number) => {
      const enough = cdn.looks + more;
      for (const deadline = Date.now() + 120_000; cdn.looks < enough; await sleep(100))
        if (Date.now() > deadline) throw new Error('The unfinished tasks are not looked at.');
    };
    const ours: number[] = [];
    const others: number[] = [];
    await desk.openView();
    await looks(1);
    for (let round = 0; round < stallRounds; round++) {
      ours.push(await longestStall(desk.page, () => looks(1)));
      others.push(await elsewhere(desk));
    }
    return { what, unit: 'ms', ours, peer: { name: 'another view', samples: others }, limits: { most: 70 } };
  });

/** While the Explorer is open nothing of ours is drawn. */
async function elsewhere(desk: Desk): Promise<number> {
  await desk.run('workbench.view.explorer');
  await sleep(settleTime);
  const longest = await longestStall(desk.page, () => sleep(lookTime));
  await desk.openView();
  await sleep(settleTime);
  return longest;
}
