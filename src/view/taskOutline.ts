import { taskStatuses, type Task, type TaskStatus } from '../core/task';
import { accountRow, cloudRow, statusRow } from './groupRow';
import type { Row } from './row';
import { taskRow } from './taskRow';
import type { ListedAccount, World } from './world';

/** A group of the tree: a cloud, an account of it, or the tasks of one status below either. */
type Group =
  | { readonly kind: 'cloud'; readonly cloud: string }
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'status'; readonly scope: string; readonly status: TaskStatus };

const groupKey = {
  cloud: (cloud: string) => `cloud:${cloud}`,
  account: (account: string) => `account:${account}`,
  status: (scope: string, status: TaskStatus) => `status:${status}:${scope}`,
};

/** Reads a key back; undefined for the key of a task, which has no colon: its parts are percent-encoded. */
function parseGroup(key: string): Group | undefined {
  const [, kind, rest = ''] = /^(cloud|account|status):(.*)$/s.exec(key) ?? [];
  if (kind === 'cloud') return { kind, cloud: rest };
  if (kind === 'account') return { kind, account: rest };
  const status = taskStatuses.find(word => rest.startsWith(`${word}:`));
  return kind === 'status' && status ? { kind, status, scope: rest.slice(status.length + 1) } : undefined;
}

type Index = ReadonlyMap<string, ReadonlyMap<TaskStatus, readonly string[]>>;

/**
 * What the tree shows and in what order: cloud, account where a cloud has several, status, task. Rows are known by
 * keys; the key of a task's row is the task's own.
 */
export class TaskOutline {
  private index: Index | undefined;

  constructor(private readonly world: World) {}

  /** To be told when tasks came, went or changed their status, or accounts changed. */
  invalidate(): void {
    this.index = undefined;
  }

  children(key?: string): readonly string[] {
    if (key === undefined) return this.cloudKeys();
    const group = parseGroup(key);
    if (group?.kind === 'cloud') {
      const accounts = this.accountsOf(group.cloud);
      return accounts.length > 1 ? accounts.map(({ id }) => groupKey.account(id)) : this.statusKeys(key);
    }
    if (group?.kind === 'account') return this.statusKeys(key);
    return group ? this.tasksIn(group.scope, group.status) : [];
  }

  /** Undefined for a row that has gone while the editor still held its key. */
  row(key: string): Row | undefined {
    const group = parseGroup(key);
    if (!group) {
      const task = this.world.store.task(key);
      return task && taskRow(this.world, task);
    }
    if (group.kind === 'cloud') {
      const cloud = this.world.clouds.find(({ id }) => id === group.cloud);
      return cloud && cloudRow(this.world, cloud, this.accountsOf(cloud.id));
    }
    if (group.kind === 'account') {
      const account = this.account(key);
      return account && accountRow(this.world, account);
    }
    return statusRow(this.world, group.status, this.tasksIn(group.scope, group.status).length);
  }

  parent(key: string): string | undefined {
    const group = parseGroup(key);
    if (group?.kind === 'cloud') return undefined;
    if (group?.kind === 'status') return group.scope;
    const account = group ? this.account(key) : undefined;
    if (account) return groupKey.cloud(account.cloud);
    const task = this.world.store.task(key);
    return task && groupKey.status(this.scopeOf(task), task.status);
  }

  /** The account that a row stands for: an account's own, or a cloud's when it has but one. */
  account(key: string): ListedAccount | undefined {
    const group = parseGroup(key);
    if (group?.kind === 'account') return this.world.accounts().find(({ id }) => id === group.account);
    if (group?.kind !== 'cloud') return undefined;
    const accounts = this.accountsOf(group.cloud);
    return accounts.length === 1 ? accounts[0] : undefined;
  }

  private cloudKeys(): string[] {
    return this.world.clouds
      .filter(({ id }) => this.accountsOf(id).length > 0)
      .map(({ id }) => groupKey.cloud(id));
  }

  private accountsOf(cloud: string): ListedAccount[] {
    return this.world.accounts().filter(account => account.cloud === cloud);
  }

  private statusKeys(scope: string): string[] {
    const present = this.indexed().get(scope);
    return taskStatuses.filter(status => present?.has(status)).map(status => groupKey.status(scope, status));
  }

  private tasksIn(scope: string, status: TaskStatus): readonly string[] {
    return this.indexed().get(scope)?.get(status) ?? [];
  }

  private scopeOf({ cloud, account }: Task): string {
    return this.accountsOf(cloud).length > 1 ? groupKey.account(account) : groupKey.cloud(cloud);
  }

  private indexed(): Index {
    this.index ??= this.build();
    return this.index;
  }

  private build(): Index {
    const index = new Map<string, Map<TaskStatus, string[]>>();
    const scopes = new Map<string, string>();
    for (const task of [...this.world.store.tasks()].sort(newestFirst)) {
      const scope = scopes.get(task.account) ?? this.scopeOf(task);
      scopes.set(task.account, scope);
      const statuses = index.get(scope) ?? new Map<TaskStatus, string[]>();
      const keys = statuses.get(task.status) ?? [];
      keys.push(task.key);
      index.set(scope, statuses.set(task.status, keys));
    }
    return index;
  }
}

/** Tasks without a time come last; equal ones keep one order, so that rows do not jump. */
const newestFirst = (a: Task, b: Task): number =>
  (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0) || (a.key < b.key ? -1 : 1);
