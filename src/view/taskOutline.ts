import type { StoreChange, TaskMove } from '../core/store';
import type { Task } from '../core/task';
import { defaultArrangement, type Arrangement } from './arrangement';
import { historyRow } from './groupRow';
import { groupRow } from './groupRows';
import { Layout, rootKey, rowAbove } from './layout';
import { moreRow } from './moreRow';
import { groupKey, parseSpecial } from './outlineKeys';
import type { Row } from './row';
import type { TaskFilter } from './taskFilter';
import type { TaskOrder } from './taskOrders';
import { taskRow } from './taskRow';
import { taskOf, type ListedAccount, type World } from './world';

interface OutlineOptions {
  /** Asked for whenever all is laid out anew. */
  readonly arrangement?: () => Arrangement;
  readonly filter?: () => TaskFilter;
  /** So many tasks of a group are shown at first, and so many more each time. */
  readonly pageSize?: number;
  /** In the place of the order of the arrangement. */
  readonly order?: TaskOrder;
}

/**
 * What the tree shows and in what order: groups as the user has arranged them, and in the innermost the tasks. Rows are
 * known by keys; the key of a task's row is the task's own.
 *
 * It counts the tasks when somebody first looks, and follows the store by its changes from then on; of a group that
 * nobody has opened it keeps no more than the count.
 */
export class TaskOutline {
  /** How many tasks of a group are shown at most, where the user asked for more. */
  private readonly limits = new Map<string, number>();
  /** What the rows of clouds and accounts say. */
  private readonly texts = new Map<string, string>();
  /** What those rows of tasks say that tell the time. */
  private readonly timedTexts = new Map<string, string>();
  private shape: string | undefined;
  private laidOut: Layout | undefined;
  private readonly pageSize: number;

  constructor(
    private readonly world: World,
    private readonly options: OutlineOptions = {},
  ) {
    this.pageSize = options.pageSize ?? 200;
  }

  /** Lays all out anew, as the user wants it by now. @returns the rows to redraw: all */
  rearrange(): undefined {
    this.laidOut = undefined;
  }

  /**
   * Takes in what happened, in the store or to accounts.
   *
   * @returns the rows to redraw, with all below them; undefined for all rows
   */
  apply({ changed, moved, places }: StoreChange): readonly string[] | undefined {
    if (!this.laidOut) return [];
    if (this.shape !== this.shapeNow()) return this.rearrange();
    const { world, laidOut } = this;
    const touched = new Set<string>();
    const stayed: Task[] = [];
    const take = (move: TaskMove) => {
      const groups = laidOut.take(move);
      for (const group of groups ?? []) touched.add(group);
      if (!groups && move.after) stayed.push(move.after);
    };
    for (const task of changed.flatMap(key => world.store.task(key) ?? []))
      take({ before: task, after: task });
    for (const move of moved) take(this.withHistory(move));
    const rows = [...touched].map(group => laidOut.redrawn(group));
    const all = rows.includes(undefined);
    const keys = new Set([...rows.filter(row => row !== undefined), ...this.renew(laidOut, stayed)]);
    // With its first and its last task the row of an account says something else, wherever it stands.
    const came = moved.flatMap(({ before, after }) => (before && after ? [] : (after ?? before)?.account));
    const spokenOf = new Set([...places, ...came]);
    for (const account of world.accounts().filter(({ id }) => spokenOf.has(id)))
      for (const key of laidOut.rowsOf(account)) if (this.noteText(key)) keys.add(key);
    return all ? undefined : [...keys].filter(key => !this.isWithin(key, keys));
  }

  /** Takes in that the history is another one. @returns the rows to redraw: all */
  renewHistory(): undefined {
    this.laidOut?.renewHistory();
  }

  /** Rows that say something else than when they were drawn, for time has passed; undefined for all. */
  aged(): readonly string[] | undefined {
    const { world, laidOut } = this;
    if (!laidOut) return [];
    if (laidOut.isOutdated) return this.rearrange();
    return [...this.timedTexts].flatMap(([key, text]) => {
      const task = taskOf(world, key);
      if (task && laidOut.opened.isShown(laidOut.keyOf(task), task))
        return taskRow(world, task).description === text ? [] : key;
      this.timedTexts.delete(key);
      return [];
    });
  }

  /**
   * Shows a page more of a group, for as long as the window lives.
   *
   * @param key its own, or that of its last row, which counts once however often it is clicked
   * @returns the group's key, which is empty for the list of all, and that of the first row that is new; undefined when
   *   there is no such group
   */
  showMore(key: string): { readonly group: string; readonly first: string | undefined } | undefined {
    const special = parseSpecial(key);
    const group = special?.kind === 'more' ? (special.group ?? rootKey) : key;
    if (!this.hasTasks(group)) return undefined;
    const shown = special?.kind === 'more' ? special.shown : this.limit(group);
    this.limits.set(group, Math.max(this.limit(group), shown + this.pageSize));
    return { group, first: this.page(group)[shown] };
  }

