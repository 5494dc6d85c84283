import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { build } from 'esbuild';
import { projectRoot, resultsDir } from '../../scripts/lib/paths.mjs';

/** Below the project, so that what is not bundled is found in its `node_modules`. */
const folder = join(resultsDir, 'bench');

/** A process of its own, from its first message on. */
export interface Child<Told> {
  readonly told: Told;
  readonly stop: () => Promise<void>;
}

/**
 * Builds the scripts of `bench/workers` as the extension is built for users, minified and in one piece: what runs is
 * what ships. The vendor's client stays as npm installs it.
 */
export async function buildWorkers(...names: readonly string[]): Promise<void> {
  await build({
    entryPoints: names.map(name => join(projectRoot, 'bench', 'workers', `${name}.ts`)),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    external: ['@alicloud/*'],
    supported: { 'dynamic-import': false },
    logLevel: 'warning',
  });
}

/** Starts a script that was built, and waits for what it has to tell. */
export async function startWorker<Told>(
  name: string,
  args: readonly (string | number)[] = [],
  nodeArgs: readonly string[] = [],
): Promise<Child<Told>> {
  const child = fork(join(folder, `${name}.cjs`), args.map(String), {
    execArgv: [...nodeArgs],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const ended = once(child, 'exit');
  const stop = async () => {
    if (child.connected) child.disconnect();
    await ended;
  };
  const told = new Promise<Told>((resolve, reject) => {
    child.once('message', message => resolve(message as Told));
    child.once('exit', code => reject(new Error(`${name} ended (${code}) with nothing said.`)));
  });
  return { told: await told, stop };
}

/** Runs a script that has one thing to tell, and ends it. */
export async function runWorker<Told>(
  name: string,
  args: readonly (string | number)[] = [],
  nodeArgs: readonly string[] = [],
): Promise<Told> {
  const { told, stop } = await startWorker<Told>(name, args, nodeArgs);
  await stop();
  return told;
}
