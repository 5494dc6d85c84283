import type { Clock } from '../core/clock';
import type { Log } from '../core/cloud';
import type { TaskStore } from '../core/store';
import type { Sharing } from '../core/windows/sharing';

export interface WindowsParts {
  readonly store: TaskStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether an account is kept on disk. */
  readonly isKept: (account: string) => boolean;
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
      this.sharing = new Sharing({ ...this.parts, onChange });
      return this.sharing.start();
    });
  }

  get calls(): boolean {
    return this.sharing?.held ?? false;
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
