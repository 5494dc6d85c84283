import { setImmediate } from 'node:timers/promises';

/**
 * Gives everything else that waits its turn, and ends the work when it is not wanted any more. Long work calls it every
 * few milliseconds.
 *
 * @throws the signal's reason
 */
export async function breathe(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await setImmediate();
  signal.throwIfAborted();
}