  /** Has a task be on a page that is shown. @returns the row to redraw for it; undefined when it is on one already */
  showTask(key: string): string | undefined {
    const task = taskOf(this.world, key);
    const group = task && this.layout.keyOf(task);
    if (!task || group === undefined) return undefined;
    const place = this.layout.opened.placeOf(group, task, () => this.layout.tasksIn(group));
    if (place < this.limit(group)) return undefined;
    this.limits.set(group, Math.ceil((place + 1) / this.pageSize) * this.pageSize);
    return group;
  }

  children(key?: string): readonly string[] {
    const special = key === undefined ? undefined : parseSpecial(key);
    if (special) return special.kind === 'history' ? this.page(key ?? '') : [];
    const group = this.layout.group(key ?? rootKey);
    if (!group) return [];
    const history = this.layout.historyBelow(group);
    const rows =
      group.children.size > 0 ? this.layout.below(group).map(({ key }) => key) : this.page(group.key);
    return history === undefined ? rows : [...rows, history];
  }

  /** Undefined for a row that has gone while the editor still held its key. */
  row(key: string): Row | undefined {
    const { world, layout } = this;
    const special = parseSpecial(key);
    if (special?.kind === 'more')
      return moreRow(world, special.shown, layout.count(special.group ?? rootKey), this.pageSize);
    if (special) {
      const count = layout.count(key);
      return count > 0 ? historyRow(world, count) : undefined;
    }
    const group = key === rootKey ? undefined : layout.group(key);
    return group ? groupRow(world, group) : this.rowOfTask(key);
  }

  parent(key: string): string | undefined {
    const special = parseSpecial(key);
    if (special) return special.kind === 'history' ? special.scope : special.group;
    const group = this.layout.group(key);
    if (group) return rowAbove(group);
    const task = taskOf(this.world, key);
    return (task && this.layout.keyOf(task)) || undefined;
  }

  /** The account that a row stands for: an account's own, or a cloud's when it has but one. */
  account(key: string): ListedAccount | undefined {
    const group = key === rootKey ? undefined : this.layout.group(key);
    return group && this.layout.accountOf(group);
  }

  /** Made when it is first asked for: that takes time, and the tree may not be in sight. */
  private get layout(): Layout {
    return (this.laidOut ??= this.layOut());
  }

  private layOut(): Layout {
    const { world, options } = this;
    const arrangement = options.arrangement?.() ?? defaultArrangement;
    this.shape = this.shapeNow();
    this.texts.clear();
    this.timedTexts.clear();
    const layout = new Layout(world, arrangement, options.filter?.() ?? {}, options.order);
    this.laidOut = layout;
    for (const account of world.accounts()) for (const key of layout.rowsOf(account)) this.noteText(key);
    return layout;
  }

  private rowOfTask(key: string): Row | undefined {
    const task = taskOf(this.world, key);
    const row = task && taskRow(this.world, task);
    if ((task?.expiresAt ?? task?.leftAt) && row?.description) this.timedTexts.set(key, row.description);
    else this.timedTexts.delete(key);
    return row;
  }

  private limit(group: string): number {
    return this.limits.get(group) ?? this.pageSize;
  }

  private hasTasks(key: string): boolean {
    const isInnermost = parseSpecial(key)?.kind === 'history' || this.layout.group(key)?.children.size === 0;
    return isInnermost && this.layout.count(key) > 0;
  }

  /** The tasks of a group that are shown, and the row for more of them. */
  private page(key: string): readonly string[] {
    const { layout } = this;
    const count = layout.count(key);
    const limit = this.limit(key);
    if (count === 0) return [];
    const keys = layout.opened.first(key, limit, () => layout.tasksIn(key));
    return count > limit ? [...keys, groupKey.more(key === rootKey ? undefined : key, limit)] : keys;
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

  /** Takes in tasks that stay where they are. @returns their rows, as far as they are shown */
  private renew(layout: Layout, tasks: readonly Task[]): string[] {
    const shown = new Map<string, string[]>();
    for (const task of tasks) {
      const group = layout.keyOf(task);
      if (group === undefined || !layout.opened.renew(group, task)) continue;
      const rows = shown.get(group) ?? [];
      rows.push(task.key);
      shown.set(group, rows);
    }
    // The editor compares each row with each other: where there are many, the whole group costs it less.
    return [...shown].flatMap(([group, rows]) =>
      rows.length > this.pageSize / 2 && group !== rootKey ? group : rows,
    );
  }

  /** @returns whether the row of a cloud or an account says something else than before */
  private noteText(key: string): boolean {
    const text = JSON.stringify(this.row(key));
    if (this.texts.get(key) === text) return false;
    this.texts.set(key, text);
    return true;
  }

  /** What the groups of accounts depend on. */
  private shapeNow(): string {
    return JSON.stringify(this.world.accounts().map(({ id, cloud }) => [id, cloud]));
  }
}
