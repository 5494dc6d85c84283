import { timed, type Took } from './stopwatch';
import { tell } from './tell';

/** How long it took to read a list for the first time in a process, and then again. */
export interface Readings {
  readonly first: Took;
  readonly again: readonly Took[];
}

/**
 * Reads the list at the address that the process was started with, as often as it was told to, and tells how long
 * each reading took.
 *
 * @param reader how to read it; resolves to all rows
 */
export async function tellReadings(
  reader: (origin: string) => () => Promise<readonly unknown[]>,
): Promise<void> {
  const [origin = '', count, again] = process.argv.slice(2);
  const read = reader(origin);
  const reading = () =>
    timed(async () => {
      const { length } = await read();
      if (length !== Number(count)) throw new Error(`${length} tasks were read instead of ${count}.`);
    });
  const first = await reading();
  const later: Took[] = [];
  while (later.length < Number(again)) later.push(await reading());
  tell({ first, again: later } satisfies Readings);
}
