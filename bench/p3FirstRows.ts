import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWorkers, runWorker } from './lib/children';
import { withFilledDesk } from './lib/filledDesk';
import { openings } from './lib/pageTimes';
import type { Bench } from './lib/row';
import type { FirstRows } from './workers/snapshotWindow';

const count = 10_000;
const starts = 9;

/**
 * From the end of the activation to the first rows, with what another window has left on disk and without a network: in
 * the core and the outline, each time in a process of its own that has never done it before; and in the editor from the
 * press on the icon of the view.
 */
export const p3: Bench = {
  name: 'P3',
  async run() {
    await buildWorkers('snapshotWindow');
    const folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-'));
    try {
      await runWorker('snapshotWindow', ['write', folder, count]);
      const shown: FirstRows[] = [];
      while (shown.length < starts)
        shown.push(await runWorker<FirstRows>('snapshotWindow', ['read', folder, count]));
      const wrong = shown.find(({ tasks, rows }) => tasks !== count || rows === 0);
      if (wrong)
        throw new Error(`${wrong.tasks} tasks and ${wrong.rows} rows came back instead of ${count}.`);
      const what = `first rows of ${count} tasks on disk`;
      return [
        { what: `${what}: wall`, unit: 'ms', ours: shown.map(({ wall }) => wall), limits: { most: 100 } },
        { what: `${what}: CPU`, unit: 'ms', ours: shown.map(({ cpu }) => cpu) },
        {
          ...{
            what: 'press on the icon to the first rows, in the editor',
            unit: 'ms',
            limits: { most: 100 },
          },
          ours: await withFilledDesk(count, desk => openings(desk, starts)),
        },
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
