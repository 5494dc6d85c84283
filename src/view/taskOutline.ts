import type { StoreChange, TaskMove } from '../core/store';
import { taskStatuses, type Task } from '../core/task';
import { accountRow, cloudRow, historyRow, statusRow } from './groupRow';
import { moreRow } from './moreRow';
import { OpenGroups } from './openGroups';
import { groupKey, parseGroup } from './outlineKeys';
import type { Row } from './row';
import { newestFirst, type TaskOrder } from './sortedTasks';
import { taskRow } from './taskRow';
import { taskOf, type ListedAccount, type World } from './world';

interface OutlineOptions {
  readonly order?: TaskOrder;
  /** So many tasks of a group are shown at first, and so many more each time. */
  readonly pageSize?: number;
}

/**
 * What the tree shows and in what order: cloud, account where a cloud has several, status, task. Rows are known by
 * keys; the key of a task's row is the task's own.
 *
 * It follows the store by its changes and keeps no more than it has to: of a group that nobody has opened the store's
 * counts are enough.
 */
export class TaskOutline {
  /** How many tasks of a group are shown at most, where the user asked for more. */
  private readonly limits = new Map<string, number>();
  /** What the rows of clouds and accounts say. */
  private readonly texts = new Map<string, string>();
  /** What those rows of tasks say that tell the time. */
  private readonly timedTexts = new Map<string, string>();
  /** What the groups of an account are below: its row, or that of its cloud. */
  private readonly scopes = new Map<string, string>();
  /** Groups of one status that there are. */
  private readonly present = new Set<string>();
  private shape: string | undefined;

  private readonly opened: OpenGroups;
  private readonly pageSize: number;

  constructor(
    private readonly world: World,
    { order = newestFirst, pageSize = 200 }: OutlineOptions = {},
  ) {
    this.opened = new OpenGroups(order);
    this.pageSize = pageSize;
    this.isReshaped();
  }

  /**
   * Takes in what happened, in the store or to accounts.
   *
   * @returns the rows to redraw, with all below them; undefined for all rows
   */
  apply({ changed, moved, places }: StoreChange): readonly string[] | undefined {
    if (this.isReshaped()) return undefined;
    const keys = new Set<string>();
    const touched = new Set<string>();
    const stayed = changed.flatMap(key => this.world.store.task(key) ?? []);
    for (const move of moved.map(each => this.withHistory(each))) {
      const from = move.before && this.groupOf(move.before);
      const to = move.after && this.groupOf(move.after);
      if (this.opened.move(move, from, to)) [from, to].forEach(group => group && touched.add(group));
      else if (move.after) stayed.push(move.after);
    }
    for (const group of touched) keys.add(this.noteGroup(group));
    for (const key of this.renew(stayed)) keys.add(key);
    for (const account of this.world.accounts().filter(({ id }) => places.includes(id))) {
      for (const key of this.rowsOf(account)) if (this.noteText(key)) keys.add(key);
    }
    return [...keys].filter(key => !this.isWithin(key, keys));
  }

  /** Takes in that the history is another one. @returns the rows to redraw: all */
  renewHistory(): undefined {
    for (const [account, scope] of this.scopes) {
      const group = groupKey.history(scope);
      this.opened.close(group);
      if (this.world.history.count(account) > 0) this.present.add(group);
      else this.present.delete(group);
    }
  }

  /** Rows that say something else than when they were drawn, for time has passed. */
  aged(): readonly string[] {
    const { world } = this;
    return [...this.timedTexts].flatMap(([key, text]) => {
      const task = taskOf(world, key);
      if (task && this.opened.isShown(this.groupOf(task), task))
        return taskRow(world, task).description === text ? [] : key;
      this.timedTexts.delete(key);
      return [];
    });
  }

  /**
   * Shows a page more of a group, for as long as the window lives.
   *
   * @param key its own, or that of its last row, which counts once however often it is clicked
   * @returns the group's key and that of the first row that is new; undefined when there is no such group
   */
  showMore(key: string): { readonly group: string; readonly first: string | undefined } | undefined {
    const row = parseGroup(key);
    const group = row?.kind === 'more' ? row.group : key;
    if (this.count(group) === 0) return undefined;
    const shown = row?.kind === 'more' ? row.shown : this.limit(group);
    this.limits.set(group, Math.max(this.limit(group), shown + this.pageSize));
    return { group, first: this.page(group)[shown] };
  }

  children(key?: string): readonly string[] {
    if (key === undefined) return this.cloudKeys();
    const group = parseGroup(key);
    if (group?.kind === 'status' || group?.kind === 'history') return this.page(key);
    if (group?.kind === 'cloud') {
      const accounts = this.accountsOf(group.cloud);
      return accounts.length > 1 ? accounts.map(({ id }) => groupKey.account(id)) : this.statusKeys(key);
    }
    return group?.kind === 'account' ? this.statusKeys(key) : [];
  }

  /** Undefined for a row that has gone while the editor still held its key. */
  row(key: string): Row | undefined {
    const group = parseGroup(key);
    if (!group) return this.rowOfTask(key);
    if (group.kind === 'cloud') {
      const cloud = this.world.clouds.find(({ id }) => id === group.cloud);
      return cloud && cloudRow(this.world, cloud, this.accountsOf(cloud.id));
    }
    if (group.kind === 'account') {
      const account = this.account(key);
      return account && accountRow(this.world, account);
    }
    if (group.kind === 'history') {
      const count = this.count(key);
      return count > 0 ? historyRow(this.world, count) : undefined;
    }
    if (group.kind === 'more')
      return moreRow(this.world, group.shown, this.count(group.group), this.pageSize);
    const count = this.count(key);
    return count > 0 ? statusRow(this.world, group.status, count) : undefined;
  }

