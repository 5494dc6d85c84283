import type { Clock } from '../../src/core/clock';

interface Sleeper {
  due: number;
  readonly wake: () => void;
}

/** A clock that stands until it is moved, and wakes those who sleep when it passes their time. */
export class SteppedClock implements Clock {
  private readonly sleepers = new Set<Sleeper>();

  constructor(private time = Date.parse('2026-11-22T10:00:00Z')) {}

  now(): number {
    return this.time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const onAbort = () => {
        this.sleepers.delete(sleeper);
        reject(signal?.reason as Error);
      };
      const wake = () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const sleeper = { due: this.time + ms, wake };
      this.sleepers.add(sleeper);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Who sleeps now, to tell those that come later from them. */
  asleep(): ReadonlySet<object> {
    return new Set(this.sleepers);
  }

  /** When the first sleeper wakes who is not one of `others`; undefined when nobody sleeps. */
  next(others: ReadonlySet<object> = new Set()): number | undefined {
    const due = [...this.sleepers].filter(sleeper => !others.has(sleeper)).map(sleeper => sleeper.due);
    return due.length > 0 ? Math.min(...due) : undefined;
  }

  /** Is set to another time, as by the user: those who sleep do not sleep longer or shorter for it. */
  jump(ms: number): void {
    this.time += ms;
    for (const sleeper of this.sleepers) sleeper.due += ms;
  }

  /** Moves on to a time, which is never in the past, and wakes everyone whose time has come. */
  moveTo(time: number): void {
    this.time = Math.max(this.time, time);
    for (const sleeper of [...this.sleepers].sort((a, b) => a.due - b.due)) {
      if (sleeper.due > this.time) break;
      this.sleepers.delete(sleeper);
      sleeper.wake();
    }
  }
}
