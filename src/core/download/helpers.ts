import type { Clock } from '../clock';
import { divide, isDone, type Segment } from './segments';
import type { Sizes } from './sizes';

/** More connections are worth it where one alone would take longer for what is left, milliseconds. */
const longEnough = 3_000;
/** Connections to one server, the first one counted in. */
const connections = 4;
/**
 * Milliseconds after which the speed is known: of one that has just begun, of one, and of all together, which have to
 * get going first.
 */
const measureTime = { starting: 150, alone: 1_000, together: 2_000 } as const;
/** A connection gets going bit by bit: it has not done so yet while it is so much faster than a moment ago. */
const stillGrowing = 1.2;
/** So much faster it has to be together, or the first one goes on alone. */
const worthIt = 1.2;

interface Running {
  readonly controller: AbortController;
  readonly over: Promise<void>;
}

/**
 * Connections beside the first one. They are opened when the file is large and the first one has shown how fast it is
 * alone, and given up when all of them are hardly faster: then it is the line that is slow, and not the server.
 */
export class Helpers {
  private readonly running = new Map<Segment, Running>();
  private phase: keyof typeof measureTime | 'settled' = 'starting';
  private since: number | undefined;
  private from = 0;
  /** Bytes a millisecond, when it was measured the last time. */
  private speed = 0;

  /** @param fetch rejects when a helper cannot do it: the segment is left as far as it came */
  constructor(
    private readonly clock: Pick<Clock, 'now'>,
    private readonly sizes: Pick<Sizes, 'helping'>,
    private readonly fetch: (segment: Segment, signal: AbortSignal) => Promise<void>,
    /** What a helper goes on with that has done its part. */
    private readonly rest: () => Segment | undefined,
  ) {}

  has(segment: Segment): boolean {
    return this.running.has(segment);
  }

  /**
   * To be told after each piece that has come.
   *
   * @param leading the segment of the first connection: it is made shorter when others help
   * @param received bytes of all connections
   * @returns the segments of those who help from now on
   */
  consider(leading: Segment, received: number): readonly Segment[] {
    const now = this.clock.now();
    if (this.since === undefined) this.measureFrom(now, received);
    const took = now - (this.since ?? now);
    if (this.phase === 'settled' || took < measureTime[this.phase]) return [];
    const before = this.speed;
    this.speed = (received - this.from) / took;
    this.measureFrom(now, received);
    if (this.phase === 'together') {
      this.phase = 'settled';
      if (this.speed < worthIt * before) void this.stop();
      return [];
    }
    if (this.phase === 'starting') {
      if (this.speed > stillGrowing * before) return [];
      this.phase = 'alone';
      this.speed = (this.speed + before) / 2; // of so short a time one look is not enough
    }
    const left = leading.end - leading.at;
    // Of a size that is not known nobody can have a part.
    if (left === Infinity || left < this.sizes.helping || left / this.speed < longEnough) return [];
    this.phase = 'together';
    const others = divide(leading, connections);
    for (const segment of others) this.begin(segment);
    return others;
  }

  /** Resolves when one of them has ended; at once when there is none. */
  async one(): Promise<void> {
    await Promise.race([...this.running.values()].map(({ over }) => over));
  }

  /** Resolves when all of them have let go. None begins after that. */
  async stop(): Promise<void> {
    this.phase = 'settled';
    const all = [...this.running.values()];
    for (const { controller } of all) controller.abort();
    await Promise.all(all.map(({ over }) => over));
  }

  get size(): number {
    return this.running.size;
  }

  private measureFrom(now: number, received: number): void {
    this.since = now;
    this.from = received;
  }

  private begin(segment: Segment): void {
    const controller = new AbortController();
    const over = this.fetch(segment, controller.signal).then(
      () => this.end(segment, controller.signal),
      () => void this.running.delete(segment), // the first connection meets with it too, and says what it is
    );
    this.running.set(segment, { controller, over });
  }

  private end(segment: Segment, signal: AbortSignal): void {
    this.running.delete(segment);
    const rest = signal.aborted ? undefined : this.rest();
    if (rest) this.begin(rest);
  }
}

/**
 * Half of the largest rest that somebody is at, for one who has nothing left to do.
 *
 * @param worthDividing bytes; a rest that is smaller is not given to another
 */
export function halfOfLargest(segments: readonly Segment[], worthDividing: number): Segment | undefined {
  const [largest] = segments
    .filter(segment => !isDone(segment) && segment.end !== Infinity)
    .sort((a, b) => b.end - b.at - (a.end - a.at));
  return largest && largest.end - largest.at >= worthDividing ? divide(largest, 2)[0] : undefined;
}
