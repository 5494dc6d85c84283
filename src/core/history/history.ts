import { Emitter, Owner } from '../lifecycle';
import type { StoreChange, TaskStore } from '../store';
import type { Task } from '../task';

/**
 * The tasks that their clouds list no more, for those who want to see them: nothing is held until somebody does. What
 * leaves a list from then on joins it, and what comes back to one leaves it.
 */
export class History extends Owner {
  private readonly byAccount = new Map<string, Map<string, Task>>();
  private readonly resets = this.own(new Emitter<void>());
  /** Told when it is another one than before, and not merely longer by what the store said has left. */
  readonly onDidReset = this.resets.event;
  /** Each showing is another one: a reading that is still under way when it is hidden must not fill the next. */
  private showing: object | undefined;

  /** @param read what is kept on disk, the latest first */
  constructor(
    private readonly store: TaskStore,
    private readonly read: () => AsyncIterable<readonly Task[]>,
  ) {
    super();
    this.own(store.onDidChange(change => this.note(change)));
  }

  /** Begins to hold it. Resolves when all is there that is kept; rejects when it cannot be read, and holds nothing. */
  async show(): Promise<void> {
    if (this.showing) return;
    const showing = (this.showing = {});
    try {
      for await (const tasks of this.read()) {
        if (this.showing !== showing) return;
        for (const task of tasks) this.add(task);
      }
    } catch (error) {
      if (this.showing === showing) this.hide();
      throw error;
    }
    if (this.showing === showing) this.resets.fire();
  }

  hide(): void {
    this.showing = undefined;
    this.byAccount.clear();
    this.resets.fire();
  }

  task(key: string): Task | undefined {
    for (const tasks of this.byAccount.values()) {
      const task = tasks.get(key);
      if (task) return task;
    }
    return undefined;
  }

  tasksOf(account: string): Task[] {
    return [...(this.byAccount.get(account)?.values() ?? [])];
  }

  count(account: string): number {
    return this.byAccount.get(account)?.size ?? 0;
  }

  /** The same task may have left more than once: the last time counts, and that is the first to come. */
  private add(task: Task): void {
    const known = this.byAccount.get(task.account) ?? new Map<string, Task>();
    this.byAccount.set(task.account, known);
    if (!known.has(task.key) && !this.store.task(task.key)) known.set(task.key, task);
  }

  private note({ moved, places }: StoreChange): void {
    if (!this.showing) return;
    let came = false;
    for (const { before, after, leftAt } of moved) {
      if (after) came = this.byAccount.get(after.account)?.delete(after.key) || came;
      else if (before && leftAt) this.add({ ...before, leftAt });
    }
    for (const account of places) {
      if (this.store.places(account).length === 0) this.byAccount.delete(account);
    }
    if (came) this.resets.fire();
  }
}
