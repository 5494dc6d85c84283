import type { Attention } from '../../../src/core/pace';
import { hour, minute, second } from '../worlds';

/**
 * When which call may be made, as it was agreed on and not as it was programmed: `week.test.ts` holds the calls of the
 * week against this. Milliseconds.
 */
export const policy = {
  /** What is new of a list is asked for so often, and the whole of it. */
  list: 5 * minute,
  whole: hour,
  /** Unfinished tasks are looked at so often: ever more seldom while nothing changes. */
  look: { first: 5 * second, longest: minute, growth: 1.5 },
  /** Pauses differ by so much, by chance. */
  jitter: 0.1,
  /** Nobody looks: all is so many times slower. */
  away: 3,
  /** A place that failed is left alone for so long: doubled with each further failure. */
  rest: { first: 30 * second, longest: 15 * minute },
  /** A call that fails in passing is made again so often; a user does not wait for that. */
  retries: 3,
  /** A token lives a day, and is renewed half an hour before. */
  token: 23.5 * hour,
  /** Clouds take signatures that are not older or younger. */
  skew: 14 * minute,
} as const;

export const slowness = (attention: Attention): number => (attention === 'away' ? policy.away : 1);

/** How long a place rests after so many failures in a row. */
export const restAfter = (failures: number, retryAfter: number): number =>
  Math.max(retryAfter, Math.min(policy.rest.first * 2 ** (failures - 1), policy.rest.longest));
