import type { Clock } from '../clock';
import type { Disposable } from '../lifecycle';

/** Does something again and again, with a pause that is asked for anew each time. */
export class Rounds implements Disposable {
  private isEnded = false;
  private nap = new AbortController();

  constructor(
    private readonly clock: Pick<Clock, 'sleep'>,
    /** Milliseconds. */
    private readonly pause: () => number,
    /** Never rejects. `passed`: the pause before it, milliseconds; 0 when it was cut short. */
    private readonly round: (passed: number) => Promise<void>,
  ) {}

  /** Resolves when it is disposed, and the last round is over. */
  async start(): Promise<void> {
    while (!this.isEnded) {
      const pause = this.pause();
      const passed = await this.clock.sleep(pause, this.nap.signal).then(
        () => pause,
        () => 0,
      );
      // Whoever wakes it from now on wants one more after this one.
      this.nap = new AbortController();
      if (!this.isEnded) await this.round(passed);
    }
  }

  /** Has the next round at once. */
  wake(): void {
    this.nap.abort();
  }

  dispose(): void {
    this.isEnded = true;
    this.nap.abort();
  }
}
