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

  /** Goes on with what an earlier process has summed. */
  resume(segment: Segment, sum: Sum | undefined): void {
    const fits = sum?.algorithm === this.expected?.algorithm && sum?.length === segment.at - segment.start;
    if (sum && fits) this.running.set(segment, new RunningSum(sum));
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
