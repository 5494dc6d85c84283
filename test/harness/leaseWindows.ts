import { Lease } from '../../src/core/windows/lease';
import { FakeClock, settle } from '../fakes/clock';

/** What the lease waits for by itself. */
export const interval = 3_000;

/** A window of this process, with a clock of its own: one that nobody moves is as good as dead. */
export class LeaseWindow {
  readonly clock = new FakeClock();
  readonly lease: Lease;
  /** What its owner was told. */
  readonly told: boolean[] = [];

  constructor(folder: string) {
    this.lease = new Lease({ folder, clock: this.clock });
    this.lease.onDidChange(held => this.told.push(held));
  }

  get held(): boolean {
    return this.lease.held;
  }

  /** Starts, and has looked for the first time. */
  async start(): Promise<void> {
    this.lease.start();
    await this.asleep();
  }

  /** Lives through some intervals: one heartbeat, or one look, in each. */
  async live(intervals = 1): Promise<void> {
    for (let passed = 0; passed < intervals; passed++) {
      await this.clock.advance(interval);
      await this.asleep();
    }
  }

  /** Files are read and written in real time, however the clock stands. */
  private async asleep(): Promise<void> {
    while (this.clock.sleeping === 0) await settle();
  }
}

/** Lets windows live side by side. */
export async function live(windows: readonly LeaseWindow[], intervals = 1): Promise<void> {
  for (let passed = 0; passed < intervals; passed++) await Promise.all(windows.map(window => window.live()));
}

export const holders = (windows: readonly { readonly held: boolean }[]): number[] =>
  windows.flatMap(({ held }, index) => (held ? [index] : []));
