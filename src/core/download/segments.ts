/** A stretch of a file that is fetched in one go, or by one connection after another. */
export interface Segment {
  readonly start: number;
  /** Not counted in; Infinity while the size of the file is not known. It falls when the rest is given to another. */
  end: number;
  /** Bytes before it are on disk. */
  at: number;
}

export const isDone = ({ at, end }: Segment): boolean => at >= end;

/** Bytes of all segments that are on disk. */
export const fetched = (segments: readonly Segment[]): number =>
  segments.reduce((sum, { start, at }) => sum + at - start, 0);

/**
 * Gives what is left of a segment to as many connections as equally as may be: it keeps the first part itself.
 *
 * @param parts at least 1
 * @returns the others, in their order
 */
export function divide(segment: Segment, parts: number): Segment[] {
  const { at, end } = segment;
  const bound = (index: number) => at + Math.floor(((end - at) * index) / parts);
  const others = Array.from({ length: parts - 1 }, (_, index) => ({
    start: bound(index + 1),
    at: bound(index + 1),
    end: index + 2 === parts ? end : bound(index + 2),
  })).filter(other => !isDone(other));
  segment.end = others[0]?.start ?? end;
  return others;
}

/**
 * Whether segments that were read from disk can be those of a file of this size: one after another, without a gap, and
 * none beyond what is there.
 *
 * @param present bytes of the part file
 */
export function areSound(segments: readonly Segment[], size: number | undefined, present: number): boolean {
  let from = 0;
  for (const { start, at, end } of segments) {
    const isWithin = Number.isSafeInteger(at) && start <= at && at <= end && at <= Math.max(present, start);
    if (start !== from || !isWithin) return false;
    from = end;
  }
  return from === (size ?? Infinity);
}
