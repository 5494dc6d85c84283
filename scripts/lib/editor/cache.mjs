/** Folders that are made once and kept. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from '../paths.mjs';

/**
 * The folder `name` of the cache; `fill` makes its contents the first time. It is filled under another name and
 * renamed when whole, so an interrupted installation is never taken for a finished one, and two at once do not mix.
 * @param {string} name
 * @param {string} what told to the user while it is being made
 * @param {(folder: string) => Promise<void>} fill
 * @returns {Promise<string>}
 */
export async function cached(name, what, fill) {
  const target = join(cacheDir, name);
  if (existsSync(target)) return target;

  removeLeftovers();
  const partial = `${target}.partial-${process.pid}`;
  const started = Date.now();
  console.log(`Installing ${what}; kept in .vscode-test/${name} …`);
  mkdirSync(partial, { recursive: true });
  try {
    await fill(partial);
    moveIntoPlace(partial, target);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  console.log(`Installed ${what} in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
  return target;
}

/**
 * @param {string} partial
 * @param {string} target
 */
function moveIntoPlace(partial, target) {
  try {
    renameSync(partial, target);
  } catch (error) {
    if (!existsSync(target)) throw error; // otherwise another process was faster, with the same thing
  }
}

/** What installations that were killed left behind. */
function removeLeftovers() {
  if (!existsSync(cacheDir)) return;
  for (const name of readdirSync(cacheDir)) {
    const pid = /\.partial-(\d+)$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(join(cacheDir, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
