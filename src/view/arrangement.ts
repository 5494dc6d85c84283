import type { Task } from '../core/task';

/** By what tasks can be grouped. */
export const dimensions = ['cloud', 'account', 'region', 'service', 'status', 'day'] as const;
export type Dimension = (typeof dimensions)[number];

/** In what order the tasks of a group can stand. */
export const sortings = ['newest', 'oldest', 'name', 'size', 'expiry'] as const;
export type Sorting = (typeof sortings)[number];

/** How the tree is laid out. */
export interface Arrangement {
  /** From the outermost group to the innermost; empty for one flat list. */
  readonly groupBy: readonly Dimension[];
  readonly sortBy: Sorting;
}

export const defaultArrangement: Arrangement = { groupBy: ['cloud', 'account', 'status'], sortBy: 'newest' };

/** What is offered beside an order of one's own. */
export const presets: readonly (readonly Dimension[])[] = [
  defaultArrangement.groupBy,
  ['status'],
  ['account', 'service', 'status'],
  ['cloud', 'region', 'service'],
  ['day', 'status'],
  [],
];

/** Reads what stands in the settings, where a user may have written anything: what is unknown or said twice is left out. */
export function readArrangement(groupBy: unknown, sortBy: unknown): Arrangement {
  const named: readonly unknown[] = Array.isArray(groupBy) ? groupBy : defaultArrangement.groupBy;
  return {
    groupBy: [...new Set(named.flatMap(name => dimensions.find(known => known === name) ?? []))],
    sortBy: sortings.find(known => known === sortBy) ?? defaultArrangement.sortBy,
  };
}

/** The day, in the time zone of this computer, on which a task was made: `2026-01-31`; empty when nobody knows. */
export function dayOf({ createdAt }: Pick<Task, 'createdAt'>): string {
  if (!createdAt) return '';
  const [year, month, day] = [createdAt.getFullYear(), createdAt.getMonth() + 1, createdAt.getDate()];
  return [String(year).padStart(4, '0'), ...[month, day].map(part => String(part).padStart(2, '0'))].join(
    '-',
  );
}
