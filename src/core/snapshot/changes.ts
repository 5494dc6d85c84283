import type { StoreChange, TaskStore } from '../store';
import type { Task } from '../task';
import type { Entry } from './entry';

/** As it was, and when it went. */
export type PastTask = Task & { readonly leftAt: Date };

/** What is to be written: all that has changed since it was asked last. */
export class Changes {
  private readonly tasks = new Set<string>();
  private readonly dropped = new Set<string>();
  private readonly left = new Map<string, PastTask>();
  private readonly accounts = new Set<string>();

  /** @param isKept whether an account is written at all */
  constructor(
    private readonly store: TaskStore,
    private readonly isKept: (account: string) => boolean,
  ) {}

  note({ changed, moved, places }: StoreChange): void {
    for (const key of changed) this.tasks.add(key);
    for (const { before, after, leftAt } of moved) {
      if (after) this.tasks.add(after.key);
      else if (!before || !this.isKept(before.account)) continue;
      else if (leftAt) this.left.set(before.key, { ...before, leftAt });
      else this.dropped.add(before.key);
    }
    for (const account of places) if (this.isKept(account)) this.accounts.add(account);
  }

  forget(): void {
    for (const noted of [this.tasks, this.dropped, this.left, this.accounts]) noted.clear();
  }

  /** The entries for it, and the tasks that their clouds list no more. */
  take(): { readonly entries: readonly Entry[]; readonly left: readonly PastTask[] } {
    // What has come back meanwhile is among the tasks.
    const left = [...this.left.values()].filter(({ key }) => !this.store.task(key));
    const entries = [...this.entries(left)];
    this.forget();
    return { entries, left };
  }

  private *entries(left: readonly PastTask[]): Generator<Entry> {
    const { store, isKept } = this;
    const keys = [...this.dropped].filter(key => !store.task(key));
    if (keys.length > 0) yield { kind: 'dropped', keys };
    for (const [leftAt, away] of byMoment(left)) yield { kind: 'dropped', keys: away, leftAt };
    for (const key of this.tasks) {
      const task = store.task(key);
      if (task && isKept(task.account)) yield { kind: 'task', task };
    }
    // Last: a reading may break off in the middle, and when a place was read is not to be known without what was read.
    for (const account of this.accounts) {
      const places = store.places(account);
      if (places.length === 0) yield { kind: 'gone', account };
      for (const state of places) yield { kind: 'place', state };
    }
  }
}

/** Keys by the moment at which they left: those of one reading have the same. */
function byMoment(left: readonly PastTask[]): Map<Date, string[]> {
  const groups = new Map<Date, string[]>();
  for (const { key, leftAt } of left) groups.set(leftAt, [...(groups.get(leftAt) ?? []), key]);
  return groups;
}
