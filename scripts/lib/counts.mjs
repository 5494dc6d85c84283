/** How many tests passed and failed. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { resultsDir } from './paths.mjs';

/** @typedef {{ passed: number, failed: number, skipped?: number }} Counts */

/**
 * Runs tests that leave their counts in a file. A run that ended badly, or left none, counts as one failed at least;
 * so does one that ran nothing, since then its tests were not found.
 * @param {string} name
 * @param {(file: string) => Promise<number>} run resolves to the exit code
 * @returns {Promise<Counts>}
 */
export async function countTests(name, run) {
  const file = join(resultsDir, `${name}.json`);
  mkdirSync(resultsDir, { recursive: true });
  rmSync(file, { force: true });
  const code = await run(file);
  const { passed, failed, skipped = 0 } = read(file);
  const broke = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: broke ? 1 : failed, skipped };
}

/**
 * @param {string} file
 * @returns {Counts}
 */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 0 };
  }
}

/**
 * @param {readonly Counts[]} all
 * @returns {Required<Counts>}
 */
export function total(all) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped = 0 } of all) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  return sum;
}
