import type { TaskMove } from '../core/store';
import type { Task } from '../core/task';
import type { Arrangement } from './arrangement';
import { sortGroups } from './groupOrder';
import { GroupTree, wayTo, type Group } from './groupTree';
import { OpenGroups } from './openGroups';
import { groupKey, parseSpecial } from './outlineKeys';
import { Presence } from './presence';
import { acceptance, type TaskFilter } from './taskFilter';
import { taskOrders, type TaskOrder } from './taskOrders';
import type { ListedAccount, World } from './world';

/** The key of all there is: of no row, but of a list when nothing is grouped. */
export const rootKey = '';

/** All tasks in their groups, for one arrangement, one filter and the accounts that there are: others make another one. */
export class Layout {
  private readonly tree: GroupTree;
  private readonly presence: Presence;
  readonly opened: OpenGroups;
  private readonly accepts: ReturnType<typeof acceptance>;
  /** Keys of the tasks that the filter lets pass; undefined where all pass. */
  private readonly passed: Set<string> | undefined;
  private readonly madeOn: string;

  constructor(
    private readonly world: World,
    private readonly arrangement: Arrangement,
    filter: TaskFilter,
    order: TaskOrder = taskOrders[arrangement.sortBy],
  ) {
    this.accepts = acceptance(filter);
    this.passed = this.accepts && new Set();
    this.tree = new GroupTree(world, arrangement, this.accepts === undefined);
    this.opened = new OpenGroups(order);
    this.madeOn = this.today();
    for (const task of world.store.tasks()) this.add(task);
    this.presence = new Presence(this.tree);
    for (const group of this.tree.all()) this.presence.note(group.key, this.tree.isShown(group));
    this.noteHistory();
  }

  group(key: string): Group | undefined {
    const group = key === rootKey ? this.tree.root : this.tree.group(key);
    return group && this.tree.isShown(group) ? group : undefined;
  }

  /** Rows below a group that are groups; none for an innermost one. */
  below(group: Group): Group[] {
    return sortGroups(
      this.world,
      [...group.children.values()].filter(child => this.tree.isShown(child)),
    );
  }

  /** The key of the row for what is gone of the accounts that a group speaks for; undefined where there is nothing. */
  historyBelow(group: Group): string | undefined {
    const key = groupKey.history(group === this.tree.root ? undefined : group.key);
    return this.count(key) > 0 ? key : undefined;
  }

  /** How many tasks there are below a row; 0 for one that is not there. */
  count(key: string): number {
    const special = parseSpecial(key);
    if (special?.kind === 'history')
      return this.historyAccounts(special.scope).reduce((sum, id) => sum + this.world.history.count(id), 0);
    return this.group(key)?.count ?? 0;
  }

  /** The tasks of an innermost group or a history, in no order. */
  tasksIn(key: string): Task[] {
    const { store, history } = this.world;
    const special = parseSpecial(key);
    if (special?.kind === 'history')
      return this.historyAccounts(special.scope).flatMap(id => history.tasksOf(id));
    const group = this.group(key);
    if (!group) return [];
    const tasks = store.places(this.tree.accountOf(group)).flatMap(place => store.tasksOf(place));
    return tasks.filter(task => this.counts(task) && this.tree.leafOf(task) === group);
  }

  /** The key of the group that a task is shown in; undefined when it is not. */
  keyOf(task: Task): string | undefined {
    if (task.leftAt) return this.historyKeyOf(task.account);
    return this.counts(task) ? this.tree.leafOf(task)?.key : undefined;
  }

  /** The account that the row of a cloud or an account stands for. */
  accountOf(group: Group): ListedAccount | undefined {
    if (group.dimension !== 'cloud' && group.dimension !== 'account') return undefined;
    const id = this.tree.accountOf(group);
    return this.world.accounts().find(account => account.id === id);
  }

  /** Keys of the rows that speak of an account. */
  rowsOf({ id, cloud }: ListedAccount): string[] {
    return [...this.tree.all()]
      .filter(group => this.tree.isShown(group))
      .filter(
        ({ dimension, value }) =>
          value === (dimension === 'account' ? id : dimension === 'cloud' ? cloud : undefined),
      )
      .map(({ key }) => key);
  }

  /**
   * Takes in that a task came, went, or may stand elsewhere.
   *
   * @returns keys of the groups in which something else stands now; undefined when it stays where it is
   */
  take({ before, after }: TaskMove): readonly string[] | undefined {
    const from = before && this.keyOf(before);
    if (before && from !== undefined && !before.leftAt) this.discount(before);
    if (after && !after.leftAt) this.add(after);
    const to = after && this.keyOf(after);
    const move = {
      ...(before && from !== undefined && { before }),
      ...(after && to !== undefined && { after }),
    };
    if (!this.opened.move(move, from, to)) return undefined;
    return [from, to].filter(key => key !== undefined);
  }

  /** The row to redraw, with all below it, for a group in which something moved; undefined for all rows. */
  redrawn(key: string): string | undefined {
    const isThere = this.count(key) > 0;
    if (!isThere) this.opened.close(key);
    const special = parseSpecial(key);
    if (special?.kind === 'history') return this.presence.touchRow(key, isThere, special.scope);
    const group = key === rootKey ? undefined : this.tree.group(key);
    return group && this.presence.touch(group);
  }

  /** Takes in that the history is another one. */
  renewHistory(): void {
    for (const key of this.historyKeys()) this.opened.close(key);
    this.noteHistory();
  }

  /** Whether time has taken tasks out of the filter, or a day has begun that groups speak of. */
  get isOutdated(): boolean {
    const { accepts, passed, world } = this;
    if (this.arrangement.groupBy.includes('day') && this.madeOn !== this.today()) return true;
    const now = world.clock.now();
    return [...(passed ?? [])].some(key => {
      const task = world.store.task(key);
      return task && !accepts?.(task, now);
    });
  }

  private add(task: Task): void {
    if (this.accepts && !this.accepts(task, this.world.clock.now())) return;
    const leaf = this.tree.leafOf(task);
    if (!leaf) return;
    this.passed?.add(task.key);
    this.tree.count(leaf, 1);
  }

  private discount(task: Task): void {
    const leaf = this.tree.leafOf(task);
    if (leaf) this.tree.count(leaf, -1);
    this.passed?.delete(task.key);
  }

  private counts({ key }: Task): boolean {
    return this.passed?.has(key) ?? true;
  }

  /** What is gone is not filtered: it is shown when all is. */
  private historyAccounts(scope: string | undefined): string[] {
    if (this.accepts) return [];
    const accounts = this.world.accounts().filter(account => this.tree.scopeOf(account)?.key === scope);
    return accounts.map(({ id }) => id);
  }

  private historyKeyOf(id: string): string | undefined {
    const account = this.world.accounts().find(listed => listed.id === id);
    return account && !this.accepts ? groupKey.history(this.tree.scopeOf(account)?.key) : undefined;
  }

  private historyKeys(): Set<string> {
    return new Set(this.world.accounts().flatMap(({ id }) => this.historyKeyOf(id) ?? []));
  }

  private noteHistory(): void {
    for (const key of this.historyKeys()) this.presence.note(key, this.count(key) > 0);
  }

  private today(): string {
    return new Date(this.world.clock.now()).toDateString();
  }
}

/** The key of the row above that of a group; undefined for a row that is at the top. */
export const rowAbove = (group: Group): string | undefined => wayTo(group).at(-2)?.key;
