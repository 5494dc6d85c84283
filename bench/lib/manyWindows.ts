import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { clouds } from '../../src/clouds';
import { Connections } from '../../src/core/connections';
import { createTransport } from '../../src/core/http/transport';
import type { Transport } from '../../src/core/http/request';
import type { Disposable } from '../../src/core/lifecycle';
import { defaultListInterval } from '../../src/core/pace';
import { Poller } from '../../src/core/poller';
import { TaskStore } from '../../src/core/store';
import { Sharing } from '../../src/core/windows/sharing';
import { Busy } from '../../test/harness/busy';
import { MemoryAccounts } from '../../test/harness/memoryAccounts';
import { SteppedClock } from '../../test/harness/steppedClock';
import { noLog } from './cdnService';

/** Files are read and written in real time: whoever has not gone to sleep again after so many milliseconds will not. */
const patience = 50;

/**
 * Several windows of one editor that nobody looks at: the same accounts and the same folder, each with a core of its
 * own, wired as `src/extension.ts` does it, and one clock for all, on which time passes as fast as it can.
 */
export class ManyWindows {
  readonly clock = new SteppedClock();
  readonly accounts = new MemoryAccounts();
  private readonly busy = new Busy();
  private readonly network = createTransport({ noProxy: '', verifyTls: true });
  private readonly transport: Transport = this.busy.watched(this.network);
  private readonly parts: Disposable[] = [];

  private constructor(private readonly folder: string) {}

  static async in<T>(work: (windows: ManyWindows) => Promise<T>): Promise<T> {
    const windows = new ManyWindows(await mkdtemp(join(tmpdir(), 'cloud-tasks-')));
    try {
      return await work(windows);
    } finally {
      await windows.close();
    }
  }

  async open(): Promise<void> {
    const { clock, accounts, transport, folder } = this;
    const store = new TaskStore();
    const io = { transport, clock, log: noLog, random: () => 1 };
    const connections = new Connections(clouds, accounts, () => Promise.resolve(io));
    const sharing: Sharing = new Sharing({
      ...{ store, clock, log: noLog, folder },
      isKept: () => true,
      isListed: () => true,
      historyDays: () => 90,
      onChange: () => poller.reassign(),
    });
    const poller: Poller = new Poller({
      ...{ store, clock, accounts, connections },
      listInterval: () => defaultListInterval,
      attention: () => 'away',
      random: () => 0.5,
      calls: () => sharing.held,
      takeOver: () => sharing.takeOver(),
    });
    this.parts.push(poller, sharing, connections);
    poller.start();
    await sharing.start();
    await this.settled(0);
  }

  async advance(ms: number): Promise<void> {
    const end = this.clock.now() + ms;
    for (let due = this.clock.next(); due !== undefined && due <= end; due = this.clock.next()) {
      const sleepers = this.clock.asleep().size;
      this.clock.moveTo(due);
      await this.settled(sleepers);
    }
    this.clock.moveTo(end);
  }

  /** Resolves when as many sleep again, and no request is under way. */
  private async settled(sleepers: number): Promise<void> {
    const start = performance.now();
    do {
      await turn();
      await this.busy.over();
    } while (this.clock.asleep().size < sleepers && performance.now() < start + patience);
  }

  private async close(): Promise<void> {
    for (const part of this.parts) part.dispose();
    await this.network.destroy();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
