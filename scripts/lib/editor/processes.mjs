/** Servers that never outlive the script that started them. */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {{ url: string, stop: () => Promise<void>, died: Promise<Error> }} Server */

const guard = join(import.meta.dirname, 'guard.mjs');
const startMs = 60_000;
const stopMs = 3_000;

/**
 * Starts a server and waits until it answers at `url`.
 * @param {{ command: string, args: string[], url: string, logFile: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<Server>}
 */
export async function startServer({ command, args, url, logFile, env = process.env }) {
  // A group of its own, so that it is ended with all its children: extension hosts, terminals, watchers.
  const child = spawn(process.execPath, [guard, command, ...args], {
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let tail = '';
  const log = createWriteStream(logFile, { flags: 'a' });
  for (const stream of [child.stdout, child.stderr]) {
    stream.pipe(log, { end: false });
    stream.on('data', chunk => (tail = (tail + chunk).slice(-4000)));
  }

  /** @type {Promise<Error>} */
  const died = new Promise(done => {
    child.once('error', done);
    child.once('close', code => done(new Error(`The server ended (${code}).\n${tail}`)));
  });

  const stop = async () => {
    if (child.pid) signal(child.pid, 'SIGTERM');
    await Promise.race([died, sleep(stopMs, undefined, { ref: false })]);
    if (child.pid) signal(child.pid, 'SIGKILL');
    await died;
    log.end();
  };

  try {
    await answers(url, died);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop, died };
}

/**
 * @param {string} url
 * @param {Promise<Error>} died
 */
async function answers(url, died) {
  const deadline = Date.now() + startMs;
  while (Date.now() < deadline) {
    const answer = await Promise.race([
      died,
      fetch(url, { redirect: 'manual' }).then(
        ({ status }) => status < 500,
        () => false,
      ),
    ]);
    if (answer instanceof Error) throw answer;
    if (answer) return;
    await sleep(50);
  }
  throw new Error(`The server did not answer at ${url} within ${startMs / 1000} s.`);
}

/**
 * @param {number} group
 * @param {NodeJS.Signals} name
 */
function signal(group, name) {
  try {
    process.kill(-group, name);
  } catch {
    // gone already
  }
}
