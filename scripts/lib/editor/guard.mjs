/**
 * Runs a command, and ends it with all it started once the pipe on standard input closes: so it is gone even when
 * the script that wanted it was killed and could not clean up. Leads its process group.
 *
 *     node guard.mjs <command> <arguments …>
 */
import { spawn } from 'node:child_process';

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

child.once('error', error => {
  console.error(error.message);
  process.exit(1);
});
child.once('exit', code => process.exit(code ?? 1));

// The whole group was told to end: wait for the child to do so.
process.on('SIGTERM', () => {});
process.on('SIGINT', () => {});

process.stdin.resume();
process.stdin.once('close', () => process.kill(-process.pid, 'SIGKILL'));