  parent(key: string): string | undefined {
    const group = parseGroup(key);
    if (group?.kind === 'cloud') return undefined;
    if (group?.kind === 'status' || group?.kind === 'history') return group.scope;
    if (group?.kind === 'more') return group.group;
    const account = group && this.account(key);
    if (account) return groupKey.cloud(account.cloud);
    const task = taskOf(this.world, key);
    return task && this.groupOf(task);
  }

  /** The account that a row stands for: an account's own, or a cloud's when it has but one. */
  account(key: string): ListedAccount | undefined {
    const group = parseGroup(key);
    if (group?.kind === 'account') return this.world.accounts().find(({ id }) => id === group.account);
    if (group?.kind !== 'cloud') return undefined;
    const accounts = this.accountsOf(group.cloud);
    return accounts.length === 1 ? accounts[0] : undefined;
  }

  private rowOfTask(key: string): Row | undefined {
    const task = taskOf(this.world, key);
    const row = task && taskRow(this.world, task);
    if ((task?.expiresAt ?? task?.leftAt) && row?.description) this.timedTexts.set(key, row.description);
    else this.timedTexts.delete(key);
    return row;
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
    const groups = taskStatuses.map(status => groupKey.status(scope, status));
    return [...groups, groupKey.history(scope)].filter(key => this.count(key) > 0);
  }

  /** How many tasks a group has. */
  private count(key: string): number {
    const { store, history } = this.world;
    const group = parseGroup(key);
    if (group?.kind !== 'status' && group?.kind !== 'history') return 0;
    const account = this.account(group.scope)?.id;
    if (account === undefined || this.scopes.get(account) !== group.scope) return 0;
    return group.kind === 'history' ? history.count(account) : store.count(account, group.status);
  }

  private limit(group: string): number {
    return this.limits.get(group) ?? this.pageSize;
  }

  /** The tasks of a group that are shown, and the row for more of them. */
  private page(key: string): readonly string[] {
    const count = this.count(key);
    const limit = this.limit(key);
    if (count === 0) return [];
    const keys = this.opened.first(key, limit, () => this.tasksIn(key));
    return count > limit ? [...keys, groupKey.more(key, limit)] : keys;
  }

  private tasksIn(group: string): Task[] {
    const { store, history } = this.world;
    const parsed = parseGroup(group);
    const scope = parsed?.kind === 'status' || parsed?.kind === 'history' ? parsed.scope : '';
    const account = this.account(scope)?.id;
    if (account === undefined) return [];
    if (parsed?.kind === 'history') return history.tasksOf(account);
    const tasks = store.places(account).flatMap(place => store.tasksOf(place));
    return tasks.filter(task => this.groupOf(task) === group);
  }

  private groupOf({ account, status, leftAt }: Task): string | undefined {
    const scope = this.scopes.get(account);
    if (scope === undefined) return undefined;
    return leftAt ? groupKey.history(scope) : groupKey.status(scope, status);
  }

  /** What leaves its list joins the history, where that is shown. */
  private withHistory(move: TaskMove): TaskMove {
    const { before, leftAt } = move;
    const after = before && leftAt && this.world.history.task(before.key);
    return after ? { before, after } : move;
  }

  /** Whether a row is redrawn with one above it. */
  private isWithin(key: string, redrawn: ReadonlySet<string>): boolean {
    const parent = this.parent(key);
    return parent !== undefined && (redrawn.has(parent) || this.isWithin(parent, redrawn));
  }

  /** @returns the row to redraw for a group in which something moved: the one above it when it has come or gone itself */
  private noteGroup(group: string): string {
    const [was, is] = [this.present.has(group), this.count(group) > 0];
    if (is) this.present.add(group);
    else {
      this.present.delete(group);
      this.opened.close(group);
    }
    return was === is ? group : (this.parent(group) ?? group);
  }

  /** Takes in tasks that stay where they are. @returns their rows, as far as they are shown */
  private renew(tasks: readonly Task[]): string[] {
    const shown = new Map<string, string[]>();
    for (const task of tasks) {
      const group = this.groupOf(task);
      if (!group || !this.opened.renew(group, task)) continue;
      const rows = shown.get(group) ?? [];
      rows.push(task.key);
      shown.set(group, rows);
    }
    // The editor compares each row with each other: where there are many, the whole group costs it less.
    return [...shown].flatMap(([group, rows]) => (rows.length > this.pageSize / 2 ? group : rows));
  }

  /** The rows that speak of an account: its own, where it has one, and that of its cloud. */
  private rowsOf({ id, cloud }: ListedAccount): string[] {
    const row = groupKey.cloud(cloud);
    return [...new Set([this.scopes.get(id) ?? row, row])];
  }

  /** @returns whether the row of a cloud or an account says something else than before */
  private noteText(key: string): boolean {
    const text = JSON.stringify(this.row(key));
    if (this.texts.get(key) === text) return false;
    this.texts.set(key, text);
    return true;
  }

  /** @returns whether there are other clouds or accounts than before; then all is begun anew */
  private isReshaped(): boolean {
    const accounts = this.world.accounts();
    const shape = JSON.stringify(accounts.map(({ id, cloud }) => [id, cloud]));
    if (shape === this.shape) return false;
    this.shape = shape;
    for (const memory of [this.opened, this.texts, this.timedTexts, this.scopes, this.present])
      memory.clear();
    for (const { id, cloud } of accounts) {
      const scope = this.accountsOf(cloud).length > 1 ? groupKey.account(id) : groupKey.cloud(cloud);
      this.scopes.set(id, scope);
      for (const key of this.statusKeys(scope)) this.present.add(key);
    }
    for (const key of accounts.flatMap(account => this.rowsOf(account))) this.noteText(key);
    return true;
  }
}
