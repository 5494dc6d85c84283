import type { Clock } from '../clock';

/** Spaces calls out so that a vendor's published rate is kept; callers are served in the order they came. */
export class RateLimit {
  private next = 0;
  private latest = 0;

  /** @param burst how many may go at once after a rest */
  constructor(
    private readonly clock: Clock,
    private readonly perSecond: number,
    private readonly burst = perSecond,
  ) {}

  /** Resolves when the caller may go; rejects with the signal's reason when it gives up waiting. */
  async take(signal: AbortSignal): Promise<void> {
    const interval = 1000 / this.perSecond;
    const now = this.clock.now();
    // A clock that was set back takes the slots along: nobody waits until it is as late as it was.
    this.next -= Math.max(0, this.latest - now);
    this.latest = now;
    // A slot is a moment; slots may lie in the past as far as a burst allows.
    const slot = Math.max(this.next, now - interval * (this.burst - 1));
    this.next = slot + interval;
    if (slot > now) await this.clock.sleep(slot - now, signal);
    signal.throwIfAborted();
  }
}
