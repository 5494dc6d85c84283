/** The folders an editor keeps its things in, and the port it is served at. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** @typedef {{ dir: string, browserDir: string, remove: () => void }} Profile */

/**
 * A given folder is kept; without one, a new folder is made and removed at the end.
 * @param {string} [profileDir]
 * @returns {Profile}
 */
export function openProfile(profileDir) {
  const dir = profileDir ? resolve(profileDir) : mkdtempSync(join(tmpdir(), 'cloud-tasks-'));
  const browserDir = join(dir, 'browser');
  mkdirSync(browserDir, { recursive: true });
  return {
    dir,
    browserDir,
    remove: () => {
      if (!profileDir) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * The browser files what it stores (globalState, secrets) under the page's address, so a profile keeps its port.
 * @param {string} dir
 * @returns {Promise<number>}
 */
export async function portOf(dir) {
  const file = join(dir, 'port');
  if (existsSync(file)) {
    const port = Number(readFileSync(file, 'utf8'));
    if (!(await isFree(port)))
      throw new Error(`Port ${port}, which the profile ${dir} belongs to, is taken.`);
    return port;
  }
  for (;;) {
    // Below the range that systems hand out to outgoing connections, so nobody gets it between two runs.
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if (!(await isFree(port))) continue;
    writeFileSync(file, String(port));
    return port;
  }
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isFree(port) {
  return new Promise(done => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => done(true)));
  });
}
