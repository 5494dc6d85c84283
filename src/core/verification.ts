import type { Connection } from './cloud';
import { isCredentialRefused, placed, type Problem } from './errors';
import { problemFrom } from './placeFollower';
import type { TaskPlace } from './task';

/** What a trial call of one place showed. */
export interface Verdict {
  readonly place: TaskPlace;
  readonly problem?: Problem;
  /** Tasks in the list, where the service tells it. */
  readonly count?: number | undefined;
}

/** The verdict that refused the credential itself, if one did: such an account is not worth keeping. */
export const rejection = (verdicts: readonly Verdict[]): Verdict | undefined =>
  verdicts.find(({ problem }) => isCredentialRefused(problem));

/**
 * Makes a real call to each place, one after another: it ends with the first that refuses the credential, because
 * further refusals lock it at some clouds.
 */
export async function verify(
  connection: Connection,
  places: readonly TaskPlace[],
  signal: AbortSignal,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const place of places) {
    const count = connection.services[place.service]?.trial(place.region, signal);
    verdicts.push(
      await Promise.resolve(count).then(
        tasks => ({ place, count: tasks }),
        (error: unknown) => ({ place, problem: problemFrom(placed(error, place)) }),
      ),
    );
    if (rejection(verdicts)) break;
  }
  return verdicts;
}
