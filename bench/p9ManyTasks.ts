import { buildWorkers, runWorker } from './lib/children';
import type { Bench } from './lib/row';
import type { ManyTasks } from './workers/manyTasks';

const count = 100_000;
const changing = 50;
const rounds = 20;
const wholes = 3;

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
    ];
  },
};
