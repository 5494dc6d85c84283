import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { clouds } from '../../src/clouds';
import type { Account } from '../../src/core/account';
import { Actions } from '../../src/core/actions';
import type { Cloud, DemoWorld, FileSource, Io, Link, SimulatorWorld } from '../../src/core/cloud';
import { Connections } from '../../src/core/connections';
import { download } from '../../src/core/download/download';
import { loggedTransport } from '../../src/core/http/loggedTransport';
import type { NetworkSettings } from '../../src/core/http/networkSettings';
import type { Transport } from '../../src/core/http/request';
import { createTransport, type ClosableTransport } from '../../src/core/http/transport';
import { defaultListInterval, type Attention } from '../../src/core/pace';
import { Poller } from '../../src/core/poller';
import { TaskStore, type PlaceState } from '../../src/core/store';
import type { Task } from '../../src/core/task';
import { startSimulator, type SimulatorServer } from '../../src/simulator/server';
import type { Busy } from './busy';
import { FakeLog } from '../fakes/log';
import type { MemoryAccounts } from './memoryAccounts';
import type { SteppedClock } from './steppedClock';
import { alone, type Surroundings } from './surroundings';

export type World = Omit<SimulatorWorld, 'origin'>;

/** A pretend cloud that listens, and what an account needs to call it. */
export interface PretendCloud extends SimulatorServer {
  readonly cloud: Cloud;
  readonly world: World;
  /** `endpoints` of an account that calls it. */
  readonly endpoints: Readonly<Record<string, string>>;
}

export interface AccountSetup extends Partial<Account> {
  /** The first of the world's when absent. */
  readonly credential?: unknown;
}

/** A file as it was downloaded. */
export interface Downloaded {
  readonly name: string;
  readonly path: string;
  readonly content: Buffer;
}

/** A test that has waited for so many milliseconds of real time waits in vain. */
const patience = 10_000;

/** What goes on by itself, such as the writing of a file, takes less than so many milliseconds of real time. */
const longestStep = 200;

export const directly: NetworkSettings = { noProxy: '', verifyTls: true };

/**
 * The extension without its editor: wired as `src/extension.ts` does it, with the real transport. Accounts are kept
 * in memory and time stands still unless it is moved; all that a moment brings about is over before a call here
 * resolves.
 */
export class App {
  readonly clock: SteppedClock;
  readonly log = new FakeLog();
  readonly accounts: MemoryAccounts;
  readonly store = new TaskStore();
  /** Milliseconds; Infinity turns reading without being asked off. */
  listInterval = defaultListInterval;
  attention: Attention = 'watching';
  readonly actions: Actions;
  protected readonly busy: Busy;
  protected readonly poller: Poller;
  private readonly network: ClosableTransport;
  private readonly transport: Transport;
  private readonly connections: Connections;
  private readonly opened: SimulatorServer[] = [];
  private count = 0;

  /**
   * @param folder for downloads; empty at first
   * @param surroundings its own when absent
   */
  constructor(
    readonly folder: string,
    settings: NetworkSettings = directly,
    { clock, accounts, busy, calls, takeOver }: Surroundings = alone(),
  ) {
    this.clock = clock;
    this.accounts = accounts;
    this.busy = busy;
    this.network = createTransport(settings);
    this.transport = busy.watched(loggedTransport(() => Promise.resolve(this.network), this.log, clock));
    this.connections = new Connections(
      clouds.map(cloud => ({ ...cloud, provider: () => busy.during(cloud.provider()) })),
      accounts,
      (): Promise<Io> =>
        Promise.resolve({ transport: this.transport, clock, log: this.log, random: () => 1 }),
    );
    this.poller = new Poller({
      ...{ store: this.store, clock, accounts, connections: this.connections, calls, takeOver },
      listInterval: () => this.listInterval,
      attention: () => this.attention,
      random: () => 0.5,
    });
    this.actions = new Actions(accounts, this.connections, this.store);
    this.poller.start();
  }

  /**
   * Starts a pretend cloud: the one of the demo, without its tasks, unless `world` says otherwise.
   *
   * @param clock its own, where that is to differ from ours
   */
  async simulate(
    cloud: Cloud,
    world: Partial<World> = {},
    clock: { now(): number } = this.clock,
  ): Promise<PretendCloud> {
    const factory = await cloud.simulator();
    const { credentials, projects } = factory.demo(this.now);
    const whole: World = { credentials, tasks: [], ...(projects && { projects }), ...world };
    const server = await startSimulator(factory, whole, { clock });
    this.opened.push(server);
    const keys = [...cloud.services.map(({ id }) => id), ...cloud.extraEndpoints];
    const endpoints = Object.fromEntries(keys.map(key => [key, server.origin]));
    return { ...server, cloud, world: whole, endpoints };
  }

  /** Adds an account of a pretend cloud that watches all of it, and waits until it was read. */
  async add(at: PretendCloud, setup: AccountSetup = {}): Promise<Account> {
    const { credential = at.world.credentials[0], ...fields } = setup;
    const regions = fields.regions ?? at.cloud.defaultRegions;
    const account: Account = {
      id: `account-${++this.count}`,
      cloud: at.cloud.id,
      label: `${at.cloud.id} ${this.count}`,
      services: at.cloud.services.map(({ id }) => id),
      regions,
      endpoints: at.endpoints,
      tracked: trackedOf(at, regions),
      ...fields,
    };
    this.accounts.set(account, credential);
    await this.until(() => this.places(account).every(({ state }) => state !== 'loading'));
    return account;
  }

