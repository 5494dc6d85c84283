import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import { Emitter, Owner } from '../lifecycle';
import { isFree, LeaseFiles, noFile } from './leaseFiles';

export interface LeaseOptions {
  /** Shared by all windows of the editor, and by nobody else. It need not be there yet. */
  readonly folder: string;
  readonly clock: Clock;
  /** Tells this window from all others: two that have made the same file can both see whose it is. */
  readonly owner?: string;
  /** Milliseconds between two heartbeats of the holder, and between two looks of those that wait. */
  readonly interval?: number;
}

/** So often in a row nothing may have moved; then the holder is taken for dead. */
const missedBeats = 4;

/**
 * Which one of several processes does the work of all of them. Each number is a file that one process alone can make,
 * and the highest one holds: so two that take the lease at once cannot both get it, and one that was deposed in its
 * sleep sees that at its next heartbeat. That a holder is dead is what another has seen for itself, by counting its own
 * looks. Times of two processes are never compared: clocks are set and machines sleep.
 *
 * Between a `takeOver` and the next heartbeat of the one before, both hold. Ask `stillHeld` before what must not be
 * done twice.
 */
export class Lease extends Owner {
  private readonly changes = this.own(new Emitter<boolean>());
  /** Fires with `held` when that changes. */
  readonly onDidChange = this.changes.event;

  private readonly stop = new AbortController();
  private readonly files: LeaseFiles;
  private readonly clock: Clock;
  private readonly owner: string;
  private readonly interval: number;
  private begun = false;
  /** One thing at a time: a take-over does not cross a heartbeat. */
  private turn: Promise<void> = Promise.resolve();

  private state = { held: false, alone: false };
  /** The file of this window while it is the holder, as it was written last. */
  private mine: { readonly number: number; readonly beat: number } | undefined;
  /** What was there at the last look, and how many looks in a row have found just that again. */
  private seen = { latest: noFile, again: 0 };
  /** The number that was tried last. It may be taken and not listed: as `LEASE-7` where case does not matter. */
  private tried = 0;

  constructor({ folder, clock, owner = randomUUID(), interval = 3_000 }: LeaseOptions) {
    super();
    this.files = new LeaseFiles(folder);
    this.clock = clock;
    this.owner = owner;
    this.interval = interval;
  }

  get held(): boolean {
    return this.state.held;
  }

  /** Held for want of a folder that can be used: other windows may hold too. */
  get alone(): boolean {
    return this.state.alone;
  }

  /** Takes the lease when it is or becomes free, and keeps it up. Waits for nothing. */
  start(): void {
    if (this.begun) return;
    this.begun = true;
    void this.run();
  }

  /** Takes the lease, whoever has it. Of two windows that do so at once the later one has it. */
  takeOver(): Promise<void> {
    return this.inTurn(async () => {
      if (this.mine) await this.renew(this.mine);
      let done = this.mine !== undefined;
      while (!done) done = await this.take(await this.files.highest());
    });
  }

  /** `held`, made sure of on the disk. */
  async stillHeld(): Promise<boolean> {
    // One that waits does not look: its looks are counted, and have to be an interval apart.
    if (this.held) await this.inTurn(() => this.step());
    return this.held;
  }

  /** Gives the lease back at once, without waiting: the process may be about to end. */
  override dispose(): void {
    this.release();
    this.set(false);
    this.stop.abort();
    super.dispose();
  }

  private async run(): Promise<void> {
    const { signal } = this.stop;
    while (!signal.aborted) {
      await this.inTurn(() => this.step());
      await this.clock.sleep(this.interval, signal).catch(() => undefined);
    }
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(async () => {
      // Better two windows that do the same than none: the extension has to work without a disk too.
      await work().catch(() => this.set(true, true));
      if (this.stop.signal.aborted) this.release();
    });
    return this.turn;
  }

  private step(): Promise<void> {
    return this.mine ? this.renew(this.mine) : this.wait();
  }

  private async renew({ number, beat }: { number: number; beat: number }): Promise<void> {
    const numbers = await this.files.numbers();
    if (numbers.some(other => other > number)) return this.giveWay();
    if ((await this.files.read(number)) === this.text(beat)) {
      await this.files.overwrite(number, this.text(beat + 1));
      this.mine = { number, beat: beat + 1 };
      this.set(true);
    } else if (!(await this.take(number))) {
      // Not as it was left: removed, damaged or made by another, and the next number was taken too.
      return this.giveWay();
    }
    // Not when a number is taken: one that has looked before then finds its number gone, and makes it once more.
    await this.files.remove(numbers.filter(other => other < number));
  }

  /** There is a higher number. Its holder is waited for like any other. */
  private giveWay(): Promise<void> {
    this.mine = undefined;
    this.set(false); // also when it is taken back at once: what the other has done meanwhile is to be learnt
    return this.wait();
  }

  private async wait(): Promise<void> {
    while (await this.canTake()) if (await this.take(this.seen.latest.number)) return;
    this.set(false);
  }

  /** Looks whether the lease is there to be taken: given back, or with a holder that does not move. */
  private async canTake(): Promise<boolean> {
    const before = this.seen;
    // A folder that cannot be read moves as little as a dead holder does.
    const latest = await this.files.latest().catch(() => before.latest);
    const isSame = latest.number === before.latest.number && latest.text === before.latest.text;
    this.seen = { latest, again: isSame ? before.again + 1 : 0 };
    return isFree(latest) || this.seen.again >= missedBeats;
  }

  /**
   * Takes the number after one that was seen: another one that has been taken since is not overlooked.
   *
   * @returns false when another has made that number first
   */
  private async take(seen: number): Promise<boolean> {
    this.stop.signal.throwIfAborted();
    const number = Math.max(seen, this.tried) + 1;
    const made = await this.files.create(number, this.text(0));
    this.tried = number;
    if (!made) return false;
    this.mine = { number, beat: 0 };
    // The number may have been used and removed since it was seen, by others that are further by now.
    if ((await this.files.highest()) > number) await this.giveWay();
    else this.set(true);
    return true;
  }

  /** The number of beats stands first and grows: what is written over is never longer. */
  private text(beat: number): string {
    return `${beat} ${this.owner}`;
  }

  private release(): void {
    if (this.mine) this.files.release(this.mine.number);
    this.mine = undefined;
  }

  private set(held: boolean, alone = false): void {
    if (this.stop.signal.aborted) return;
    const changed = held !== this.state.held;
    this.state = { held, alone };
    if (changed) this.changes.fire(held);
  }
}
