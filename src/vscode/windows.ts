import type { Clock } from '../core/clock';
import type { Log } from '../core/cloud';
import type { TaskStore } from '../core/store';
import type { Task } from '../core/task';
import type { Sharing } from '../core/windows/sharing';
import type { Accounts } from './accounts';
import { setting } from './contributions';

export interface WindowsParts {
  readonly store: TaskStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly accounts: Pick<Accounts, 'list' | 'isPassing'>;
  readonly folder: string;
}

/** This window among those that are open: loaded after the start, which waits for no disk. */
export class Windows {
  private sharing: Sharing | undefined;
  private ready: Promise<void> = Promise.resolve();

  constructor(private readonly parts: WindowsParts) {}

  /** @param onChange told when this window becomes or ceases to be the one that calls the clouds */
  start(onChange: () => void): void {
    this.ready = import('../core/windows/sharing').then(({ Sharing }) => {
      const { accounts, ...parts } = this.parts;
      this.sharing = new Sharing({
        ...{ ...parts, onChange },
        isKept: id => !accounts.isPassing(id),
        isListed: id => accounts.list().some(account => account.id === id),
        historyDays: () => setting('history.days'),
      });
      return this.sharing.start();
    });
  }

  /** What the clouds list no more, what left last first. */
  async *history(): AsyncGenerator<readonly Task[]> {
    await this.ready;
    if (this.sharing) yield* this.sharing.history();
  }

  get calls(): boolean {
    return this.sharing?.held ?? false;
  }

  /** Writes down what has changed here. @returns whether it is for this window to tell of it, and for no other one */
  keep(): Promise<boolean> | undefined {
    return this.sharing?.keep();
  }

  async takeOver(): Promise<void> {
    await this.ready;
    await this.sharing?.takeOver();
  }

  async close(): Promise<void> {
    await this.ready;
    await this.sharing?.close();
  }
}
