import type { TaskStatus } from '../../../src/core/task';
import { day, minute } from '../worlds';
import { isTracked, type PlannedTask } from './plan';

/** Nothing older is listed by the CDN. */
export const cdnKeeps = 3 * day;

/** A row as the user should see it. */
export const rowOf = ({
  service,
  id,
  name,
}: Pick<PlannedTask, 'id' | 'name'> & { readonly service: string }) => `${service} ${id} ${name}`;

/** How it stands with a task, as far as the service has a word for it; undefined when there is no such row. */
export function standing(task: PlannedTask, moment: number): TaskStatus | undefined {
  const { service, createdAt, steps, expiresAt, deletedAt } = task;
  if (createdAt > moment || (deletedAt !== undefined && deletedAt <= moment)) return undefined;
  if (service === 'cdn' && createdAt < moment - cdnKeeps) return undefined;
  if (service === 'hss' && !isTracked(task, moment)) return undefined;
  const state = steps.findLast(({ after }) => createdAt + after <= moment)?.state as TaskStatus;
  if (state === 'succeeded' && expiresAt !== undefined && expiresAt <= moment) return 'expired';
  const hasNoWord = state === 'waiting' && (service === 'hss' || service === 'cloudFirewall');
  return hasNoWord ? 'running' : state;
}

/** A moment from which on it stands otherwise with a task. */
export interface Turn {
  readonly at: number;
  /** Undefined when the row is gone. */
  readonly status: TaskStatus | undefined;
}

/** The row comes, goes on, ends, expires and goes. */
export function turnsOf(task: PlannedTask): Turn[] {
  const { createdAt, steps, expiresAt, deletedAt, service, tracked } = task;
  const moments = [
    ...steps.map(({ after }) => createdAt + after),
    ...[expiresAt, deletedAt, tracked?.from, tracked?.to].filter(moment => moment !== undefined),
    ...(service === 'cdn' ? [createdAt + cdnKeeps + 1] : []),
  ].sort((a, b) => a - b);
  const turns: Turn[] = [];
  for (const moment of moments) {
    const status = standing(task, moment);
    if (status !== turns.at(-1)?.status) turns.push({ at: moment, status });
  }
  return turns;
}

/** All rows that there are of some tasks. */
export function truthAt(tasks: readonly PlannedTask[], moment: number): Map<string, TaskStatus> {
  const rows = new Map<string, TaskStatus>();
  for (const task of tasks) {
    const status = standing(task, moment);
    if (status !== undefined) rows.set(rowOf(task), status);
  }
  return rows;
}

/** Whole readings are an hour apart, and what is due is up to a quarter of an hour late when nobody looks. */
export const longestBlindness = 76 * minute;
