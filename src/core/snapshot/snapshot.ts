import type { Clock } from '../clock';
import type { Log } from '../cloud';
import { Owner } from '../lifecycle';
import type { PlaceState, StoreChange, TaskStore } from '../store';
import { placeKey, type Task } from '../task';
import type { Ledger } from '../history/ledger';
import { Changes, type PastTask } from './changes';
import { readEntry, writeEntry, type Entry } from './entry';
import { UnreadableJournal, type Journal } from './journal';

export interface SnapshotParts {
  readonly store: TaskStore;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether an account is kept at all: one of the demo leaves no trace. */
  readonly isKept: (account: string) => boolean;
  /** What leaves the lists goes there. */
  readonly ledger: Ledger;
  /** Whether there is such an account, be it one that cannot be used. */
  readonly isListed: (account: string) => boolean;
  /** Whether this window is the one that writes, asked before it does. */
  readonly mayWrite: () => Promise<boolean>;
}

/** How long changes are gathered before they are written, and how often another window's are read, milliseconds. */
const writePause = 1_000;
const readPause = 2_000;
/** How long a disk that did not take what was written is left alone. */
const failurePause = 30_000;
/** A file that has grown to more than twice of what is needed, and this many bytes, is written anew. */
const spare = 1024 * 1024;

/**
 * The tasks on disk: shown at once when a window opens, and how the windows that do not poll learn what the one knows
 * that does. One window writes, the others read. A file that cannot be read is set aside, and all goes on without it.
 */
