import { isRecord } from '../shapes';
import { taskKinds, taskStatuses, type Task, type TaskFile } from '../task';

/**
 * Reads tasks as they are kept on disk. By hand and not with a schema, unlike all else that comes in: there may be
 * 100,000 of them between the start of the editor and the first row, and a schema takes ten times as long.
 */

const texts = ['key', 'id', 'cloud', 'account', 'region', 'service', 'name', 'rawStatus'] as const;
const moments = ['createdAt', 'updatedAt', 'expiresAt', 'leftAt'] as const;
const kinds: ReadonlySet<unknown> = new Set(taskKinds);
const statuses: ReadonlySet<unknown> = new Set(taskStatuses);

const isAbsentOr = (type: 'string' | 'number', value: unknown): boolean =>
  value === undefined || typeof value === type;

/** A task as JSON has it, with its moments as texts; undefined for anything else. */
export function readKeptTask(value: unknown): Task | undefined {
  if (!isRecord(value) || !texts.every(name => typeof value[name] === 'string')) return undefined;
  const { kind, status, progress, file, failure } = value;
  const fits =
    kinds.has(kind) &&
    statuses.has(status) &&
    isAbsentOr('number', progress) &&
    (file === undefined || isFile(file)) &&
    (failure === undefined || isFailure(failure));
  if (!fits) return undefined;
  for (const name of moments) {
    if (value[name] === undefined) continue;
    const moment = new Date(typeof value[name] === 'string' ? value[name] : NaN);
    if (Number.isNaN(moment.getTime())) return undefined;
    value[name] = moment;
  }
  return value as unknown as Task;
}

const isFile = (file: unknown): file is TaskFile =>
  isRecord(file) &&
  isAbsentOr('string', file['name']) &&
  isAbsentOr('number', file['size']) &&
  isAbsentOr('number', file['rows']) &&
  isAbsentOr('string', file['id']);

const isFailure = (failure: unknown): boolean =>
  isRecord(failure) && isAbsentOr('string', failure['code']) && isAbsentOr('string', failure['message']);
