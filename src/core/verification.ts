import type { Connection } from './cloud';
import type { Clock } from './clock';
import { isCredentialRefused, placed, type Problem } from './errors';
import { problemFrom } from './placeFollower';
import type { TaskPlace } from './task';

/** What a trial call of one place showed. */
export interface Verdict {
  readonly place: TaskPlace;
  readonly problem?: Problem;
  /** Tasks in the list, where the service tells it. */
  readonly count?: number | undefined;
  /** How long the answer took, milliseconds; undefined for a place that was not called. */
  readonly milliseconds?: number;
}

/** The verdict that refused the credential itself, if one did: such an account is not worth keeping. */
export const rejection = (verdicts: readonly Verdict[]): Verdict | undefined =>
  verdicts.find(({ problem }) => isCredentialRefused(problem));

/**
 * Makes a real call to each place, one after another: it ends with the first that refuses the credential, because
 * further refusals lock it at some clouds, and when it is cancelled.
 */
export async function verify(
  connection: Connection,
  places: readonly TaskPlace[],
  signal: AbortSignal,
  clock: Pick<Clock, 'now'>,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const place of places) {
    const startedAt = clock.now();
    const count = connection.services[place.service]?.trial(place.region, signal);
    const outcome = await Promise.resolve(count).then(
      tasks => ({ place, count: tasks }),
      (error: unknown) => ({ place, problem: problemFrom(placed(error, place)) }),
    );
    if (signal.aborted) break;
    verdicts.push({ ...outcome, milliseconds: Math.max(0, clock.now() - startedAt) });
    if (rejection(verdicts)) break;
  }
  return verdicts;
}

/** One verdict for each place: those that were not called have the reason that kept them from it. */
export function verdictsOfAll(verdicts: readonly Verdict[], places: readonly TaskPlace[]): Verdict[] {
  const problem = rejection(verdicts)?.problem;
  if (!problem) return [...verdicts];
  return places.map((place, at) => verdicts[at] ?? { place, problem });
}
