/** Installs the project's dependencies when they are missing or not those of the lockfile. Needs Node alone. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.mjs';
import { projectRoot } from './paths.mjs';

/** Runs `npm ci` unless what stands in node_modules is what package-lock.json asks for. */
export async function ensureDependencies() {
  const reason = whyInstall();
  if (!reason) return;
  console.log(`Installing dependencies (${reason}) …`);
  await npm(['ci', '--no-audit', '--no-fund'], { cwd: projectRoot, show: true });
}

/** @returns {string | undefined} */
function whyInstall() {
  const lockfile = join(projectRoot, 'package-lock.json');
  const installed = join(projectRoot, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return 'none installed yet';
  // A checkout touches the lockfile without changing it, so a newer date alone says nothing: compare what it asks for.
  if (statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs) return undefined;
  return differs(packagesOf(lockfile), packagesOf(installed)) ? 'package-lock.json has changed' : undefined;
}

/** @typedef {Record<string, { version?: string, optional?: boolean, peer?: boolean }>} Packages */

/**
 * @param {string} file
 * @returns {Packages}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/**
 * Optional packages may be left out (another platform's binaries); everything else has to be there, as locked.
 * @param {Packages} wanted
 * @param {Packages} installed
 */
function differs(wanted, installed) {
  const missing = Object.entries(wanted).some(
    ([path, { version, optional }]) =>
      path !== '' && installed[path]?.version !== version && !(optional && !installed[path]),
  );
  return missing || Object.keys(installed).some(path => !wanted[path]);
}
