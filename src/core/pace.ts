/** Pause between two looks at unfinished tasks, milliseconds: it grows while nothing changes. */
export const followPause = { first: 5_000, longest: 60_000, growth: 1.5 } as const;

/** How often a list is read again when nobody asks for it, milliseconds. */
export const defaultListInterval = 5 * 60_000;

/**
 * How often it is read whole, milliseconds: in between only what is new is read, which does not tell what the cloud has
 * deleted.
 */
export const wholeListInterval = 60 * 60_000;

/** Whether the user sees the tasks now. */
export type Attention = 'watching' | 'away';

/** How many times slower everything goes. */
const slowness: Readonly<Record<Attention, number>> = { watching: 1, away: 3 };

/** A pause as long as it is to be now. @param random from 0 to 1, so that not all that is due comes at once */
export const paced = (pause: number, attention: Attention, random: number): number =>
  pause * slowness[attention] * (0.9 + 0.2 * random);

/** Pause after a failure, milliseconds; doubled with each further one. */
const afterFailure = { first: 30_000, longest: 15 * 60_000 } as const;

export const nextPause = (pause: number): number => Math.min(pause * followPause.growth, followPause.longest);

/**
 * Pause before the next look at a task: seldom while it is too young to be done, often about when such tasks usually
 * are, and as `pause` says when it takes longer, or nothing is known.
 *
 * @param age milliseconds since it was created
 * @param usual how long such tasks take, milliseconds
 */
export function lookPause(age: number | undefined, usual: number | undefined, pause: number): number {
  if (age === undefined || usual === undefined || age < 0) return pause;
  const soonest = 0.8 * usual;
  if (age < soonest) return Math.min(Math.max(soonest - age, followPause.first), followPause.longest);
  return age < 1.5 * usual ? followPause.first : pause;
}

/** How long to leave a service alone after `failures` failures in a row; the cloud's own wish counts more. */
export const failurePause = (failures: number, retryAfter = 0): number =>
  Math.max(retryAfter, Math.min(afterFailure.first * 2 ** (failures - 1), afterFailure.longest));
