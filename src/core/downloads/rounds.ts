import type { Clock } from '../clock';
import type { Disposable } from '../lifecycle';

/** Does something again and again, with a pause that is asked for anew each time. */
export class Rounds implements Disposable {
  private readonly ended = new AbortController();
  private nap = new AbortController();

  constructor(
    private readonly clock: Pick<Clock, 'sleep'>,
    /** Milliseconds. */
    private readonly pause: () => number,
    /** Never rejects. `passed`: the pause before it, milliseconds. */
    private readonly round: (passed: number) => Promise<void>,
  ) {}

  async start(): Promise<void> {
    while (!this.ended.signal.aborted) {
      const passed = this.pause();
      this.nap = new AbortController();
      const woken = await this.clock
        .sleep(passed, AbortSignal.any([this.ended.signal, this.nap.signal]))
        .then(
          () => false,
          () => true,
        );
      if (!this.ended.signal.aborted) await this.round(woken ? 0 : passed);
    }
  }

  /** Has the next round at once. */
  wake(): void {
    this.nap.abort();
  }

  dispose(): void {
    this.ended.abort();
  }
}
