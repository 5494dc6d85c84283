import pLimit from 'p-limit';
import type { Catalog } from './catalog';
import { isEnded, isFinished } from './entry';
import type { Keeping } from './keeping';
import { OwnDownload, type Deliver, type OwnDownloadParts, type StopReason } from './ownDownload';
import type { Passing } from './passing';
import type { DownloadRecord, Stage } from './record';

export interface QueueParts {
  readonly own: OwnDownloadParts;
  readonly catalog: Pick<Catalog, 'look' | 'between'>;
  /** Where records are kept that outlive the window, and those that do not. */
  readonly shelf: Keeping;
  readonly passing: Passing;
  readonly onChange: () => void;
  /** Told of each file that was fetched, or cannot be. */
  readonly onEnd: (record: DownloadRecord) => void;
  readonly onError: (error: unknown) => void;
}

/** The downloads of this window: so many of them run at once, the others wait for their turn. */
export class Queue {
  private readonly downloads = new Map<string, OwnDownload>();
  private readonly deliveries = new Map<string, Deliver>();
  private readonly limit: ReturnType<typeof pLimit>;
  private isClosed = false;

  constructor(
    private readonly parts: QueueParts,
    parallel: number,
  ) {
    this.limit = pLimit(parallel);
  }

  set parallel(count: number) {
    this.limit.concurrency = count;
  }

  get all(): readonly OwnDownload[] {
    return [...this.downloads.values()];
  }

  get(id: string): OwnDownload | undefined {
    return this.downloads.get(id);
  }

  /** Takes in a new one. What cannot be kept is fetched all the same. */
  async add(record: DownloadRecord, keeping: Keeping, deliver: Deliver | undefined): Promise<void> {
    await keeping.add(record).catch(() => undefined);
    if (deliver) this.deliveries.set(record.id, deliver);
    await this.enqueue(this.ownOf(record, keeping));
  }

  /** Has one run when its turn comes. */
  async enqueue(own: OwnDownload): Promise<void> {
    this.downloads.set(own.record.id, own);
    if (this.isClosed) return this.stop(own, 'left');
    await own.wait();
    void this.limit(() => this.turn(own).catch(this.parts.onError));
  }

  /** Begins again with one that has ended, and could not be laid to rest. */
  async again({ record, keeping }: OwnDownload): Promise<void> {
    if (!isFinished(record)) await this.enqueue(this.ownOf(record, keeping));
  }

  /**
   * Makes one that rests one of this window, to go on with or to end.
   *
   * @returns undefined when another window is at it, it is gone, or it does not fit (any more)
   * @throws NodeJS.ErrnoException
   */
  async take(id: string, fits: (record: DownloadRecord) => boolean): Promise<OwnDownload | undefined> {
    const { catalog, passing, shelf } = this.parts;
    const keeping = passing.has(id) ? passing : shelf;
    const own = await catalog.between(async () => {
      const record = await keeping.claim(id);
      const taken = record && this.ownOf(record, keeping);
      if (taken) this.downloads.set(id, taken);
      return taken;
    });
    if (own && fits(own.record)) return own;
    await (own ? this.end(own, own.record.stage) : catalog.look());
    return undefined;
  }

  async stop(own: OwnDownload, reason: StopReason): Promise<void> {
    await own.stop(reason);
    await this.letGo(own);
  }

  /** Lays one to rest that is not running. */
  async end(own: OwnDownload, stage: Stage): Promise<void> {
    await own.end(stage);
    await this.letGo(own);
  }

  /** Takes one away that is not running, and what is on disk of it. */
  async drop(own: OwnDownload): Promise<void> {
    await own.discard();
    await this.forget(own);
    this.deliveries.delete(own.record.id);
  }

  /** Leaves all to other windows, and takes in no more. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.all.map(own => this.stop(own, 'left')));
  }

  private ownOf(record: DownloadRecord, keeping: Keeping): OwnDownload {
    const { own, onChange } = this.parts;
    return new OwnDownload(record, own, keeping, onChange, this.deliveries.get(record.id));
  }

  private async turn(own: OwnDownload): Promise<void> {
    // It may have been stopped while it waited.
    if (this.get(own.record.id) !== own) return;
    await own.run();
    // Where another window is at it by now, that one tells.
    if (isEnded(own.record) && !own.isDeposed) this.parts.onEnd(own.record);
    await this.letGo(own);
  }

  private async letGo(own: OwnDownload): Promise<void> {
    if (own.isStranded) this.parts.onChange();
    else await this.forget(own);
  }

  /** Not before it is seen where it rests: it is on the list all the time. */
  private async forget(own: OwnDownload): Promise<void> {
    await this.parts.catalog.look();
    const { id } = own.record;
    if (this.get(id) === own) this.downloads.delete(id);
    this.parts.onChange();
  }
}