export class Snapshot extends Owner {
  private readonly stopped = new AbortController();
  private readonly changes: Changes;
  private writing = false;
  private applying = false;
  private wakeUp = new AbortController();
  /** Bytes of the file that are needed, as far as that is known. */
  private base = 0;
  private isBehind = false;
  /** The disk did not take the whole either. */
  private isStuck = false;
  /** What has left its list and is not in the ledger yet. */
  private left: readonly PastTask[] = [];
  /** Accounts were removed of which something is still on disk. */
  private hasGone = false;
  /** What is to be read is more than what was added. */
  private wantsWhole = false;
  /** Why the last turn failed: told once. */
  private trouble: string | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: SnapshotParts) {
    super();
    this.changes = new Changes(parts.store, parts.isKept);
    this.own(parts.store.onDidChange(change => this.note(change)));
  }

  /** Puts what is on disk into the store, for the places it has. Never rejects. */
  load(): Promise<void> {
    return this.inTurn(() => this.read());
  }

  /** Begins to write what changes here, or to read what another window writes. */
  setWriting(writing: boolean): void {
    this.writing = writing;
    if (!writing) {
      this.changes.forget();
      this.left = [];
    }
    this.wantsWhole ||= !writing; // what was not written yet holds no more
    this.wakeUp.abort();
  }

  /** Reads or writes until it is disposed; waits for nobody. */
  start(): void {
    void this.loop();
  }

  /**
   * Writes what is left to write.
   *
   * @returns whether this window is the one that does, be it that the disk did not take it: then no other window can
   *   find the same out anew
   */
  async flush(): Promise<boolean> {
    let isMine = this.writing;
    if (isMine) await this.inTurn(async () => void (isMine = this.writing && (await this.write())));
    return isMine;
  }

  override dispose(): void {
    this.stopped.abort();
    super.dispose();
  }

  private async loop(): Promise<void> {
    const { clock } = this.parts;
    while (!this.stopped.signal.aborted) {
      this.wakeUp = new AbortController();
      const pause = this.writing ? (this.isStuck ? failurePause : writePause) : readPause;
      await clock
        .sleep(pause, AbortSignal.any([this.stopped.signal, this.wakeUp.signal]))
        .catch(() => undefined);
      if (this.stopped.signal.aborted) return;
      await this.inTurn(() => (this.writing ? this.write() : this.read()));
    }
  }

  private inTurn(work: () => Promise<unknown>): Promise<void> {
    const next = this.turn.then(work).then(
      () => void (this.trouble = undefined),
      (error: unknown) => this.noteTrouble(error instanceof Error ? error.message : String(error)),
    );
    this.turn = next;
    return next;
  }

  private noteTrouble(message: string): void {
    if (message !== this.trouble) this.parts.log.warn(`The snapshot: ${message}`);
    this.trouble = message;
  }

  private async read(): Promise<void> {
    const { journal } = this.parts;
    if (this.wantsWhole) journal.rewind();
    this.wantsWhole = false;
    try {
      const { whole, lines } = await journal.read();
      if (!whole && lines.length === 0) return;
      const entries = lines.map(readEntry);
      if (!entries.every(entry => entry !== undefined)) throw new UnreadableJournal();
      this.applying = true;
      if (whole) this.applyWhole(entries);
      else for (const entry of entries) this.apply(entry);
    } catch (error) {
      if (!(error instanceof UnreadableJournal)) throw error;
      await journal.setAside();
      throw error;
    } finally {
      this.applying = false;
    }
  }

  /** What the store has of the kept accounts becomes what the file says. */
  private applyWhole(entries: readonly Entry[]): void {
    const { store, journal } = this.parts;
    const tasks = new Map<string, Task>();
    const states: PlaceState[] = [];
    for (const entry of entries) {
      if (entry.kind === 'task') tasks.set(entry.task.key, entry.task);
      if (entry.kind === 'dropped') for (const key of entry.keys) tasks.delete(key);
      if (entry.kind === 'place') states.push(entry.state);
    }
    const byPlace = new Map<string, Task[]>();
    for (const task of tasks.values()) {
      const known = byPlace.get(placeKey(task));
      if (known) known.push(task);
      else byPlace.set(placeKey(task), [task]);
    }
    for (const place of store.places().filter(({ account }) => this.parts.isKept(account))) {
      const kept = byPlace.get(placeKey(place)) ?? [];
      const gone = store.tasksOf(place).filter(({ key }) => !tasks.has(key));
      store.drop(
        place,
        gone.map(({ key }) => key),
      );
      store.put(place, kept);
    }
    for (const state of states) store.setState(state);
    const needed = tasks.size + new Set(states.map(placeKey)).size;
    this.base = (journal.size * needed) / Math.max(1, entries.length);
    // Of an account that was removed while nobody could write.
    const accounts = new Set(store.places().map(({ account }) => account));
    this.hasGone ||= [...tasks.values(), ...states].some(({ account }) => !accounts.has(account));
  }

  private apply(entry: Entry): void {
    const { store } = this.parts;
    if (entry.kind === 'task') store.put(entry.task, [entry.task]);
    if (entry.kind === 'place') store.setState(entry.state);
    if (entry.kind !== 'dropped') return;
    for (const key of entry.keys) {
      const task = store.task(key);
      if (task) store.drop(task, [key], entry.leftAt);
    }
  }

  private note(change: StoreChange): void {
    if (this.applying) return;
    // What the file says of a place that comes now was passed over, if it was read before.
    if (!this.writing) this.wantsWhole ||= change.places.some(id => this.parts.isKept(id));
    else this.changes.note(change);
  }

  /** @returns false when another window is the one that writes by now */
  private async write(): Promise<boolean> {
    const { journal, mayWrite, ledger, clock, isListed } = this.parts;
    await ledger.tidy(clock.now());
    const { entries, left } = this.changes.take();
    this.left = [...this.left, ...left];
    if (entries.length === 0 && !this.isBehind && !this.hasGone) return true;
    // Of an account that was removed nothing shall stay on disk.
    this.hasGone ||= entries.some(({ kind }) => kind === 'gone');
    const anew = this.isBehind || this.hasGone || journal.size === 0 || journal.size > 2 * this.base + spare;
    this.isBehind = true; // until it is done: what failed is made up for by the whole
    if (!(await mayWrite())) return false;
    this.isStuck = anew;
    // First: what is gone from the one and not yet in the other would be lost.
    await ledger.add(this.left, clock.now());
    this.left = [];
    if (this.hasGone) await ledger.keepOnly(isListed);
    this.hasGone = false;
    if (anew) {
      await journal.rewrite(this.everything());
      this.base = journal.size;
    } else {
      await journal.append(entries.map(writeEntry));
    }
    this.isBehind = false;
    this.isStuck = false;
    return true;
  }

  private *everything(): Generator<string> {
    const { store, isKept } = this.parts;
    for (const state of store.places()) if (isKept(state.account)) yield writeEntry({ kind: 'place', state });
    for (const task of store.tasks()) if (isKept(task.account)) yield writeEntry({ kind: 'task', task });
  }
}
