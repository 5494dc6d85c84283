/** Pause between two looks at unfinished tasks, milliseconds: it grows while nothing changes. */
export const followPause = { first: 5_000, longest: 60_000, growth: 1.5 } as const;

/** How often a whole list is read again when nobody asks for it, milliseconds. */
export const defaultListInterval = 5 * 60_000;

/** Pause after a failure, milliseconds; doubled with each further one. */
const afterFailure = { first: 30_000, longest: 15 * 60_000 } as const;

export const nextPause = (pause: number): number => Math.min(pause * followPause.growth, followPause.longest);

/** A cloud that asks for more than this, milliseconds, is asked again all the same: the number may be a mistake. */
const longestWish = 24 * 60 * 60_000;

/** How long to leave a service alone after `failures` failures in a row; the cloud's own wish counts more. */
export const failurePause = (failures: number, retryAfter = 0): number =>
  Math.max(
    Math.min(retryAfter, longestWish),
    Math.min(afterFailure.first * 2 ** (failures - 1), afterFailure.longest),
  );