  async remove({ id }: Account): Promise<void> {
    this.accounts.remove(id);
    await this.idle();
  }

  get now(): number {
    return this.clock.now();
  }

  places({ id }: Pick<Account, 'id'>): PlaceState[] {
    return this.store.places(id);
  }

  /** Tasks of one account or of all, in the order in which they were read. */
  tasks(account?: Pick<Account, 'id'>): Task[] {
    return [...this.store.tasks()].filter(task => !account || task.account === account.id);
  }

  /** The one task with this id. */
  task(id: string): Task {
    const [task, ...others] = this.tasks().filter(candidate => candidate.id === id);
    if (!task || others.length > 0)
      throw new Error(`${others.length + (task ? 1 : 0)} tasks have the id ${id}.`);
    return task;
  }

  /** What the user does with the refresh button. */
  refresh(account?: Pick<Account, 'id'>): Promise<void> {
    return this.run(this.poller.refresh(account?.id));
  }

  /** What the editor does when the view is shown or hidden, or a setting changes. */
  wake(): void {
    this.poller.wake();
  }

  link(task: Task): Promise<Link> {
    return this.run(this.actions.link(task, new AbortController().signal));
  }

  /** Asks the cloud for a task, as the command that tracks one does. */
  find(account: Account, service: string, region: string, id: string): Promise<Task> {
    return this.run(this.actions.find(account, service, region, id, new AbortController().signal));
  }

  /** Finds a task and follows it from now on. */
  async track(account: Account, service: string, region: string, id: string): Promise<Task> {
    const task = await this.find(account, service, region, id);
    const { tracked } = this.actions.account(account.id);
    this.accounts.setTracked(account.id, [...tracked, { service, region, id, name: task.name }]);
    this.store.put({ account: account.id, service, region }, [task]);
    this.poller.wake();
    await this.idle();
    return task;
  }

  /** Downloads the file of a task into the folder of this test. */
  async download(task: Task, signal: AbortSignal = new AbortController().signal): Promise<Downloaded> {
    const source = (until: AbortSignal): Promise<FileSource> => this.actions.file(task, until);
    const order = { source, target: { folder: this.folder } };
    const parts = { transport: this.transport, clock: this.clock, random: () => 1 };
    const path = await this.run(download(parts, order, signal));
    return { path, name: basename(path), content: await readFile(path) };
  }

  /** Names of all that stands in the folder of downloads. */
  async files(): Promise<string[]> {
    return (await readdir(this.folder)).sort();
  }

  /** Lets time pass; everything that is due on the way happens at its moment. */
  async advance(ms: number): Promise<void> {
    const end = this.now + ms;
    await this.idle();
    for (let due = this.clock.next(); due !== undefined && due <= end; due = this.clock.next()) {
      this.clock.moveTo(due);
      await this.idle();
    }
    this.clock.moveTo(end);
    await this.idle();
  }

  /** Waits for a promise; time passes only as far as what it brings about sleeps, as a rate limit does. */
  async run<T>(promise: Promise<T>): Promise<T> {
    let over = false;
    const end = () => void (over = true);
    promise.then(end, end);
    await this.until(() => over);
    return promise;
  }

  /** Waits until nothing is under way any more: no request, no answer being read. */
  async idle(): Promise<void> {
    await this.busy.over();
  }

  async close(): Promise<void> {
    this.poller.dispose();
    this.connections.dispose();
    await this.network.destroy();
    await Promise.all(this.opened.map(server => server.close()));
    await rm(this.folder, { recursive: true });
  }

  private async until(isOver: () => boolean): Promise<void> {
    const sleepers = this.clock.asleep();
    const start = performance.now();
    for (let moved = start; performance.now() < start + patience; await turn()) {
      await this.idle();
      if (isOver()) return;
      // It may stand in a queue behind someone who slept before.
      const stuck = performance.now() - moved > longestStep;
      const due = this.clock.next(stuck ? new Set() : sleepers);
      if (due === undefined) continue;
      this.clock.moveTo(due);
      moved = performance.now();
    }
    throw new Error('It waits for something that does not come.');
  }
}

/** The tasks of services without a list, which an account must be told of. */
const trackedOf = ({ cloud, world }: PretendCloud, regions: readonly string[]): Account['tracked'] =>
  cloud.services
    .filter(({ tracked }) => tracked)
    .flatMap(service => world.tasks.filter(task => task.service === service.id))
    .flatMap(({ service, id, region }) =>
      regions.filter(one => !region || region === one).map(one => ({ service, id, region: one })),
    );

/** The world of a cloud's demo, with its tasks and accounts. */
export const demoOf = async (cloud: Cloud, now: number): Promise<DemoWorld> =>
  (await cloud.simulator()).demo(now);

/**
 * The body of a test: it gets an app of its own, which leaves nothing behind.
 *
 * @param settings how it reaches the network, besides the usual; asked for when the test begins
 */
export const inApp =
  (story: (app: App) => Promise<void>, settings: () => Partial<NetworkSettings> = () => ({})) =>
  async (): Promise<void> => {
    const app = new App(await mkdtemp(join(tmpdir(), 'cloud-tasks-')), { ...directly, ...settings() });
    try {
      await story(app);
    } finally {
      await app.close();
    }
  };
