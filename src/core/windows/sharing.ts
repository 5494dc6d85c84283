import { join } from 'node:path';
import { Owner } from '../lifecycle';
import { Ledger } from '../history/ledger';
import { Journal } from '../snapshot/journal';
import { Snapshot, type SnapshotParts } from '../snapshot/snapshot';
import type { Clock } from '../clock';
import type { Task } from '../task';
import { Lease } from './lease';

export interface SharingParts extends Omit<SnapshotParts, 'journal' | 'ledger' | 'mayWrite'> {
  /** Shared by all windows of the editor on this machine. */
  readonly folder: string;
  /** How long it is kept what the clouds list no more. */
  readonly historyDays: () => number;
  /** Told when this window becomes or ceases to be the one that calls the clouds. */
  readonly onChange: () => void;
}

/** The share of one window in the work of all: what is known lies on disk, and one of them keeps it up to date. */
export class Sharing extends Owner {
  private readonly lease: Lease;
  private readonly snapshot: Snapshot;
  private readonly ledger: Ledger;
  private readonly clock: Clock;
  private calls = false;
  private turn: Promise<void> = Promise.resolve();

  constructor({ folder, onChange, historyDays, ...parts }: SharingParts) {
    super();
    this.clock = parts.clock;
    this.lease = this.own(new Lease({ folder: join(folder, 'windows'), clock: parts.clock }));
    const journal = new Journal(join(folder, 'tasks'));
    this.ledger = new Ledger(join(folder, 'history'), historyDays);
    const mayWrite = () => this.lease.stillHeld();
    this.snapshot = this.own(new Snapshot({ ...parts, journal, ledger: this.ledger, mayWrite }));
    this.own(
      this.lease.onDidChange(held => {
        this.turn = this.turn.then(() => this.change(held, onChange));
      }),
    );
  }

  /** Follows the lease, once all is known that the window before has written. */
  private async change(held: boolean, onChange: () => void): Promise<void> {
    if (held) await this.snapshot.load();
    this.calls = held;
    this.snapshot.setWriting(held);
    onChange();
  }

  /** Shows what is on disk, and then takes part. Never rejects. */
  async start(): Promise<void> {
    await this.snapshot.load();
    this.snapshot.start();
    this.lease.start();
  }

  /** Whether this window is the one that calls the clouds. */
  get held(): boolean {
    return this.calls && this.lease.held;
  }

  /** What the clouds list no more, what left last first. @throws NodeJS.ErrnoException */
  async *history(): AsyncGenerator<readonly Task[]> {
    await this.snapshot.flush();
    yield* this.ledger.read(this.clock.now());
  }

  /** Writes down what has changed here. @returns whether it is for this window to tell of it: see {@link Snapshot.flush} */
  async keep(): Promise<boolean> {
    return this.held && this.snapshot.flush();
  }

  /** Becomes the one, with all that the one before has written. */
  async takeOver(): Promise<void> {
    await this.lease.takeOver();
    await this.turn;
  }

  /** Writes what is not written yet; for a window that closes. */
  async close(): Promise<void> {
    await this.snapshot.flush();
    this.dispose();
  }
}
