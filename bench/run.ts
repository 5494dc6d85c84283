/**
 * `npm run bench`: how fast, beside others in the same run. `npm run bench -- P4 P9` runs some of it. It prints a table
 * and leaves all figures in `bench/results.json`; a target that is missed is told and fails nothing.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../scripts/lib/paths.mjs';
import { verdicts, type Bench, type Row } from './lib/row';
import { median } from './lib/statistics';
import { table } from './lib/table';
import { p1 } from './p1Activation';
import { p2 } from './p2Sizes';
import { p3 } from './p3FirstRows';
import { p4 } from './p4ColdList';
import { p5 } from './p5LittleChanged';
import { p6 } from './p6QuietHour';
import { p7 } from './p7Download';
import { p8 } from './p8SlowConnections';
import { p9 } from './p9ManyTasks';
import { p10 } from './p10Growth';

const benches: readonly Bench[] = [p1, p2, p3, p4, p5, p6, p7, p8, p9, p10];

async function main(): Promise<void> {
  const wanted = process.argv.slice(2).map(word => word.toUpperCase());
  const names = benches.map(({ name }) => name);
  const unknown = wanted.filter(name => !names.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no ${unknown.join(', ')}. There are ${names.join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  const load = loadavg()[0] ?? 0;
  const rows: { bench: string; row: Row }[] = [];
  for (const bench of benches.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const started = performance.now();
    try {
      for (const row of await bench.run()) rows.push({ bench: bench.name, row });
      console.log(`${bench.name}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
    } catch (error) {
      console.error(`${bench.name} could not be measured:`, error);
      process.exitCode = 1;
    }
  }
  console.log(`\n${table(rows)}`);
  if (load > cpus().length / 2) console.log(`\nThe machine was busy: load ${load.toFixed(1)} at the start.`);
  keep(rows, load);
}

function keep(rows: readonly { bench: string; row: Row }[], load: number): void {
  const results = {
    at: new Date().toISOString(),
    node: process.version,
    machine: { platform: process.platform, cpu: cpus()[0]?.model, cpus: cpus().length, load },
    rows: rows.map(({ bench, row }) => ({
      bench,
      ...row,
      median: median(row.ours),
      toReach: verdicts(row),
    })),
  };
  writeFileSync(join(projectRoot, 'bench', 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
}

void main();
