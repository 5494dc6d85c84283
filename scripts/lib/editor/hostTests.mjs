/** Runs a suite inside a real extension host. */
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, resultsDir } from '../paths.mjs';
import { desktopIsUsable } from './desktop.mjs';
import { openProfile } from './profile.mjs';
import { releases } from './versions.mjs';

const launcher = join(import.meta.dirname, 'launcher.mjs');

/**
 * @typedef {object} HostTests
 * @property {import('./versions.mjs').Version} version
 * @property {string} extensionTestsPath a CommonJS file that exports `run(): Promise<void>`
 * @property {Record<string, string>} [env] reaches the extension host
 * @property {string[]} [launchArgs] as for the desktop editor; a path among them is opened as the folder
 * @property {string} [extensionDevelopmentPath] this project, when absent
 * @property {string} [profileDir] kept, with globalState and secrets: a second run with it is a restarted window
 */

/**
 * The same suite and runner for both editors: the desktop one where it can be had and shown, else code-server.
 * @param {HostTests} options
 * @returns {Promise<number>} the exit code: 0 when every test passed
 */
export async function runHostTests(options) {
  const { version, extensionTestsPath, env = {}, launchArgs = [] } = options;
  const { downloadAndUnzipVSCode, runTests } = await import('@vscode/test-electron');
  const desktop = await desktopIsUsable();
  const profile = openProfile(options.profileDir);
  const dataDir = join(profile.dir, desktop ? 'desktop' : 'code-server');
  try {
    await runTests({
      vscodeExecutablePath: desktop ? await downloadAndUnzipVSCode(releases[version].vscode) : launcher,
      extensionDevelopmentPath: options.extensionDevelopmentPath ?? projectRoot,
      extensionTestsPath,
      extensionTestsEnv: env,
      launchArgs: [
        ...launchArgs,
        `--user-data-dir=${dataDir}`,
        `--extensions-dir=${join(profile.dir, 'extensions')}`,
        // A Linux desktop's keyring may ask for a password, or not be there.
        ...(desktop ? ['--password-store=basic'] : [`--editor-version=${version}`]),
      ],
    });
    return 0;
  } catch (error) {
    keepLogs(dataDir, version);
    if (error instanceof Error && 'code' in error && typeof error.code === 'number') return error.code;
    throw error;
  } finally {
    profile.remove();
  }
}

/**
 * @param {string} dataDir
 * @param {string} version
 */
function keepLogs(dataDir, version) {
  const kept = join(resultsDir, `host-${version}-logs`);
  rmSync(kept, { recursive: true, force: true });
  for (const name of ['logs', join('data', 'logs'), 'server.log', 'window.log']) {
    if (existsSync(join(dataDir, name))) cpSync(join(dataDir, name), join(kept, name), { recursive: true });
  }
  console.error(`The editor's logs: ${kept}`);
}
