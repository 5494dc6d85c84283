import type { Account } from '../../src/core/account';
import type { Cloud, Io, ListScope, ServiceInfo, TaskService } from '../../src/core/cloud';
import type { AccountSource } from '../../src/core/connections';
import { CloudError, type ErrorKind, type Problem } from '../../src/core/errors';
import { Emitter } from '../../src/core/lifecycle';
import type { Task } from '../../src/core/task';
import { FakeClock } from './clock';
import { FakeLog } from './log';
import { FakeTransport } from './transport';

export const serviceInfo = (changes: Partial<ServiceInfo> = {}): ServiceInfo => ({
  id: 'exports',
  label: () => 'Exports',
  regional: true,
  tracked: false,
  file: 'link',
  ...changes,
});

/** A cloud whose services are the given ones; a missing one is a mistake of the test. */
export function cloudOf(
  services: Readonly<Record<string, TaskService>>,
  changes: Partial<Cloud> = {},
  connected: (account: Account, credential: unknown) => void = () => undefined,
): Cloud {
  return {
    id: 'fake',
    label: () => 'Fake Cloud',
    services: Object.keys(services).map(id => serviceInfo({ id })),
    extraEndpoints: [],
    projects: false,
    regions: ['r1', 'r2'],
    defaultRegions: ['r1'],
    sites: [],
    credentials: [],
    provider: () =>
      Promise.resolve({
        readCredential: value => value as { kind: string },
        policy: allowed => `allow ${allowed.join(', ')}`,
        consolePage: ({ service, region, site = 'console' }) =>
          service in services ? `https://${site}.example.com/${service}/${region}` : undefined,
        connect: (account, credential) => {
          connected(account, credential);
          return { services };
        },
      }),
    importer: () => Promise.resolve({ files: [], read: () => [] }),
    simulator: () => Promise.reject(new Error('It has no simulator.')),
    ...changes,
  };
}

export const ioOf = (changes: Partial<Io> = {}): Io => ({
  transport: new FakeTransport([]),
  clock: new FakeClock(),
  log: new FakeLog(),
  random: () => 1,
  ...changes,
});

export const failure = (kind: ErrorKind, more: Partial<Problem> = {}): CloudError =>
  new CloudError({ kind, message: `it is ${kind}`, ...more });

/** Accounts in memory; `change` tells of it as the real ones do. */
export class FakeAccounts implements AccountSource {
  readonly credentials = new Map<string, unknown>();
  private readonly changes = new Emitter<readonly string[]>();
  readonly onDidChange = this.changes.event;

  constructor(private accounts: readonly Account[]) {
    this.keep(accounts);
  }

  list(): readonly Account[] {
    return this.accounts;
  }

  get(id: string): Account | undefined {
    return this.accounts.find(account => account.id === id);
  }

  credential(id: string): Promise<unknown> {
    return Promise.resolve(this.credentials.get(id));
  }

  replace(accounts: readonly Account[], ...changed: string[]): void {
    this.accounts = accounts;
    this.keep(accounts);
    this.changes.fire(changed);
  }

  private keep(accounts: readonly Account[]): void {
    for (const { id } of accounts) if (!this.credentials.has(id)) this.credentials.set(id, { kind: 'key' });
  }
}

type Lists = (scope: ListScope) => readonly Task[] | Promise<readonly Task[]>;

/** A service that writes down its calls, as `list r1` and `follow r1 id,id`. */
export class FakeService implements TaskService {
  readonly calls: string[] = [];
  /** Calls under way at once, at the most. */
  busiest = 0;
  private busy = 0;

  constructor(
    public onList: Lists = () => [],
    public onFollow: (
      tasks: readonly Task[],
      region: string,
    ) => readonly Task[] | Promise<readonly Task[]> = (tasks: readonly Task[]) => tasks,
  ) {}

  async *list(scope: ListScope): AsyncGenerator<readonly Task[]> {
    yield await this.call(`list ${scope.region}`, () => this.onList(scope));
  }

  follow(tasks: readonly Task[], region: string): Promise<readonly Task[]> {
    const ids = tasks.map(({ id }) => id).join(',');
    return this.call(`follow ${region} ${ids}`, () => this.onFollow(tasks, region));
  }

  trial(region: string): Promise<number | undefined> {
    return this.call(`trial ${region}`, async () => (await this.onList({ region, tracked: [] })).length);
  }

  private async call<T>(name: string, work: () => T | Promise<T>): Promise<T> {
    this.calls.push(name);
    this.busiest = Math.max(this.busiest, ++this.busy);
    try {
      return await work();
    } finally {
      this.busy--;
    }
  }
}
