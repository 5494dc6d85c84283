import { abortable } from '../abortable';
import type { Clock } from '../clock';

/** How far a cloud that goes on throttling slows a limit down: to this part of its rate. */
const slowest = 1 / 16;
/** A caller waits no longer than this for what the cloud asks, milliseconds: it may be a user. */
const longestWait = 60_000;
/** The part of the rate that each call brings back which is let in. */
const recovery = 1 / 16;

/**
 * Spaces out the calls of one account to one group of operations, so that a vendor's rate is kept. Callers go in the
 * order they came. It gives way when the cloud throttles all the same, since others may use the same key, and
 * recovers little by little.
 */
export class RateLimit {
  private queue: Promise<unknown> = Promise.resolve();
  private rate: number;
  /** When the next call may go if no burst is left, and the moment before which nobody goes. */
  private next = 0;
  private pausedUntil = 0;
  private latest = 0;
  private slowedAt = -Infinity;

  /** @param burst how many may go at once after a rest */
  constructor(
    private readonly clock: Clock,
    private readonly perSecond: number,
    private readonly burst = perSecond,
  ) {
    this.rate = perSecond;
  }

  /** Resolves when the caller may go. Rejects with the signal's reason when it gives up, which costs nobody a turn. */
  take(signal: AbortSignal): Promise<void> {
    const turn = this.queue.then(() => this.go(signal));
    this.queue = turn.catch(() => undefined);
    return abortable(turn, signal);
  }

  /**
   * The cloud said that it was too much. Of calls that went together it says so to each; that slows down once.
   *
   * @param sentAt when the call went
   * @param retryAfter milliseconds in which nobody shall go; for more than a minute nobody is kept waiting, but told
   */
  throttled(sentAt: number, retryAfter = 0): void {
    if (sentAt >= this.slowedAt) {
      this.rate = Math.max(this.rate / 2, this.perSecond * slowest);
      this.slowedAt = this.clock.now();
    }
    this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + Math.min(retryAfter, longestWait));
  }

  /** A call was let in. */
  accepted(): void {
    this.rate = Math.min(this.rate + this.perSecond * recovery, this.perSecond);
  }

  private async go(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    for (let wait = this.wait(); wait > 0; wait = this.wait())
      await this.clock.sleep(Math.ceil(wait), signal);
    const interval = 1000 / this.rate;
    const burst = this.rate < this.perSecond ? 1 : this.burst;
    // A slot is a moment; slots may lie in the past as far as a burst allows.
    this.next = Math.max(this.next, this.clock.now() - interval * (burst - 1)) + interval;
  }

  private wait(): number {
    const now = this.clock.now();
    // A clock that was set back takes the slots along: nobody waits until it is as late as it was.
    const setBack = Math.max(0, this.latest - now);
    this.next -= setBack;
    this.pausedUntil -= setBack;
    this.slowedAt -= setBack;
    this.latest = now;
    return Math.max(this.next, this.pausedUntil) - now;
  }
}
