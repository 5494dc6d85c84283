import type { Task, TaskStatus } from '../core/task';

/** Which tasks are shown; what is absent does not matter. */
export interface TaskFilter {
  /** Words that all have to stand in the name, the id or the file's name; case makes no difference. */
  readonly text?: string;
  readonly statuses?: readonly TaskStatus[];
  /** Ids of services. */
  readonly services?: readonly string[];
  /** Milliseconds since the task was made, at the most. */
  readonly maxAge?: number;
}

/** Tells which tasks a filter lets pass; undefined where it lets all pass. */
export function acceptance(filter: TaskFilter): ((task: Task, now: number) => boolean) | undefined {
  const words = (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const { statuses = [], services = [], maxAge } = filter;
  if (words.length + statuses.length + services.length === 0 && maxAge === undefined) return undefined;
  return (task, now) =>
    (statuses.length === 0 || statuses.includes(task.status)) &&
    (services.length === 0 || services.includes(task.service)) &&
    (maxAge === undefined || now - (task.createdAt?.getTime() ?? -Infinity) <= maxAge) &&
    (words.length === 0 || holds(task, words));
}

function holds({ name, id, file }: Task, words: readonly string[]): boolean {
  const text = [name, id, file?.name ?? ''].join('\n').toLowerCase();
  return words.every(word => text.includes(word));
}
