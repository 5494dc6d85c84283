import { randomUUID } from 'node:crypto';
import pLimit from 'p-limit';
import type { Log } from '../cloud';
import { Emitter, Owner } from '../lifecycle';
import { Refusal } from '../refusal';
import { Abandoned } from './abandoned';
import { isActive, isFinished, sortEntries, type DownloadEntry } from './entry';
import type { Keeping } from './keeping';
import { OwnDownload, type Deliver, type OwnDownloadParts, type StopReason } from './ownDownload';
import { Passing } from './passing';
import { failureOf, type DownloadRecord, type Stage } from './record';
import { Rounds } from './rounds';
import { Shelf, type Placed } from './shelf';

/** Whether the task of a planned download has ended: with a file, without one, or not yet. */
export type Readiness = 'ready' | 'never' | 'notYet';

export interface DownloadListParts extends OwnDownloadParts {
  readonly log: Pick<Log, 'warn'>;
  /** Shared by all windows of the editor on this machine. */
  readonly folder: string;
  /** So many files are fetched at once by this window. */
  readonly parallel: () => number;
  /** Whether an account is there; downloads of others are those of another profile, and left alone. */
  readonly knows: (account: string) => boolean;
  /** Whether nothing of an account may be stored. */
  readonly isPassing: (account: string) => boolean;
  readonly readiness: (task: string) => Readiness;
  /** Whether this is the window that goes on with what no other is at. */
  readonly adopts: () => boolean;
  /** Whether somebody looks at the downloads. */
  readonly isWatched: () => boolean;
  readonly pace?: Pace | undefined;
}

/** Milliseconds between two looks at what other windows do, and after how much silence a window is taken for dead. */
export interface Pace {
  readonly busy: number;
  readonly watched: number;
  readonly quiet: number;
  readonly dead: number;
}

const usualPace: Pace = { busy: 500, watched: 1_000, quiet: 5_000, dead: 15_000 };

export interface NewDownload extends Pick<
  DownloadRecord,
  'task' | 'account' | 'name' | 'target' | 'overwrite'
> {
  /** Puts the file where it belongs, when that is not on disk; such a download ends with the window. */
  readonly deliver?: Deliver | undefined;
}

/** So many finished ones are remembered. */
const mostFinished = 100;

/** The downloads of all windows, and the queue of this one. They outlive it, however it ends. */
export class DownloadList extends Owner {
  private readonly changes = this.own(new Emitter<void>());
  readonly onDidChange = this.changes.event;
  private readonly finishes = this.own(new Emitter<DownloadRecord>());
  /** Told of each file that this window has fetched. */
  readonly onDidFinish = this.finishes.event;

  private readonly shelf: Shelf;
  private readonly passing = new Passing();
  private readonly mine = new Map<string, OwnDownload>();
  private readonly limit: ReturnType<typeof pLimit>;
  private readonly abandoned: Abandoned;
  private readonly rounds: Rounds;
  private others: readonly Placed[] = [];
  private isClosed = false;

  constructor(private readonly parts: DownloadListParts) {
    super();
    const pace = parts.pace ?? usualPace;
    this.shelf = new Shelf(parts.folder);
    this.limit = pLimit(parts.parallel());
    this.abandoned = new Abandoned(this.shelf, pace.dead);
    const pause = () => (this.mine.size > 0 ? pace.busy : parts.isWatched() ? pace.watched : pace.quiet);
    this.rounds = this.own(
      new Rounds(parts.clock, pause, passed =>
        this.round(passed).catch((error: unknown) => this.note(error)),
      ),
    );
  }

  /** Shows what there is, and goes on with it. Resolves when what is on disk is known. */
  async start(): Promise<void> {
    await this.look();
    void this.rounds.start();
    this.rounds.wake();
  }

  /** Looks at once what there is to do: more may be known than before. */
  wake(): void {
    this.rounds.wake();
  }

  entries(): readonly DownloadEntry[] {
    const now = this.parts.clock.now();
    const mine = [...this.mine.values()].map(({ record, speed }) => {
      const known = record.stage.kind === 'running' ? speed.at(now) : undefined;
      return { record, ...(known !== undefined && { speed: known }) };
    });
    return sortEntries([...mine, ...this.resting().map(record => ({ record }))]);
  }

  record(id: string): DownloadRecord | undefined {
    return this.mine.get(id)?.record ?? this.resting().find(record => record.id === id);
  }

  /** Begins a download as soon as its turn comes. @returns its id */
  async add({ deliver, ...order }: NewDownload): Promise<string> {
    const record = this.newRecord(order, { kind: 'waiting' });
    const keeping = deliver || this.parts.isPassing(record.account) ? this.passing : this.shelf;
    // What cannot be kept is fetched all the same.
    await keeping.add(record).catch(() => undefined);
    await this.enqueue(this.ownOf(record, keeping, deliver));
    return record.id;
  }

  /** Has a file downloaded when its task has ended. @returns its id */
  async plan(order: NewDownload): Promise<string> {
    const record = this.newRecord(order, { kind: 'planned' });
    await (this.parts.isPassing(record.account) ? this.passing : this.shelf).addToRest(record);
    await this.look();
    this.rounds.wake();
    return record.id;
  }

  /** Stops a download that can be taken up again. */
  async pause(id: string): Promise<void> {
    const own = this.mine.get(id);
    if (own) return this.stop(own, 'paused');
    const window = this.windowOf(id);
    if (window !== undefined) return this.shelf.ask(window, id, 'pause');
    await this.take(id, own => own.end({ kind: 'paused' }));
  }

  /** Goes on with one that is paused or has failed, from where it is. */
  async resume(id: string): Promise<void> {
    const own = this.mine.get(id);
    if (own?.isStranded) return this.enqueue(this.ownOf(own.record, own.keeping));
    if (!own && this.windowOf(id) === undefined) await this.take(id, taken => this.enqueue(taken));
  }

