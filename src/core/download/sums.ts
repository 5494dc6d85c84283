import type { Expected } from './checksum/expected';
import { md5OfFile, sumOfFile } from './checksum/ofFile';
import { combine, emptySum, RunningSum, type Sum } from './checksum/sum';
import type { Segment } from './segments';

/** Checks a file against what its cloud says of it, as far as it can while the bytes come: a sum for each segment. */
export class Sums {
  private readonly running = new Map<Segment, RunningSum>();

  /** @param expected undefined where the cloud says nothing: then every file is right */
  constructor(private readonly expected: Expected | undefined) {}

  /** Takes the bytes that come next in a segment, before its end is moved. */
  update(segment: Segment, chunk: Buffer): void {
    this.runningOf(segment)?.update(chunk);
  }

  /**
   * Goes on with the bytes that an earlier process has left. They are read once: another program, or a machine that
   * went down, may have left others there than those that were summed.
   *
   * @param sum as it was kept; it may be ahead of what was on disk by then, and says nothing in that case
   * @returns whether they are those that were summed, as far as it can be told
   * @throws NodeJS.ErrnoException; the reason of the signal
   */
  async resume(segment: Segment, sum: Sum | undefined, path: string, signal: AbortSignal): Promise<boolean> {
    const { algorithm } = this.expected ?? {};
    const { start, at } = segment;
    if (algorithm === undefined || algorithm === 'md5' || at === start) return true;
    const found = await sumOfFile(algorithm, path, signal, { start, end: at });
    this.running.set(segment, new RunningSum(found));
    if (found.length < at - start) return false;
    return sum?.algorithm !== algorithm || sum.length !== found.length || sum.value === found.value;
  }

  /** What is to be kept of a segment. */
  of(segment: Segment): Sum | undefined {
    return this.running.get(segment)?.sum;
  }

  /**
   * Whether the bytes are those that the cloud has.
   *
   * @param segments all of the file, in their order, each fetched to its end
   * @param path of the file
   * @throws NodeJS.ErrnoException; the reason of the signal
   */
  async areRight(segments: readonly Segment[], path: string, signal: AbortSignal): Promise<boolean> {
    if (!this.expected) return true;
    const { algorithm, value } = this.expected;
    if (algorithm === 'md5') return (await md5OfFile(path, signal)) === value;
    let whole = emptySum(algorithm);
    // Of a segment that was not summed from its beginning the file is read.
    for (const segment of segments)
      whole = combine(whole, this.of(segment) ?? (await sumOfFile(algorithm, path, signal, segment)));
    return whole.value === value;
  }

  private runningOf(segment: Segment): RunningSum | undefined {
    const { algorithm } = this.expected ?? {};
    const known = this.running.get(segment);
    if (known || algorithm === undefined || algorithm === 'md5' || segment.at !== segment.start) return known;
    const begun = new RunningSum(emptySum(algorithm));
    this.running.set(segment, begun);
    return begun;
  }
}
