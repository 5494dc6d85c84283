import type { Task } from '../core/task';
import type { Sorting } from './arrangement';

/** Zero for the same task alone, so that each has one place and rows do not jump. */
export type TaskOrder = (a: Task, b: Task) => number;

const byKey: TaskOrder = (a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1);

/** Names as people read them: `file 9` before `file 10`. Kept: to make one takes long. */
const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Tasks without a time come last. */
export const newestFirst: TaskOrder = (a, b) =>
  (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0) || byKey(a, b);

const oldestFirst: TaskOrder = (a, b) =>
  (a.createdAt?.getTime() ?? never) - (b.createdAt?.getTime() ?? never) || byKey(a, b);

const byName: TaskOrder = (a, b) => names.compare(a.name, b.name) || newestFirst(a, b);

const largestFirst: TaskOrder = (a, b) => (b.file?.size ?? -1) - (a.file?.size ?? -1) || newestFirst(a, b);

/** What expires next comes first; what does not, last. */
const nextToExpire: TaskOrder = (a, b) =>
  (a.expiresAt?.getTime() ?? never) - (b.expiresAt?.getTime() ?? never) || newestFirst(a, b);

/** Later than every date there is; of two of them the difference is zero, which that of infinities is not. */
const never = Number.MAX_SAFE_INTEGER;

export const taskOrders: Readonly<Record<Sorting, TaskOrder>> = {
  newest: newestFirst,
  oldest: oldestFirst,
  name: byName,
  size: largestFirst,
  expiry: nextToExpire,
};
