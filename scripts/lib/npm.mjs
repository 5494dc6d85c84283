/** Runs npm, also on Windows (a .cmd there) and also when Node was started without it on PATH. */
import { spawn } from 'node:child_process';

/**
 * @param {string[]} args
 * @param {{ cwd: string, show?: boolean }} options `show`: let its output through; else it is told only on failure
 * @returns {Promise<void>}
 */
export function npm(args, { cwd, show = false }) {
  const script = process.env['npm_execpath'];
  const isNpm = script?.endsWith('npm-cli.js') ?? false;
  const shell = !isNpm && process.platform === 'win32';
  const child = spawn(
    isNpm ? process.execPath : shell ? 'npm.cmd' : 'npm',
    isNpm && script ? [script, ...args] : args,
    { cwd, shell, env: cleanEnv(), stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'] },
  );

  let output = '';
  child.stdout?.on('data', chunk => (output += chunk));
  child.stderr?.on('data', chunk => (output += chunk));

  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', code =>
      code === 0 ? done() : fail(new Error(`npm ${args.join(' ')} failed (${code}) in ${cwd}\n${output}`)),
    );
  });
}

/** `npm test` hands its own project down in the environment; an npm for another folder must not take it up. */
function cleanEnv() {
  const env = { ...process.env };
  for (const name of ['npm_config_local_prefix', 'npm_config_prefix', 'INIT_CWD']) delete env[name];
  return env;
}
