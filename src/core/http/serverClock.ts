import type { Clock } from '../clock';
import type { HttpHead } from './request';

/** The cloud's clock, as far as it is known: ours, until a refusal and the `Date` of an answer show that it is off. */
export class ServerClock {
  private ahead = 0;
  private measured: number | undefined;

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** The moment to sign with. */
  now(): Date {
    return new Date(this.clock.now() - this.ahead);
  }

  /** How far ahead ours is taken to be, milliseconds: what is signed now is signed by that. */
  get correction(): number {
    return this.ahead;
  }

  /** The time there, as the latest answer told it, which signatures need not go by. */
  estimate(): Date {
    return new Date(this.clock.now() - (this.measured ?? this.ahead));
  }

  /** Milliseconds by which ours is ahead, as the latest answer told it; undefined before the first. */
  get skew(): number | undefined {
    return this.measured;
  }

  note(skew: number): void {
    this.measured = skew;
  }

  /**
   * Takes what was measured.
   *
   * @param skew milliseconds by which our clock is ahead
   * @param used the correction that was signed with: another caller may have made a better one meanwhile
   * @param tolerance how much the moment that was signed with may differ without being why it was refused
   * @returns false when that is so, and signing anew would change nothing
   */
  correct(skew: number, used: number, tolerance: number): boolean {
    if (Math.abs(skew - used) < tolerance) return false;
    this.ahead = skew;
    return true;
  }
}

/**
 * Milliseconds by which our clock is ahead of the one an answer's `Date` was taken from; undefined when it has none.
 * `Date` has no fraction, so half a second is added; the way there and back is shared alike.
 */
export function clockSkew({ headers }: HttpHead, sentAt: number, receivedAt: number): number | undefined {
  const date = Date.parse(headers['date'] ?? '');
  return Number.isNaN(date) ? undefined : Math.round((sentAt + receivedAt) / 2 - (date + 500));
}
