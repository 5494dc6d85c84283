import type { FileSource } from '../cloud';
import { basename } from 'node:path';
import { stat, unlink } from 'node:fs/promises';
import { discardRemains, download, type Remains } from '../download/download';
import type { NewBeginning } from '../download/newBeginning';
import type { TransferParts, TransferProgress } from '../download/transfer';
import { Deposed, type Keeping } from './keeping';
import { failureOf, type DownloadRecord } from './record';
import { Speed } from './speed';

/** Why one is stopped: to go on later by hand, never, or as soon as another window can. */
export type StopReason = 'paused' | 'removed' | 'left';

export interface OwnDownloadParts extends TransferParts {
  /** How the file of a task is fetched now, by the task's key. @throws Refusal, CloudError */
  readonly source: (task: string, signal: AbortSignal) => Promise<FileSource>;
}

/** What a download does with a file that is whole, where that is not its end. @returns where it is then */
export type Deliver = (path: string) => Promise<string>;

/** A download that this window is at. */
export class OwnDownload {
  readonly speed = new Speed();
  private readonly controller = new AbortController();
  private stopped: StopReason | 'deposed' | undefined;
  private running: Promise<void> | undefined;
  private writing: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  private isLaid = false;
  private stranded = false;

  constructor(
    private current: DownloadRecord,
    private readonly parts: OwnDownloadParts,
    readonly keeping: Keeping,
    private readonly onChange: () => void,
    private readonly deliver?: Deliver,
  ) {}

  get record(): DownloadRecord {
    return this.current;
  }

  /** Stops it; where it has not begun, it never does. Resolves when nothing is fetched any more. */
  async stop(reason: StopReason): Promise<void> {
    this.stopped ??= reason;
    this.controller.abort();
    this.running ??= this.lay(this.stopped);
    await this.running;
    // There may be room for the record by now.
    if (this.stranded) await this.end(this.current.stage);
  }

  /** Says that its turn is to come. */
  async wait(): Promise<void> {
    this.change({ stage: { kind: 'waiting' } });
    await this.save();
  }

  /** Whether it has ended, or is about to. */
  get isOver(): boolean {
    return this.isLaid || this.stopped !== undefined;
  }

  /** Whether another window has turned out to be at it. */
  get isDeposed(): boolean {
    return this.stopped === 'deposed';
  }

  /** Whether it has ended, and the record could not be laid to rest: on a full disk it is known to this window alone. */
  get isStranded(): boolean {
    return this.stranded;
  }

  /** Fetches the file, and lays the record to rest however that ends, with the stage that it has then. Never rejects. */
  run(): Promise<void> {
    this.running ??= this.fetch();
    return this.running;
  }

  private async fetch(): Promise<void> {
    const { parts, controller } = this;
    const { task, target, overwrite, remains, received } = this.current;
    this.change({ stage: { kind: 'running' }, received: remains?.stand ? received : 0 });
    await this.save();
    try {
      controller.signal.throwIfAborted();
      const path = await download(
        parts,
        {
          ...{ target, overwrite, remains },
          source: signal => parts.source(task, signal),
          keep: kept => this.keep(kept),
          onProgress: progress => this.progress(progress),
          onBeginAnew: why => this.beginAnew(why),
        },
        controller.signal,
      );
      const { size } = await stat(path);
      const place = this.deliver ? await this.deliver(path) : path;
      const name = basename(place);
      this.current = { ...this.current, name, received: size, total: size, remains: undefined };
      await this.end({ kind: 'finished', path: place, size, at: parts.clock.now() });
    } catch (error) {
      await this.broken(error);
    }
  }

  /** Lays it to rest, or takes it away, when nothing is fetched (any more). */
  async end(stage: DownloadRecord['stage']): Promise<void> {
    this.isLaid = true;
    this.change({ stage });
    await this.saved();
    this.stranded = false;
    await this.keeping.release(this.current).catch((error: unknown) => this.failed(error, true));
  }

  /** Takes it away, and what is on disk of it with it, unless another window is at it. */
  async discard(): Promise<void> {
    await this.save();
    this.isLaid = true;
    await this.saved();
    if (this.isDeposed) return;
    const whole = await discardRemains(this.current.remains ?? {}).catch(() => undefined);
    // What was to be put elsewhere is of no use where it is.
    if (whole !== undefined && this.deliver) await unlink(whole).catch(() => undefined);
    await this.keeping.remove(this.current.id);
  }

  private async broken(error: unknown): Promise<void> {
    await (this.stopped ? this.lay(this.stopped) : this.end({ kind: 'failed', failure: failureOf(error) }));
  }

  private async lay(reason: StopReason | 'deposed'): Promise<void> {
    if (reason === 'deposed') return;
    if (reason === 'removed') return this.discard();
    return this.end({ kind: reason === 'paused' ? 'paused' : 'waiting' });
  }

  private async keep(remains: Remains): Promise<void> {
    this.current = { ...this.current, remains };
    const { place } = remains;
    if (place && basename(place.path) !== this.current.name) this.change({ name: basename(place.path) });
    await this.save();
  }

  /** Writes the record as it is by then: one writing at a time, and one more for all that is said meanwhile. */
  save(): Promise<void> {
    if (this.isLaid) return Promise.resolve();
    this.next ??= this.writing.then(() => {
      this.next = undefined;
      this.writing = this.keeping.save(this.current).catch((error: unknown) => this.failed(error, false));
      return this.writing;
    });
    return this.next;
  }

  /** Of what cannot be written less is known after a restart, which is no reason to give up now. */
  private failed(error: unknown, hasEnded: boolean): void {
    if (error instanceof Deposed) {
      this.stopped = 'deposed';
      this.controller.abort();
    } else this.stranded = hasEnded;
  }

  private async saved(): Promise<void> {
    await this.next;
    await this.writing;
  }

  private progress({ received, total }: TransferProgress): void {
    this.current = { ...this.current, received, ...(total !== undefined && { total }) };
    this.speed.note(received, this.parts.clock.now());
  }

  private beginAnew(anew: NewBeginning): void {
    this.change({ anew, received: 0 });
  }

  private change(changes: Partial<DownloadRecord>): void {
    this.current = { ...this.current, ...changes };
    this.onChange();
  }
}
