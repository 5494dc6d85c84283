import { setImmediate as turn } from 'node:timers/promises';
import { SteppedClock } from '../steppedClock';
import { weekStart } from './calendar';

/** The clock of the computer, and the true time, by which the clouds go. */
export class Times {
  readonly clock = new SteppedClock(weekStart);
  /** How often the computer has slept. */
  slept = 0;
  private ahead = 0;

  /** The true time. */
  now(): number {
    return this.clock.now() - this.ahead;
  }

  /** Milliseconds by which the clock of the computer is ahead. */
  get error(): number {
    return this.ahead;
  }

  /** Somebody sets the clock of the computer. */
  setBy(ms: number): void {
    this.clock.jump(ms);
    this.ahead += ms;
  }

  /** The computer sleeps; then timers go on with what was left of them, or all that passed meanwhile are late. */
  sleep(ms: number, timers: 'goOn' | 'late'): void {
    this.slept++;
    if (timers === 'goOn') this.clock.jump(ms);
    else this.clock.moveTo(this.clock.now() + ms);
  }

  /** Goes on to the next moment at which somebody wakes, but not past `end`. @returns whether it is `end` */
  async step(end: number): Promise<boolean> {
    const last = end + this.ahead;
    const next = Math.min(this.clock.next() ?? Infinity, last);
    this.clock.moveTo(next);
    await settled();
    return next >= last;
  }
}

/** All that a moment brings about is over: nothing in the week takes real time but the files of a window that closes. */
export const settled = (): Promise<void> => turn();
