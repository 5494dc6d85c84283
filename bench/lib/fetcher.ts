import { execFile } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { debianProgram } from '../../scripts/lib/debian.mjs';
import type { Program } from '../../scripts/lib/programs.mjs';

const run = promisify(execFile);

/** A program that downloads, in a process of its own. */
export interface Fetcher {
  /** With its version; that it is missing where it cannot be had. */
  readonly name: string;
  /**
   * Fetches a file of so many bytes, which is gone then.
   *
   * @returns milliseconds that it took; nothing where the program is missing
   */
  fetch(url: string, folder: string, size: number): Promise<readonly number[]>;
}

/** `curl -o`. It tells how long it took without its start. */
export const curl = (): Promise<Fetcher> =>
  fetcher('curl', 'curl', async ({ executablePath, env }, url, path) => {
    const args = [
      '--disable',
      '--silent',
      '--fail',
      '--noproxy',
      '*',
      '-w',
      '%{time_total}',
      '-o',
      path,
      url,
    ];
    const { stdout } = await run(executablePath, args, { env: { ...process.env, ...env } });
    return Number(stdout) * 1000;
  });

/** `aria2c -x4 -s4`: four connections. Its start counts, for it does not tell that. */
export const aria2c = (): Promise<Fetcher> =>
  fetcher('aria2c', 'aria2', async ({ executablePath, env }, url, path) => {
    const usual = ['--no-conf', '--quiet', '--file-allocation=none', '--no-proxy=127.0.0.1', '--dir=/'];
    const start = performance.now();
    await run(executablePath, [...usual, '-x4', '-s4', '-o', path, url], { env: { ...process.env, ...env } });
    return performance.now() - start;
  });

async function fetcher(
  name: string,
  packageName: string,
  fetch: (program: Program, url: string, path: string) => Promise<number>,
): Promise<Fetcher> {
  try {
    const program = await debianProgram(name, { packageName });
    return {
      name: `${name} ${program.version}`,
      fetch: async (url, folder, size) => {
        const path = join(folder, `${name}.bin`);
        const took = await fetch(program, url, path);
        const found = statSync(path).size;
        rmSync(path);
        if (found !== size) throw new Error(`${name} fetched ${found} bytes instead of ${size}.`);
        return [took];
      },
    };
  } catch (error) {
    console.log((error as Error).message);
    return { name: `${name} is missing`, fetch: () => Promise.resolve([]) };
  }
}
