/** What was measured, in the order in which it was: of two that took turns, entries at the same place belong together. */
export type Samples = readonly number[];

/** Neither the one outlier of a busy machine nor the luckiest run. */
export function median(samples: Samples): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** How much larger one is than the other. Round by round where they took turns: a machine's speed drifts, for both. */
export function ratio(ours: Samples, theirs: Samples): number {
  if (ours.length !== theirs.length) return median(ours) / median(theirs);
  return median(ours.map((sample, round) => sample / (theirs[round] ?? NaN)));
}

/**
 * Lets each have its turn, round after round, so that a machine that slows down does so for all of them.
 *
 * @param warmUp rounds that do not count
 */
export async function inTurn<Name extends string, Result>(
  contestants: Readonly<Record<Name, () => Promise<Result>>>,
  { rounds, warmUp = 1 }: { readonly rounds: number; readonly warmUp?: number },
): Promise<Readonly<Record<Name, readonly Result[]>>> {
  const names = Object.keys(contestants) as Name[];
  const results = Object.fromEntries(names.map(name => [name, []])) as unknown as Record<Name, Result[]>;
  for (let round = -warmUp; round < rounds; round++) {
    for (const name of names) {
      const result = await contestants[name]();
      if (round >= 0) results[name].push(result);
    }
  }
  return results;
}
