import type { Clock } from '../clock';
import type { FileSource } from '../cloud';
import { CloudError } from '../errors';
import type { Transport } from '../http/request';
import { inOurWords } from '../reasons';
import { fetchSegment, type Patience, type Site } from './connection';
import type { Sum } from './checksum/sum';
import { FormatCheck } from './format';
import { halfOfLargest, Helpers } from './helpers';
import type { NewBeginning } from './newBeginning';
import { fileRefusal, PartFile, type PartPlace } from './partFile';
import type { RemoteFile } from './remoteFile';
import { areSound, fetched, isDone, type Segment } from './segments';
import { sizes as usualSizes } from './sizes';
import { Sums } from './sums';
import { Sources, type Opened } from './sources';

export interface TransferProgress {
  /** Bytes on disk. */
  readonly received: number;
  /** Bytes of the whole, when the server says so. */
  readonly total?: number;
}

/** What there has to be known to go on with a file after a restart; neither a link nor a secret is in it. */
export interface SavedTransfer {
  readonly place: PartPlace;
  readonly file: RemoteFile;
  readonly segments: readonly SavedSegment[];
}

/** With the sum of its bytes, as far as there is one. */
type SavedSegment = Readonly<Segment> & { readonly sum?: Sum };

export interface TransferParts {
  readonly transport: Transport;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
}

export interface TransferOrder {
  /** Asks for the file anew; called again when a link has died. */
  readonly source: (signal: AbortSignal) => Promise<FileSource>;
  /** Opens the part file, once it is known what the cloud calls the file. */
  readonly create: (source: FileSource) => Promise<PartFile>;
  /** Where an earlier process has left it. */
  readonly saved?: SavedTransfer | undefined;
  readonly onProgress?: ((progress: TransferProgress) => void) | undefined;
  /** Told where it stands, each time that enough is on disk to be worth it. */
  readonly onStand?: ((saved: SavedTransfer) => Promise<void> | void) | undefined;
  /** Told when what had come is given up. */
  readonly onBeginAnew?: ((why: NewBeginning) => void) | undefined;
}

/** So often it begins anew when the file changes while it is fetched. */
const mostRestarts = 4;
/** The first bytes tell whether it is what it should be, and are not looked at again after a restart. */
const looked = 4;

const minutes = 60_000;
/** A helper that cannot go on gives up soon: others take over what it leaves, and would have to wait for it at the end. */
const patience: Readonly<Record<'leader' | 'helper', Patience>> = {
  leader: { tries: { first: 4, later: 10 }, longestWait: 5 * minutes },
  helper: { tries: { first: 3, later: 3 }, longestWait: 0 },
};

const whole = (size = Infinity): Segment => ({ start: 0, at: 0, end: size });

/**
 * Fetches one file into its part file: goes on where a connection broke, with a fresh link when the old one has died,
 * begins anew when the file is another one, and opens more connections when that is faster.
 */
export class Transfer {
  private readonly sources: Sources;
  private readonly helpers: Helpers;
  private file: RemoteFile | undefined;
  private format: FormatCheck | undefined;
  private segments: Segment[] = [whole()];
  private sums = new Sums(undefined);
  private leading: Segment | undefined;
  private restarts = 0;
  private untold = 0;
  /** Resolves when it is kept what was told last. */
  private told: Promise<void> | void = undefined;
  /** What an earlier process has told, until it is known whether that still holds. */
  private unproven: SavedTransfer | undefined;

  /** What has come so far is in it, also when {@link run} rejects: to be finished, released or discarded. */
  part: PartFile | undefined;

  constructor(
    private readonly parts: TransferParts,
    private readonly order: TransferOrder,
    private readonly signal: AbortSignal,
    private readonly sizes = usualSizes,
  ) {
    this.sources = new Sources({ ...parts, source: order.source, signal });
    const fetch = (segment: Segment, until: AbortSignal) =>
      fetchSegment(this.helperSite(), segment, AbortSignal.any([signal, until]));
    this.helpers = new Helpers(parts.clock, sizes, fetch, () => this.next());
  }

  /**
   * Resolves to the part file when it is whole.
   *
   * @throws CloudError, Refusal
   */
  async run(): Promise<PartFile> {
    try {
      await this.resume();
      await this.fetch();
      // What came may have been damaged on its way: once more, and then it is told.
      if (!(await this.isRight())) {
        await this.beginAnew('damaged');
        await this.fetch();
        if (!(await this.isRight())) throw new CloudError({ kind: 'protocol', ...inOurWords('badChecksum') });
      }
    } catch (error) {
      throw this.signal.aborted ? cancelled() : error;
    } finally {
      await this.helpers.stop();
    }
    if (!this.part) throw new Error('Nothing was fetched.');
    if (this.signal.aborted) throw cancelled();
    return this.part;
  }

  private async fetch(): Promise<void> {
    for (;;) {
      this.leading = undefined;
      const segment = this.next();
      this.leading = segment;
      if (segment) await fetchSegment(this.leaderSite(), segment, this.signal);
      else if (this.helpers.size > 0) await this.helpers.one();
      else break;
    }
    this.format?.end();
  }

  private async isRight(): Promise<boolean> {
    const { part, segments, signal } = this;
    return !part || this.summing(part, this.sums.areRight(segments, part.place.part, signal));
  }

