/** Builds and packages the extension, each at most once in a process. */
import { join } from 'node:path';
import { projectRoot } from './paths.mjs';
import { node, tool } from './run.mjs';

export const vsixPath = join(projectRoot, 'dist', 'cloud-tasks.vsix');

const packageFlags = ['--no-dependencies', '--allow-missing-repository', '--skip-license'];

/** @type {Map<string, Promise<void>>} */
const done = new Map();

/** The host's tests, and the extension they run. */
export const buildTests = () => once('tests', () => mustRun('The build', node(['esbuild.mjs', '--tests'])));

/** @returns {Promise<void>} the .vsix as users get it, at `vsixPath` */
export const packageExtension = () =>
  once('package', async () => {
    await mustRun('The build', node(['esbuild.mjs', '--production']));
    await mustRun('vsce', tool('vsce', ['package', ...packageFlags, '--out', vsixPath]));
  });

/**
 * @param {string} name
 * @param {() => Promise<void>} work
 */
function once(name, work) {
  const promise = done.get(name) ?? work();
  done.set(name, promise);
  return promise;
}

/**
 * @param {string} what
 * @param {Promise<number>} exitCode
 */
async function mustRun(what, exitCode) {
  const code = await exitCode;
  if (code !== 0) throw new Error(`${what} failed (${code}).`);
}
