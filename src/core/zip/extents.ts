/** Where an entry begins, and what its local header and its bytes take at least. */
export interface Placed {
  readonly offset: number;
  readonly leastBytes: number;
}

/** Where an entry may lie at most, and whether it shares bytes with another. */
export interface Extent {
  /** Where the next entry begins, or the file ends. */
  readonly end: number;
  readonly overlaps: boolean;
}

/**
 * The extents of all entries of an archive of `size` bytes. Entries that share bytes are how a bomb packs gigabytes into
 * kilobytes without nesting: the same stretch is unpacked under many names. An entry that reaches beyond the archive
 * shares with none: it is damaged, and no fault of those that it would cover.
 */
export function extentsOf<T extends Placed>(entries: readonly T[], size: number): ReadonlyMap<T, Extent> {
  const inOrder = entries.toSorted((a, b) => a.offset - b.offset);
  const overlapping = overlaps(inOrder.filter(entry => leastEnd(entry) <= size));
  const extents = new Map<T, Extent>();
  let [start, end] = [size, size];
  for (const entry of inOrder.toReversed()) {
    if (entry.offset < start) [start, end] = [entry.offset, start];
    extents.set(entry, { end, overlaps: overlapping.has(entry) });
  }
  return extents;
}

function overlaps<T extends Placed>(inOrder: readonly T[]): ReadonlySet<T> {
  const found = new Set<T>();
  let furthest: T | undefined;
  for (const entry of inOrder) {
    if (furthest && entry.offset < leastEnd(furthest)) found.add(furthest).add(entry);
    if (!furthest || leastEnd(entry) > leastEnd(furthest)) furthest = entry;
  }
  return found;
}

const leastEnd = ({ offset, leastBytes }: Placed): number => offset + leastBytes;
