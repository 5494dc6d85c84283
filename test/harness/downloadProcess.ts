import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { DownloadEvent, WindowOrder } from './downloadWindow';

/** Compiles what {@link DownloadProcess} starts: it is started so often that a loader would take most of the time. */
export async function buildDownloadWindow(folder: string): Promise<string> {
  const outfile = join(folder, 'downloadWindow.cjs');
  await build({
    entryPoints: [join(process.cwd(), 'test', 'harness', 'downloadWindow.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    logLevel: 'silent',
  });
  return outfile;
}

/** A window that downloads, in a process of its own. */
export class DownloadProcess {
  private readonly child: ChildProcess;
  private readonly exit: Promise<unknown>;

  constructor(script: string, order: WindowOrder, onEvent: (event: DownloadEvent) => void) {
    this.child = fork(script, [JSON.stringify(order)], { execArgv: [] });
    this.exit = once(this.child, 'exit');
    this.child.on('message', onEvent);
  }

  /** Ends without a chance to do anything. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** Asks it to close, as an editor does before it ends. */
  close(): void {
    this.child.send('close');
  }

  /** Resolves when it has ended, by itself or not. */
  async ended(): Promise<void> {
    await this.exit;
  }
}
