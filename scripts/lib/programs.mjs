/** Programs that somebody else wrote: whether they run here, and with what. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** @typedef {{ executablePath: string, env: Record<string, string> }} Program */

const run = promisify(execFile);

/**
 * The version that a program tells. Some distributions put a script in its place that only says what to install, so
 * its answer counts, not its presence.
 * @param {string} command
 * @param {{ env?: Record<string, string>, flag?: string }} [options]
 * @returns {Promise<string | undefined>} such as `1.22.1`; undefined when it does not start
 */
export async function versionOf(command, { env = {}, flag = '--version' } = {}) {
  try {
    const { stdout, stderr } = await run(command, [flag], {
      timeout: 15_000,
      env: { ...process.env, ...env },
    });
    return /\d+\.\d+\.\d+/.exec(`${stdout}${stderr}`)?.[0];
  } catch {
    return undefined;
  }
}

/**
 * The environment of a program that looks for libraries in these folders before it does in the system's.
 * @param {readonly string[]} folders
 * @returns {Record<string, string>}
 */
export const librariesIn = folders => ({
  LD_LIBRARY_PATH: [...folders, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':'),
});

/** @param {string} command */
export async function pathOf(command) {
  return command.includes('/') ? command : (await run('which', [command])).stdout.trim();
}
