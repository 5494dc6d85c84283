import type { TaskMove } from '../core/store';
import type { Task } from '../core/task';
import { SortedTasks } from './sortedTasks';
import type { TaskOrder } from './taskOrders';

interface OpenGroup {
  readonly tasks: SortedTasks;
  /** Keys of those that were handed out. */
  shown: ReadonlySet<string>;
}

/** The groups whose tasks somebody has asked for, by key; of the others nothing is kept. */
export class OpenGroups {
  private readonly groups = new Map<string, OpenGroup>();

  constructor(private readonly order: TaskOrder) {}

  /**
   * Keys of the first tasks of a group.
   *
   * @param read gives all of them in any order; asked only when the group is opened
   */
  first(key: string, limit: number, read: () => readonly Task[]): readonly string[] {
    const group = this.groups.get(key) ?? { tasks: new SortedTasks(read(), this.order), shown: new Set() };
    const first = group.tasks.all().slice(0, limit);
    group.shown = new Set(first.map(task => task.key));
    this.groups.set(key, group);
    return [...group.shown];
  }

  /** How many tasks of a group stand before this one. @param read as in {@link first} */
  placeOf(key: string, task: Task, read: () => readonly Task[]): number {
    const group = this.groups.get(key) ?? { tasks: new SortedTasks(read(), this.order), shown: new Set() };
    this.groups.set(key, group);
    return group.tasks.all().findIndex(each => each.key === task.key);
  }

  /** Takes a task from one group to another, or to another place. @returns false when it stays where it is after all */
  move({ before, after }: TaskMove, from: string | undefined, to: string | undefined): boolean {
    if (before && after && from === to && this.order(before, after) === 0) return false;
    if (before) this.groups.get(from ?? '')?.tasks.remove(before);
    if (after) this.groups.get(to ?? '')?.tasks.add(after);
    return true;
  }

  /** Takes in a task that stays where it is. @returns whether it is shown */
  renew(key: string, task: Task): boolean {
    this.groups.get(key)?.tasks.renew(task);
    return this.isShown(key, task);
  }

  isShown(key: string | undefined, task: Task): boolean {
    return this.groups.get(key ?? '')?.shown.has(task.key) === true;
  }

  close(key: string): void {
    this.groups.delete(key);
  }

  clear(): void {
    this.groups.clear();
  }
}
