#!/usr/bin/env node
/**
 * Takes the arguments of the desktop editor's executable and runs an extension's tests in code-server and a headless
 * Chromium, so that the runner of `@vscode/test-electron` serves both. Prints what the tests print, ends with their
 * exit code.
 */
import { mkdirSync } from 'node:fs';
import { Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from './automation.mjs';
import { openBrowser } from './browser.mjs';
import { codeServer } from './codeServer.mjs';
import { editorEnv } from './environment.mjs';
import { startServer } from './processes.mjs';
import { portOf } from './profile.mjs';
import { storeState } from './storedState.mjs';

const launchMs = 60_000;
const limitMs = 15 * 60_000;

/** @typedef {ReturnType<typeof parse>} Options */

// The workbench seals what an extension keeps in SecretStorage with a key that it asks its server for. Only
// code-server's own entry answers; without an answer the secrets would be gone with the window.
const secretKey = Buffer.alloc(32, 'tests only');

/** @param {string[]} argv */
function parse(argv) {
  /** @param {string} name */
  const all = name => argv.filter(arg => arg.startsWith(`--${name}=`)).map(arg => arg.slice(name.length + 3));
  const [tests] = all('extensionTestsPath');
  const [dataDir] = all('user-data-dir');
  if (!tests || !dataDir) throw new Error('--extensionTestsPath= and --user-data-dir= are needed.');
  return {
    version:
      all('editor-version')[0] === 'lowest'
        ? /** @type {const} */ ('lowest')
        : /** @type {const} */ ('newest'),
    tests: resolve(tests),
    extensions: all('extensionDevelopmentPath').map(path => resolve(path)),
    dataDir: resolve(dataDir),
    extensionsDir: all('extensions-dir')[0],
    folder: argv.find(arg => !arg.startsWith('-')),
    trusted: argv.includes('--disable-workspace-trust'),
  };
}

/** @param {string[]} argv */
async function main(argv) {
  const options = parse(argv);
  const { node, root } = await codeServer(options.version);
  mkdirSync(options.dataDir, { recursive: true });
  const port = await portOf(options.dataDir);
  const authority = `127.0.0.1:${port}`;
  const server = await startServer({
    command: node,
    args: [
      join(root, 'lib', 'vscode', 'out', 'server-main.js'),
      `--host=127.0.0.1`,
      `--port=${port}`,
      '--without-connection-token',
      '--accept-server-license-terms',
      `--server-data-dir=${options.dataDir}`,
      '--telemetry-level=off',
      '--enable-smoke-test-driver', // only with it does a built workbench take the payload below
      ...(options.extensionsDir ? [`--extensions-dir=${options.extensionsDir}`] : []),
      ...(options.trusted ? ['--disable-workspace-trust'] : []),
    ],
    url: `http://${authority}/`,
    env: editorEnv(),
    logFile: join(options.dataDir, 'server.log'),
  });

  try {
    return await runInBrowser(options, authority, server);
  } finally {
    await server.stop();
  }
}

/**
 * @param {Options} options
 * @param {string} authority
 * @param {import('./processes.mjs').Server} server
 */
async function runInBrowser(options, authority, server) {
  const context = await openBrowser(join(options.dataDir, 'browser'));
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await context.route('**/mint-key', route => route.fulfill({ body: secretKey }));
    const { code: exit } = await listen(page, join(options.dataDir, 'window.log'));
    const failed = failure(server);
    await Promise.race([page.goto(address(authority, options), { timeout: launchMs }), failed]);
    const code = await Promise.race([exit, failed]);
    await storeState(page);
    return code;
  } finally {
    await context.close();
  }
}

/**
 * Rejects when the tests can no longer end by themselves.
 * @param {import('./processes.mjs').Server} server
 * @returns {Promise<never>}
 */
function failure(server) {
  const late = sleep(limitMs, new Error(`The tests took more than ${limitMs / 60_000} minutes.`), {
    ref: false,
  });
  /** @type {Promise<never>} */
  const failed = Promise.race([server.died, late]).then(error => Promise.reject(error));
  failed.catch(() => {}); // also settles after the end, when nobody listens
  return failed;
}

/**
 * @param {string} authority
 * @param {Options} options
 */
function address(authority, { extensions, tests, folder }) {
  /** @param {string} path */
  const remote = path => `vscode-remote://${authority}${encodeURI(path)}`;
  const payload = [
    ...extensions.map(path => ['extensionDevelopmentPath', remote(path)]),
    ['extensionTestsPath', remote(tests)],
    ['skipWelcome', 'true'],
  ];
  const query = new URLSearchParams({ payload: JSON.stringify(payload) });
  if (folder) query.set('folder', resolve(folder));
  else query.set('ew', 'true');
  return `http://${authority}/?${query.toString().replaceAll('+', '%20')}`;
}

/** Nobody is left to tell when the runner is gone: its end of the pipe closes, and everything started here ends. */
function endWithRunner() {
  if (!(process.stdin instanceof Socket) || process.stdin.isTTY) return;
  process.stdin.resume().once('close', () => process.exit(1));
  process.stdin.unref();
}

endWithRunner();
process.exitCode = await main(process.argv.slice(2));
