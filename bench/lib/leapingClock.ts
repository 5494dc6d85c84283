import type { Clock } from '../../src/core/clock';

/**
 * A clock that goes on by itself and leaps ahead instead of sleeping: a rate limit is kept and costs no time. What is
 * left is what our own work takes.
 */
export class LeapingClock implements Clock {
  private leapt = 0;

  now(): number {
    return Date.now() + this.leapt;
  }

  sleep(ms: number): Promise<void> {
    this.leapt += ms;
    return Promise.resolve();
  }
}
