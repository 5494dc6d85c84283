/** The steps of `npm test`, in order: the quick ones first. */
import { buildTests, packageExtension, vsixPath } from './build.mjs';
import { countTests } from './counts.mjs';
import { hostTests } from './hostStep.mjs';
import { node, tool } from './run.mjs';

/** @typedef {{ name: string, run: () => Promise<import('./counts.mjs').Counts> }} Step */

/** @type {readonly Step[]} */
export const steps = [
  check('lint', () => tool('eslint', ['.', '--max-warnings', '0'])),
  check('format', () => tool('prettier', ['--check', '.'])),
  check('types', () => tool('tsc', ['-p', '.'])),
  check('page types', () => tool('tsc', ['-p', 'src/webview'])),
  check('boundary', () => node(['scripts/boundary.mjs'])),
  mocha('unit', ['test/{core,clouds,view}/**/*.test.ts', 'test/*.test.ts'], { timeoutMs: 5_000 }),
  mocha('conformance', ['test/conformance/**/*.test.ts'], { timeoutMs: 20_000 }),
  mocha('e2e', ['test/e2e/**/*.test.ts'], { timeoutMs: 20_000 }),
  { name: 'host-lowest', run: () => buildTests().then(() => hostTests('lowest')) },
  { name: 'host-newest', run: () => buildTests().then(() => hostTests('newest')) },
  mocha('ui', ['test/ui/**/*.test.ts'], { timeoutMs: 90_000, before: packageExtension }),
];

/**
 * Counts as one test.
 * @param {string} name
 * @param {() => Promise<number>} exitCode
 * @returns {Step}
 */
function check(name, exitCode) {
  return {
    name,
    run: async () => ((await exitCode()) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }),
  };
}

/**
 * @param {string} name
 * @param {string[]} files
 * @param {{ timeoutMs: number, before?: () => Promise<void> }} options
 * @returns {Step}
 */
function mocha(name, files, { timeoutMs, before }) {
  const args = [...files, '--reporter', './scripts/lib/reporter.mjs', '--timeout', String(timeoutMs)];
  if (process.env['CI']) args.push('--forbid-only');
  return {
    name,
    run: async () => {
      await before?.();
      return countTests(name, results =>
        tool('mocha', args, {
          nodeArgs: ['--import', 'tsx'],
          env: { CLOUD_TASKS_RESULTS: results, CLOUD_TASKS_VSIX: vsixPath },
        }),
      );
    },
  };
}