  /** Takes one off the list; what is on disk of one that is not whole goes too. */
  async remove(id: string): Promise<void> {
    const own = this.mine.get(id);
    if (own) await this.stop(own, 'removed');
    if (own?.isStranded) await this.drop(own);
    const window = this.windowOf(id);
    if (window !== undefined) return this.shelf.ask(window, id, 'remove');
    // It may have been finished just before it was stopped.
    await this.take(id, taken => taken.discard());
  }

  /** Takes all of an account off the list. */
  async forget(account: string): Promise<void> {
    await this.look();
    const own = [...this.mine.values()].map(({ record }) => record);
    const all = [...own, ...this.passing.rest, ...this.others.map(({ record }) => record)];
    const gone = all.filter(record => record.account === account);
    await Promise.all(gone.map(({ id }) => this.remove(id)));
  }

  /** Resolves to the record when nobody is at it any more; to undefined when it is gone. */
  settled(id: string): Promise<DownloadRecord | undefined> {
    return new Promise(resolve => {
      const check = () => {
        const record = this.record(id);
        if (record && isActive(record)) return;
        watching.dispose();
        resolve(record);
      };
      const watching = this.onDidChange(check);
      check();
    });
  }

  /** Lets go of all, so that another window, or this one when it is back, goes on with it. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.rounds.dispose();
    await Promise.all([...this.mine.values()].map(own => this.stop(own, 'left')));
    for (const { id } of this.passing.rest) await this.take(id, own => own.discard());
    await this.shelf.close();
    this.dispose();
  }

  private newRecord(order: Omit<NewDownload, 'deliver'>, stage: Stage): DownloadRecord {
    return { version: 1, id: randomUUID(), ...order, addedAt: this.parts.clock.now(), stage, received: 0 };
  }

  private ownOf(record: DownloadRecord, keeping: Keeping, deliver?: Deliver): OwnDownload {
    return new OwnDownload(record, this.parts, keeping, () => this.changes.fire(), deliver);
  }

  /** What no download of this window is, of accounts that are there. */
  private resting(): DownloadRecord[] {
    const all = [...this.passing.rest, ...this.others.map(({ record }) => record)];
    return all.filter(({ id, account }) => !this.mine.has(id) && this.parts.knows(account));
  }

  private windowOf(id: string): string | undefined {
    return this.others.find(({ record }) => record.id === id)?.window;
  }

  private async enqueue(own: OwnDownload): Promise<void> {
    this.mine.set(own.record.id, own);
    await own.wait();
    void this.limit(() => this.turn(own));
  }

  private async turn(own: OwnDownload): Promise<void> {
    // It may have been stopped while it waited.
    if (this.mine.get(own.record.id) !== own) return;
    await own.run();
    await this.letGo(own);
    if (isFinished(own.record)) this.finishes.fire(own.record);
    if (isFinished(own.record)) await this.prune();
  }

  private async stop(own: OwnDownload, reason: StopReason): Promise<void> {
    await own.stop(reason);
    await this.letGo(own);
  }

  private async letGo(own: OwnDownload): Promise<void> {
    if (own.isStranded) return;
    await this.look();
    this.mine.delete(own.record.id);
    this.changes.fire();
  }

  private async drop(own: OwnDownload): Promise<void> {
    await own.discard();
    this.mine.delete(own.record.id);
    this.changes.fire();
  }

  /** Does something with one that rests, unless another window is faster. */
  private async take(id: string, work: (own: OwnDownload) => Promise<void>): Promise<void> {
    const keeping = this.passing.has(id) ? this.passing : this.shelf;
    const record = await keeping.claim(id);
    if (record) await work(this.ownOf(record, keeping));
    await this.look();
  }

  private async look(): Promise<void> {
    const all = await this.shelf.look(this.parts.clock.now());
    this.others = all.filter(({ window }) => window !== this.shelf.window);
    this.changes.fire();
  }

  private async round(passed: number): Promise<void> {
    this.limit.concurrency = this.parts.parallel();
    if (this.mine.size > 0) await this.attend();
    if (this.parts.adopts()) await this.abandoned.look(passed);
    await this.look();
    for (const record of this.resting()) await this.takeUp(record);
  }

  /** Shows that this window lives, and does what others ask of it. */
  private async attend(): Promise<void> {
    await this.shelf.beat(this.parts.clock.now());
    for (const { id, what } of await this.shelf.asked()) {
      const own = this.mine.get(id);
      if (own) await this.stop(own, what === 'pause' ? 'paused' : 'removed');
    }
  }

  /** Goes on with what nobody is at, though somebody should be. */
  private async takeUp({ id, task, name, stage, account }: DownloadRecord): Promise<void> {
    const isOurs = this.parts.isPassing(account) || this.parts.adopts();
    if (this.isClosed || !isOurs || this.windowOf(id) !== undefined) return;
    if (stage.kind === 'running' || stage.kind === 'waiting') return this.resume(id);
    if (stage.kind !== 'planned') return;
    const readiness = this.parts.readiness(task);
    if (readiness === 'ready') return this.resume(id);
    if (readiness === 'notYet') return;
    const failure = failureOf(new Refusal({ kind: 'noFile', task: name }));
    await this.take(id, own => own.end({ kind: 'failed', failure }));
  }

  /** The next round may be a better one. */
  private note(error: unknown): void {
    this.parts.log.warn(`Downloads cannot be read or written: ${String(error)}`);
  }

  private async prune(): Promise<void> {
    const finished = this.entries().filter(({ record }) => isFinished(record));
    for (const { record } of finished.slice(mostFinished)) await this.remove(record.id);
  }
}