  private async summing<T>({ place }: PartFile, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw fileRefusal(error, place.path);
    }
  }

  /** Where it stands; undefined as long as nobody could go on from there. */
  get stand(): SavedTransfer | undefined {
    const { part, file, segments, unproven } = this;
    if (unproven) return unproven;
    if (!part || file?.size === undefined || (file.etag ?? file.lastModified) === undefined) return undefined;
    return { place: part.place, file, segments: segments.map(segment => this.saved(segment)) };
  }

  private saved(segment: Segment): SavedSegment {
    const sum = this.sums.of(segment);
    return { ...segment, ...(sum && { sum }) };
  }

  /** Takes up what an earlier process has left, if it is as it was. */
  private async resume(): Promise<void> {
    const { saved } = this.order;
    if (!saved) return;
    this.part = await PartFile.reopen(saved.place);
    if (!this.part) return;
    const { file, segments } = saved;
    this.unproven = saved;
    const present = await this.part.size();
    const isSound = areSound(segments, file.size, present) && (segments[0]?.at ?? 0) >= looked;
    if (isSound && (await this.summing(this.part, this.takeUp(saved, this.part)))) this.file = file;
    else await this.giveUp(this.part, saved);
    this.unproven = undefined;
  }

  private async giveUp(part: PartFile, { segments }: SavedTransfer): Promise<void> {
    if (fetched(segments) > 0) this.order.onBeginAnew?.('damaged');
    await this.empty(part);
  }

  /** @returns whether the bytes on disk are those that had come, as far as their sums tell */
  private async takeUp({ file, segments }: SavedTransfer, { place }: PartFile): Promise<boolean> {
    this.sums = new Sums(file.checksum);
    this.segments = [];
    for (const { sum, ...segment } of segments) {
      this.segments.push(segment);
      if (!(await this.sums.resume(segment, sum, place.part, this.signal))) return false;
    }
    return true;
  }

  private async empty(part: PartFile | undefined): Promise<Segment> {
    await part?.empty();
    this.file = undefined;
    return this.lead(whole());
  }

  private leaderSite(): Site {
    return {
      ...this.parts,
      patience: patience.leader,
      sources: this.sources,
      file: () => this.file,
      write: (segment, chunk) => this.write(segment, chunk, true),
      beginWith: opened => this.beginWith(opened),
      beginAnew: why => this.beginAnew(why),
    };
  }

  /** One that meets with a file that is not as it was leaves it to the first connection to find out. */
  private helperSite(): Site {
    const giveUp = () => Promise.reject(new Error('It is another file.'));
    return {
      ...this.leaderSite(),
      patience: patience.helper,
      write: (segment, chunk) => this.write(segment, chunk, false),
      beginWith: giveUp,
      beginAnew: giveUp,
    };
  }

  private async write(segment: Segment, chunk: Buffer, leads: boolean): Promise<void> {
    if (segment.start === 0) this.format?.take(chunk);
    // Summed while it is written: one waits for the disk, the other does not.
    const written = this.part?.write(chunk, segment.at);
    this.sums.update(segment, chunk);
    await written;
    segment.at += chunk.length;
    this.untold += chunk.length;
    const received = fetched(this.segments);
    const { size } = this.file ?? {};
    this.order.onProgress?.({ received, ...(size !== undefined && { total: size }) });
    if (leads && this.file?.etag !== undefined) {
      const others = this.helpers.consider(segment, received);
      this.segments.splice(this.segments.indexOf(segment) + 1, 0, ...others);
    }
    if (this.untold >= this.sizes.telling) await this.tell();
  }

  /** Never far ahead of what is kept: on a slow disk that is waited for. */
  private async tell(): Promise<void> {
    this.untold = 0;
    await this.told;
    const { stand } = this;
    this.told = stand && this.order.onStand?.(stand);
  }

  /** What a connection does that has nothing left to do: what nobody is at, else a part of what another is at. */
  private next(): Segment | undefined {
    const free = this.segments.find(one => !isDone(one) && !this.taken(one));
    if (free) return free;
    const rest = halfOfLargest(this.segments, this.sizes.dividing);
    if (rest) this.segments.splice(this.segments.findIndex(({ end }) => end === rest.start) + 1, 0, rest);
    return rest;
  }

  private taken(segment: Segment): boolean {
    return segment === this.leading || this.helpers.has(segment);
  }

  private async beginWith({ file, source, stream }: Opened & { readonly kind: 'whole' }): Promise<Segment> {
    // Asked for a range, the server sends all of it: another file, or one that it does not send in parts.
    if (fetched(this.segments) > 0)
      await this.beginAnew(isSameFile(file, this.file) ? 'noRanges' : 'changed');
    this.part ??= await this.order.create(source);
    this.file = file;
    this.sums = new Sums(file.checksum);
    this.format = new FormatCheck(source, stream);
    const segment = this.lead(whole(file.size));
    await this.tell();
    return segment;
  }

  private async beginAnew(why: NewBeginning): Promise<Segment> {
    await this.helpers.stop();
    this.order.onBeginAnew?.(why);
    if (++this.restarts > mostRestarts)
      throw new CloudError({ kind: 'protocol', ...inOurWords('fileChanges') });
    return this.empty(this.part);
  }

  private lead(segment: Segment): Segment {
    this.segments = [segment];
    this.leading = segment;
    return segment;
  }
}

const isSameFile = (one: RemoteFile, other: RemoteFile | undefined): boolean =>
  one.size === other?.size && one.etag === other?.etag && one.lastModified === other?.lastModified;

export const cancelled = (): CloudError =>
  new CloudError({ kind: 'cancelled', message: 'The download was cancelled.' });
