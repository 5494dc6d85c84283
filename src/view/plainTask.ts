import type { Task } from '../core/task';

/** A task as programs and documents see it: times are ISO 8601 texts, all else is as in {@link Task}. */
export type PlainTask = Omit<Task, 'createdAt' | 'updatedAt' | 'expiresAt'> & {
  readonly createdAt?: string;
  readonly updatedAt?: string;
  readonly expiresAt?: string;
};

/** A copy of its own: whoever gets it may change it. */
export function plainTask({ createdAt, updatedAt, expiresAt, ...rest }: Task): PlainTask {
  return structuredClone({
    ...rest,
    ...(createdAt && { createdAt: createdAt.toISOString() }),
    ...(updatedAt && { updatedAt: updatedAt.toISOString() }),
    ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
  });
}

/** The text of the details document: what we make of the task, then the vendor's record. */
export const taskDocument = (task: Task): string => {
  const { raw, ...rest } = plainTask(task);
  return `${JSON.stringify({ ...rest, record: raw }, null, 2)}\n`;
};
