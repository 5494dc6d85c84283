import { randomUUID } from 'node:crypto';
import type { Log } from '../cloud';
import { Emitter, Owner } from '../lifecycle';
import { Refusal } from '../refusal';
import { Abandoned } from './abandoned';
import { Catalog } from './catalog';
import { isActive, isFinished, sortEntries, type DownloadEntry } from './entry';
import type { Deliver, OwnDownloadParts } from './ownDownload';
import { usualPace, type Pace } from './pace';
import { Passing } from './passing';
import { Queue } from './queue';
import { failureOf, type DownloadRecord, type Stage } from './record';
import type { Placed } from './recordFolders';
import { Rounds } from './rounds';
import { Shelf, type Asked } from './shelf';

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
  private readonly ends = this.own(new Emitter<DownloadRecord>());
  /** Told of each file that this window has fetched, or failed to. */
  readonly onDidEnd = this.ends.event;

  private readonly shelf: Shelf;
  private readonly passing = new Passing();
  private readonly catalog: Catalog;
  private readonly queue: Queue;
  private readonly abandoned: Abandoned;
  private readonly rounds: Rounds;
  private going = Promise.resolve();
  private isClosed = false;
  private noted = '';

  constructor(private readonly parts: DownloadListParts) {
    super();
    const pace = parts.pace ?? usualPace;
    this.shelf = new Shelf(parts.folder);
    const onChange = () => this.changes.fire();
    this.catalog = new Catalog(this.shelf, parts.clock, onChange);
    const { catalog, shelf, passing } = this;
    const onEnd = (record: DownloadRecord) => this.ends.fire(record);
    const onError = (error: unknown) => this.note(error);
    const own = { own: parts, catalog, shelf, passing, onChange, onEnd, onError };
    this.queue = new Queue(own, parts.parallel());
    this.abandoned = new Abandoned(this.shelf, pace.dead);
    const pause = () =>
      this.queue.all.length > 0 ? pace.busy : parts.isWatched() ? pace.watched : pace.quiet;
    const round = (passed: number) => this.round(passed).catch((error: unknown) => this.note(error));
    this.rounds = this.own(new Rounds(parts.clock, pause, round));
  }

  /** Shows what there is, and goes on with it. Resolves when what is on disk is known. */
  async start(): Promise<void> {
    await this.catalog.look();
    this.going = this.rounds.start();
    this.rounds.wake();
  }

  /** Looks at once what there is to do: more may be known than before. */
  wake(): void {
    this.rounds.wake();
  }

  entries(): readonly DownloadEntry[] {
    const now = this.parts.clock.now();
    const mine = this.queue.all.map(({ record, speed }) => {
      const known = record.stage.kind === 'running' ? speed.at(now) : undefined;
      return { record, ...(known !== undefined && { speed: known }) };
    });
    return sortEntries([...mine, ...this.resting().map(({ record }) => ({ record }))]);
  }

  record(id: string): DownloadRecord | undefined {
    return this.queue.get(id)?.record ?? this.resting().find(({ record }) => record.id === id)?.record;
  }

  /** Begins a download as soon as its turn comes. @returns its id */
  async add({ deliver, ...order }: NewDownload): Promise<string> {
    const record = this.newRecord(order, { kind: 'waiting' });
    const keeping = deliver || this.parts.isPassing(record.account) ? this.passing : this.shelf;
    this.queue.parallel = this.parts.parallel(); // the setting may have changed since the last round
    await this.queue.add(record, keeping, deliver);
    return record.id;
  }

  /** Has a file downloaded when its task has ended. @returns its id */
  async plan(order: NewDownload): Promise<string> {
    const record = this.newRecord(order, { kind: 'planned' });
    await (this.parts.isPassing(record.account) ? this.passing : this.shelf).addToRest(record);
    await this.catalog.look();
    this.rounds.wake();
    return record.id;
  }

  /** Stops a download that can be taken up again. */
  async pause(id: string): Promise<void> {
    const own = this.queue.get(id) ?? (await this.queue.take(id, isActive));
    await (own ? this.queue.stop(own, 'paused') : this.catalog.ask(id, 'pause'));
  }

  /** Goes on with one that is paused or has failed, from where it is. */
  async resume(id: string): Promise<void> {
    const own = this.queue.get(id);
    if (own && !own.isOver) return;
    if (own) await this.queue.stop(own, 'paused');
    if (own?.isStranded) return this.queue.again(own);
    const taken = await this.queue.take(id, record => !isFinished(record));
    if (taken) await this.queue.enqueue(taken);
  }

  /** Takes one off the list; what is on disk of one that is not whole goes too. */
  async remove(id: string): Promise<void> {
    const own = this.queue.get(id);
    if (own) await this.queue.stop(own, 'removed');
    if (own?.isStranded) return this.queue.drop(own);
    // It may have been finished just before it was stopped.
    const taken = await this.queue.take(id, () => true);
    await (taken ? this.queue.drop(taken) : this.catalog.ask(id, 'remove'));
  }

  /** Takes all of an account off the list. */
  async forget(account: string): Promise<void> {
    await this.catalog.look();
    const gone = [...this.queue.all, ...this.others()].filter(({ record }) => record.account === account);
    await Promise.all(gone.map(({ record }) => this.remove(record.id)));
  }

  /** Resolves to the record when nobody is at it any more; to undefined when it is gone. */
  settled(id: string): Promise<DownloadRecord | undefined> {
    return new Promise(resolve => {
      const check = () => {
        const record = this.record(id);
        const own = this.queue.get(id);
        if ((record && isActive(record)) || (own && !own.isStranded)) return;
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
    await this.going;
    await this.queue.close();
    await Promise.all(this.passing.rest.map(({ id }) => this.remove(id)));
    await this.shelf.close();
    this.dispose();
  }

  private newRecord(order: Omit<NewDownload, 'deliver'>, stage: Stage): DownloadRecord {
    return { version: 1, id: randomUUID(), ...order, addedAt: this.parts.clock.now(), stage, received: 0 };
  }

  /** What this window is not at. */
  private others(): readonly Placed[] {
    const all = [...this.passing.rest.map(record => ({ record })), ...this.catalog.all];
    return all.filter(({ record }) => !this.queue.get(record.id));
  }

  /** Of accounts that are there. */
  private resting(): readonly Placed[] {
    return this.others().filter(({ record }) => this.parts.knows(record.account));
  }

  private async round(passed: number): Promise<void> {
    this.queue.parallel = this.parts.parallel();
    if (this.queue.all.length > 0) await this.attend();
    const left = this.parts.adopts() ? await this.abandoned.look(passed) : [];
    await this.catalog.look();
    for (const asked of left) await this.answer(asked);
    const free = this.resting().filter(({ window }) => window === undefined);
    for (const { record } of sortEntries(free)) await this.takeUp(record);
    await this.prune();
    this.noted = '';
  }

  /** Shows that this window lives, and does what others ask of it. */
  private async attend(): Promise<void> {
    await this.shelf.beat(this.parts.clock.now());
    // One that was deposed learns of it.
    const running = this.queue.all.filter(({ record }) => record.stage.kind === 'running');
    await Promise.all(running.map(own => own.save()));
    // Not waited for: a file may take long to be put where it belongs, and the window has to be seen to live.
    for (const asked of await this.shelf.asked())
      void this.answer(asked).catch((error: unknown) => this.note(error));
  }

  private answer({ id, what }: Asked): Promise<void> {
    return what === 'pause' ? this.pause(id) : this.remove(id);
  }

  /** Goes on with what nobody is at, though somebody should be. */
  private async takeUp({ id, task, name, stage, account }: DownloadRecord): Promise<void> {
    const isOurs = this.parts.isPassing(account) || this.parts.adopts();
    if (this.isClosed || !isOurs) return;
    if (stage.kind === 'running' || stage.kind === 'waiting') return this.resume(id);
    if (stage.kind !== 'planned') return;
    const readiness = this.parts.readiness(task);
    if (readiness === 'ready') return this.resume(id);
    if (readiness === 'notYet') return;
    const failure = failureOf(new Refusal({ kind: 'noFile', task: name }));
    const own = await this.queue.take(id, ({ stage }) => stage.kind === 'planned');
    if (own) await this.queue.end(own, { kind: 'failed', failure });
  }

  /** The next round may be a better one; as long as none is, it is said once. */
  private note(error: unknown): void {
    if (this.noted !== String(error))
      this.parts.log.warn(`Downloads cannot be read or written: ${String(error)}`);
    this.noted = String(error);
  }

  private async prune(): Promise<void> {
    const finished = this.entries().filter(({ record }) => isFinished(record));
    for (const { record } of finished.slice(mostFinished)) await this.remove(record.id);
  }
}
