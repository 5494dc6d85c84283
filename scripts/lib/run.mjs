/** Runs the project's tools. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from './paths.mjs';

/** As files for Node, since the commands in node_modules/.bin differ from system to system. */
const tools = {
  eslint: 'eslint/bin/eslint.js',
  mocha: 'mocha/bin/mocha.js',
  prettier: 'prettier/bin/prettier.cjs',
  tsc: 'typescript/bin/tsc',
  vsce: '@vscode/vsce/vsce',
};

/**
 * @typedef {object} RunOptions
 * @property {Record<string, string>} [env]
 * @property {string[]} [nodeArgs]
 * @property {number} [limitMs] the tool is ended when it takes longer
 */

/**
 * @param {keyof typeof tools} name
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export const tool = (name, args, options) =>
  node([join(projectRoot, 'node_modules', tools[name]), ...args], options);

/**
 * Runs Node in the project's folder, its output let through.
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>} its exit code
 */
export function node(args, { env = {}, nodeArgs = [], limitMs = 15 * 60_000 } = {}) {
  const child = spawn(process.execPath, [...nodeArgs, ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: limitMs,
  });
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code, signal) => {
      if (signal) console.error(`Ended by ${signal}.`);
      done(code ?? 1);
    });
  });
}
