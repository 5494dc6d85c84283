import { join } from 'node:path';
import { clouds } from '../../../src/clouds';
import { provider as alibaba } from '../../../src/clouds/alibaba/provider';
import { provider as baidu } from '../../../src/clouds/baidu/provider';
import { provider as huawei } from '../../../src/clouds/huawei/provider';
import { Actions } from '../../../src/core/actions';
import type { CloudProvider, Io, Log } from '../../../src/core/cloud';
import { Connections } from '../../../src/core/connections';
import { Ledger } from '../../../src/core/history/ledger';
import { loggedTransport } from '../../../src/core/http/loggedTransport';
import type { Transport } from '../../../src/core/http/request';
import { defaultListInterval, type Attention } from '../../../src/core/pace';
import { Poller } from '../../../src/core/poller';
import { Journal } from '../../../src/core/snapshot/journal';
import { Snapshot } from '../../../src/core/snapshot/snapshot';
import { TaskStore } from '../../../src/core/store';
import type { Task } from '../../../src/core/task';
import type { MemoryAccounts } from '../memoryAccounts';
import type { Chance } from './chance';
import type { Times } from './times';

/** Loaded before: loading takes real time, and a moment of the week has none. */
const providers: Readonly<Record<string, CloudProvider>> = { alibaba, baidu, huawei };

const quick = clouds.map(cloud => ({
  ...cloud,
  provider: () => Promise.resolve(providers[cloud.id] ?? Promise.reject(new Error(cloud.id))),
}));

export interface WindowParts {
  readonly folder: string;
  readonly times: Times;
  readonly accounts: MemoryAccounts;
  readonly transport: Transport;
  readonly chance: Chance;
  readonly attention: () => Attention;
  readonly log: Log;
}

/**
 * The one window of the week, wired as `src/extension.ts` does it, down to the transport. It writes its tasks down when
 * it is closed, and not each second: that several windows share what they know is tested in `windows.test.ts`.
 */
export class WeekWindow {
  readonly store = new TaskStore();
  private readonly poller: Poller;
  private readonly actions: Actions;
  private readonly connections: Connections;
  private readonly snapshot: Snapshot;
  private calls = false;

  constructor(private readonly parts: WindowParts) {
    const { folder, accounts, times, transport, chance, attention, log } = parts;
    const { store } = this;
    const { clock } = times;
    const io: Io = {
      ...{ clock, log, random: chance.next },
      transport: loggedTransport(() => Promise.resolve(transport), log, clock),
    };
    this.connections = new Connections(quick, accounts, () => Promise.resolve(io));
    this.poller = new Poller({
      ...{ store, clock, accounts, connections: this.connections, attention, random: chance.next },
      listInterval: () => defaultListInterval,
      calls: () => this.calls,
      takeOver: () => Promise.resolve(),
    });
    this.actions = new Actions(accounts, this.connections, store);
    this.snapshot = new Snapshot({
      ...{ store, clock, log, journal: new Journal(join(folder, 'tasks')) },
      ledger: new Ledger(join(folder, 'history'), () => 90),
      isKept: () => true,
      isListed: () => true,
      mayWrite: () => Promise.resolve(true),
    });
  }

  /** Shows what the one before has left, and begins to call. */
  async open(): Promise<void> {
    this.poller.start();
    await this.snapshot.load();
    this.snapshot.setWriting(true);
    this.calls = true;
    this.poller.reassign();
  }

  async close(): Promise<void> {
    await this.snapshot.flush();
    this.snapshot.dispose();
    this.poller.dispose();
    this.connections.dispose();
  }

  refresh(account?: string): Promise<void> {
    return this.poller.refresh(account);
  }

  /** The view is shown or hidden. */
  wake(): void {
    this.poller.wake();
  }

  /** As the command does it. */
  async track(account: string, service: string, region: string, id: string): Promise<Task> {
    const { accounts } = this.parts;
    const task = await this.actions.find(
      this.actions.account(account),
      ...([service, region, id] as const),
      new AbortController().signal,
    );
    const { tracked } = this.actions.account(account);
    accounts.setTracked(account, [...tracked, { service, region, id, name: task.name }]);
    this.store.put({ account, service, region }, [task]);
    this.poller.wake();
    return task;
  }

  /** As the command does it. */
  stopTracking(task: Task): void {
    const { tracked } = this.actions.account(task.account);
    const left = tracked.filter(({ id }) => id !== task.id);
    this.parts.accounts.setTracked(task.account, left);
    this.store.drop(task, [task.key]);
  }
}
