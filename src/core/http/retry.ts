import type { Problem } from '../errors';

/** How often a read is tried at the most, and for how long, milliseconds. */
export const retryLimits = { tries: 4, time: 60_000 } as const;

/** The pause before the second try, milliseconds; doubled with each further one. */
const firstPause = 500;

/** Statuses of a server that is there but cannot, as against one that never will (501, 505). */
const passing: ReadonlySet<number> = new Set([408, 500, 502, 503, 504]);

/** Whether the same call may well work a little later. A credential that was refused is never one of these. */
export function isPassing({ kind, status = 0 }: Problem): boolean {
  switch (kind) {
    case 'network':
    case 'timeout':
    case 'throttled':
      return true;
    case 'server':
      // Below 500 it is the vendor's code that said so: some gateways put their own faults under 400.
      return status < 500 || passing.has(status);
    case 'proxy':
      // The proxy is there, and could not reach the cloud.
      return status >= 500 && passing.has(status);
    default:
      return false;
  }
}

/**
 * Milliseconds to wait before the next try, or undefined when there shall be none. Between half of the pause and all
 * of it, by chance, so that those who failed together do not come back together; or as long as the cloud asks, and
 * some.
 *
 * @param tries how many there were
 * @param elapsed milliseconds since the first began
 * @param random from 0 to 1
 */
export function retryPause(
  problem: Problem,
  tries: number,
  elapsed: number,
  random: number,
): number | undefined {
  if (tries >= retryLimits.tries || !isPassing(problem)) return undefined;
  const half = (firstPause * 2 ** (tries - 1)) / 2;
  const pause = Math.round(Math.max(problem.retryAfter ?? 0, half) + half * random);
  return elapsed + pause > retryLimits.time ? undefined : pause;
}
