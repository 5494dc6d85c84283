import type { Clock } from '../clock';
import { CloudError, isCloudError, placed } from '../errors';
import { isPassing } from '../http/retry';
import { inOurWords } from '../reasons';
import type { RemoteFile } from './remoteFile';
import { isDone, type Segment } from './segments';
import type { Opened, Sources } from './sources';
import type { NewBeginning } from './newBeginning';

/** How a connection bears with a server. */
export interface Patience {
  /** How often in a row a break is mended before, and after, the first byte of the file is there. */
  readonly tries: { readonly first: number; readonly later: number };
  /** For how long it waits where a server asks it to, milliseconds. */
  readonly longestWait: number;
}

/** What a connection works for. */
export interface Site {
  readonly sources: Sources;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly patience: Patience;
  /** The file as it is known; undefined before the first answer. */
  readonly file: () => RemoteFile | undefined;
  /** Takes the bytes that come next in a segment. */
  write(segment: Segment, chunk: Buffer): Promise<void>;
  /**
   * The server begins with the first byte. @returns the segment that these bytes are
   * @throws an error where this connection is not to take them
   */
  beginWith(opened: Opened & { readonly kind: 'whole' }): Promise<Segment>;
  /** What had come is of no use. @returns the segment to go on with */
  beginAnew(why: NewBeginning): Promise<Segment>;
}

const pauses = { first: 500, longest: 30_000 } as const;

/**
 * Fetches a segment over as many connections, one after another, as it takes: each goes on where the one before broke.
 *
 * @throws CloudError, Refusal
 */
export const fetchSegment = (site: Site, segment: Segment, signal: AbortSignal): Promise<void> =>
  new Connection(site, segment, signal).run();

class Connection {
  private broken: unknown;
  private isHopeless = false;

  constructor(
    private readonly site: Site,
    private segment: Segment,
    private readonly signal: AbortSignal,
  ) {}

  async run(): Promise<void> {
    for (let failures = 0; !isDone(this.segment);) {
      const { segment } = this;
      const { at } = segment;
      try {
        await this.fetch();
      } catch (error) {
        this.broken = error;
        const before = segment === this.segment ? at : 0;
        failures = this.segment.at === before ? failures + 1 : 1;
        const pause = this.pauseAfter(error, failures);
        if (pause === undefined || this.isHopeless || this.signal.aborted) throw error;
        await this.site.clock.sleep(pause, this.signal);
      }
    }
  }

  private async fetch(): Promise<void> {
    const opened = await this.open();
    if (!opened) return this.beginAnew();
    let isRead = false;
    try {
      if (opened.kind === 'changed') this.segment = await this.site.beginAnew('changed');
      else {
        if (opened.kind === 'whole') this.segment = await this.site.beginWith(opened);
        else if (this.segment.end === Infinity) this.segment.end = opened.size;
        isRead = await this.copy(opened);
      }
    } catch (error) {
      throw placed(error, opened.source.place ?? {});
    } finally {
      if (!isRead) opened.stream.abort();
    }
  }

  private open(): Promise<Opened | undefined> {
    const { at, end } = this.segment;
    const file = this.site.file();
    // To the end of the file nobody has to say where that is, and a server without ranges gives the whole.
    const isLast = end === (file?.size ?? Infinity);
    return this.site.sources.open({ start: at, end: isLast ? undefined : end, file }, this.signal);
  }

  /** Nobody can go on with it: when that happens too often, what broke it is the reason. */
  private async beginAnew(): Promise<void> {
    try {
      this.segment = await this.site.beginAnew('noRanges');
    } catch (error) {
      this.isHopeless = true;
      throw this.broken ?? error;
    }
  }

  /**
   * Writes what comes, as far as the segment goes: its end may have been given to another meanwhile.
   *
   * @returns whether the answer was read to its end
   */
  private async copy(opened: Exclude<Opened, { kind: 'changed' }>): Promise<boolean> {
    const { site, segment } = this;
    const saidEnd = opened.kind === 'rest' ? opened.end : (opened.file.size ?? Infinity);
    for await (const chunk of opened.stream.body) {
      if (segment.at + chunk.length > saidEnd) throw tooLong();
      const room = segment.end - segment.at;
      if (room > 0) await site.write(segment, chunk.length > room ? chunk.subarray(0, room) : chunk);
      if (isDone(segment) && segment.at < saidEnd) return false;
    }
    if (segment.end === Infinity) segment.end = segment.at; // its length was not told: it is what has come
    if (!isDone(segment)) throw cutShort();
    return true;
  }

  /**
   * Milliseconds until the next try: longer with each that brings nothing, and by chance up to half as long, so that
   * those who broke off together do not come back together. Undefined where there shall be none.
   */
  private pauseAfter(error: unknown, failures: number): number | undefined {
    const { segment, site } = this;
    const { tries, longestWait } = site.patience;
    if (!isCloudError(error) || !isPassing(error.problem)) return undefined;
    if (failures >= (segment.at > 0 ? tries.later : tries.first)) return undefined;
    const { retryAfter = 0 } = error.problem;
    if (retryAfter > longestWait) return undefined;
    const pause = Math.min(pauses.first * 2 ** (failures - 1), pauses.longest);
    return Math.max(retryAfter, pause / 2) + (pause / 2) * site.random();
  }
}

const cutShort = (): CloudError => new CloudError({ kind: 'network', ...inOurWords('cutShort') });

/** What follows cannot be told from the file: none of it is to be trusted. */
const tooLong = (): CloudError => new CloudError({ kind: 'protocol', ...inOurWords('tooLarge') });
