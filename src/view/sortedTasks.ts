import type { Task } from '../core/task';
import type { TaskOrder } from './taskOrders';

/**
 * Tasks in an order. What comes and goes is only noted, and worked in when somebody looks: each task finds its place by
 * binary search, and nothing is sorted anew.
 */
export class SortedTasks {
  private sorted: Task[];
  private readonly came = new Map<string, Task>();
  private readonly gone = new Set<string>();

  constructor(
    tasks: readonly Task[],
    private readonly order: TaskOrder,
  ) {
    this.sorted = [...tasks].sort(order);
  }

  add(task: Task): void {
    this.came.set(task.key, task);
  }

  remove({ key }: Task): void {
    if (!this.came.delete(key)) this.gone.add(key);
  }

  /** Takes in a task that stays where it is: the one it was must not be held for ever. */
  renew(task: Task): void {
    const place = this.placeOf(task, 0);
    if (this.came.has(task.key)) this.came.set(task.key, task);
    else if (this.sorted[place]?.key === task.key) this.sorted[place] = task;
  }

  all(): readonly Task[] {
    if (this.gone.size > 0) this.sorted = this.sorted.filter(({ key }) => !this.gone.has(key));
    if (this.came.size > 0) this.sorted = this.merged([...this.came.values()].sort(this.order));
    this.gone.clear();
    this.came.clear();
    return this.sorted;
  }

  private merged(more: readonly Task[]): Task[] {
    const merged: Task[] = [];
    let from = 0;
    for (const task of more) {
      const to = this.placeOf(task, from);
      for (const known of this.sorted.slice(from, to)) merged.push(known);
      merged.push(task);
      from = to;
    }
    return merged.concat(this.sorted.slice(from));
  }

  /** The first place, not before `from`, whose task does not come before this one. */
  private placeOf(task: Task, from: number): number {
    let [low, high] = [from, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.sorted[middle];
      if (there && this.order(there, task) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
