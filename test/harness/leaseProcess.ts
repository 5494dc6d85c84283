import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export type LeaseOrder =
  /** Without an interval time stands still but for `tick`. */
  | { readonly do: 'start'; readonly folder: string; readonly moment: number; readonly interval?: number }
  | { readonly do: 'takeOver'; readonly moment: number }
  | { readonly do: 'tick' }
  | { readonly do: 'exit' };

export interface LeaseEvent {
  readonly what: 'ready' | 'changed' | 'slept' | 'took';
  readonly held: boolean;
}

/** A window with a lease, in a process of its own. */
export class LeaseProcess {
  /** As it told last. */
  held = false;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', ({ held }: LeaseEvent) => (this.held = held));
  }

  static async fork(): Promise<LeaseProcess> {
    const script = join(process.cwd(), 'test', 'harness', 'leaseWindow.ts');
    const forked = new LeaseProcess(fork(script, [], { execArgv: ['--import', 'tsx'] }));
    await forked.next('ready');
    return forked;
  }

  /** Gives an order and waits for what comes of it. */
  async order(order: LeaseOrder, what: LeaseEvent['what']): Promise<void> {
    const done = this.next(what);
    this.child.send(order);
    await done;
  }

  /** Waits until something happens for the next time. */
  next(what: LeaseEvent['what']): Promise<void> {
    return new Promise(resolve => {
      const onMessage = (event: LeaseEvent) => {
        if (event.what !== what) return;
        this.child.off('message', onMessage);
        resolve();
      };
      this.child.on('message', onMessage);
    });
  }

  /** Ends without a chance to do anything. */
  async kill(): Promise<void> {
    await this.end(() => this.child.kill('SIGKILL'));
  }

  /** Ends as an editor does. */
  async exit(): Promise<void> {
    await this.end(() => this.child.send({ do: 'exit' } satisfies LeaseOrder));
  }

  get lives(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  private async end(act: () => void): Promise<void> {
    if (!this.lives) return;
    const exit = once(this.child, 'exit');
    act();
    await exit;
    this.held = false;
  }
}
