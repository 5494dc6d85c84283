import type { Clock } from '../../src/core/clock';

interface Sleeper {
  readonly at: number;
  wake(): void;
}

/** Lets everything that can go on without time passing go on. */
export const settle = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  private sleepers: Sleeper[] = [];
  /** How long each sleep was asked to be. */
  readonly asked: number[] = [];

  constructor(private time = Date.UTC(2026, 0, 2, 3, 4, 5)) {}

  now(): number {
    return this.time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.asked.push(ms);
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const onAbort = () => {
        this.sleepers = this.sleepers.filter(other => other !== sleeper);
        reject(signal?.reason as Error);
      };
      const wake = () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const sleeper = { at: this.time + ms, wake };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.sleepers.push(sleeper);
    });
  }

  /** How many wait for time to pass. */
  get sleeping(): number {
    return this.sleepers.length;
  }

  /** Moves time on and wakes who is due, one moment after another. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await settle();
    for (;;) {
      const at = Math.min(...this.sleepers.map(sleeper => sleeper.at));
      if (at > end) break;
      this.time = Math.max(this.time, at);
      const due = this.sleepers.filter(sleeper => sleeper.at <= at);
      this.sleepers = this.sleepers.filter(sleeper => sleeper.at > at);
      for (const sleeper of due) sleeper.wake();
      await settle();
    }
    this.time = end;
  }

  /** Sets the clock as a user does: nobody wakes for it, and sleeps take as long as they would have. */
  set(time: number): void {
    const moved = time - this.time;
    this.sleepers = this.sleepers.map(sleeper => ({ ...sleeper, at: sleeper.at + moved }));
    this.time = time;
  }
}

/** A clock on which every sleep is over as soon as it begins: time passes only by sleeping. */
export class HurriedClock extends FakeClock {
  override sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const slept = super.sleep(ms, signal);
    void this.advance(ms);
    return slept;
  }
}
