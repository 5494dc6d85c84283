import { breathe } from './slices';

/** Comparisons at a stroke: a few milliseconds' work. */
const strokeLength = 16_384;
const runLength = 16;

/** Counts the comparisons of a sort, and tells when others should get their turn. */
class Strokes {
  private done = 0;

  constructor(private readonly signal: AbortSignal) {}

  isOver(count: number): boolean {
    this.done += count;
    return this.done >= strokeLength;
  }

  async pause(): Promise<void> {
    this.done = 0;
    await breathe(this.signal);
  }
}

/**
 * Sorts rows in place and stably, in slices. `compare` is below zero when the first is to stand before the second.
 *
 * @throws the signal's reason; the rows are in some order between then
 */
export async function sortInSlices(
  rows: Uint32Array,
  compare: (a: number, b: number) => number,
  signal: AbortSignal,
): Promise<void> {
  const strokes = new Strokes(signal);
  for (let start = 0; start < rows.length; start += runLength) {
    sortRun(rows, start, Math.min(start + runLength, rows.length), compare);
    if (strokes.isOver(runLength * 4)) await strokes.pause();
  }
  const merged = new Uint32Array(rows.length > runLength ? rows.length : 0);
  for (let width = runLength; width < rows.length; width *= 2) {
    for (let start = 0; start < rows.length; start += 2 * width) {
      const middle = Math.min(start + width, rows.length);
      const end = Math.min(start + 2 * width, rows.length);
      await merge({ from: rows, to: merged, start, middle, end }, compare, strokes);
    }
    rows.set(merged);
  }
}

/** By insertion. */
function sortRun(
  rows: Uint32Array,
  start: number,
  end: number,
  compare: (a: number, b: number) => number,
): void {
  for (let next = start + 1; next < end; next++) {
    const row = rows[next] ?? 0;
    let at = next;
    for (; at > start && compare(rows[at - 1] ?? 0, row) > 0; at--) rows[at] = rows[at - 1] ?? 0;
    rows[at] = row;
  }
}

interface Runs {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly start: number;
  readonly middle: number;
  readonly end: number;
}

async function merge(
  { from, to, start, middle, end }: Runs,
  compare: (a: number, b: number) => number,
  strokes: Strokes,
): Promise<void> {
  if (strokes.isOver(1)) await strokes.pause();
  const isSorted = middle >= end || compare(from[middle - 1] ?? 0, from[middle] ?? 0) <= 0;
  if (isSorted) return to.set(from.subarray(start, end), start);
  let left = start;
  let right = middle;
  let at = start;
  while (left < middle && right < end) {
    const stop = Math.min(end, at + 1024);
    for (; at < stop && left < middle && right < end; at++) {
      const takesLeft = compare(from[left] ?? 0, from[right] ?? 0) <= 0;
      to[at] = (takesLeft ? from[left++] : from[right++]) ?? 0;
    }
    if (strokes.isOver(1024)) await strokes.pause();
  }
  to.set(from.subarray(left, middle), at);
  to.set(from.subarray(right, end), at + (middle - left));
}
