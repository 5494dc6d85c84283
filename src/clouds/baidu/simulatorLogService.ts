import type { ScriptedTask } from '../../core/cloud';
import { demand, Refusal, stepsUntil } from './simulatorAnswers';

const words: Readonly<Record<string, string>> = {
  waiting: 'WAITING',
  running: 'RUNNING',
  succeeded: 'SUCCESS',
  failed: 'FAILED',
  expired: 'EXPIRED',
};
const terminal = ['succeeded', 'failed', 'expired'];
const defaultProject = 'default';
const hour = 3_600_000;
/** No page tells the most a page holds; more than this is cut to it, and the answer says so. */
const maxPageSize = 100;

/** The record as it is sent; times are UTC to the second, empty for what has not happened. */
export function toRecord(task: ScriptedTask, now: number): Record<string, unknown> {
  const reached = stepsUntil(task, now);
  const step = reached.at(-1);
  const word = words[step?.state ?? ''] ?? step?.state ?? '';
  const state = isSuccess(word) && task.expiresAt !== undefined && now >= task.expiresAt ? 'EXPIRED' : word;
  const when = (after: number | undefined) => (after === undefined ? '' : isoText(task.createdAt + after));
  const format = task.type ?? 'json';
  const failed = state === 'FAILED';
  const record = {
    uuid: task.id,
    name: task.name,
    project: defaultProject,
    logStoreName: task.name,
    logStreamName: '',
    query: 'match *',
    queryStartTime: isoText(task.createdAt - hour),
    queryEndTime: isoText(task.createdAt),
    format,
    limit: 1_000_000,
    order: 'desc',
    state,
    failedCode: failed ? (task.failure?.code ?? '') : '',
    failedMessage: failed ? (task.failure?.message ?? '') : '',
    writtenRows: isSuccess(state) || state === 'EXPIRED' ? (task.file?.rows ?? 0) : 0,
    fileDir: '', // empty where the file lies in the service's own bucket
    fileName: fileNameOf(task),
    execStartTime: when(reached.find(({ state: reachedState }) => reachedState !== 'waiting')?.after),
    execEndTime: when(reached.find(({ state: reachedState }) => terminal.includes(reachedState))?.after),
    createdTime: isoText(task.createdAt),
    updatedTime: when(step?.after),
  };
  const entries = Object.entries({ ...record, ...task.overrides });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

const fileNameOf = ({ file, name, type = 'json', id }: ScriptedTask): string =>
  file?.name ?? `${name}_${type}_${id}.${type}`;

/** The service's own bucket; a task whose `fileDir` is empty has its file there. */
const ownBucket = 'bls-export/';

/** Bucket and key of a task's file. */
export const objectKeyOf = (task: ScriptedTask): string =>
  (textOf(task.overrides?.['fileDir']) || ownBucket) +
  (textOf(task.overrides?.['fileName']) || fileNameOf(task));

/** A script may spell the word in another case. */
export const isSuccess = (state: unknown): boolean => String(state).toUpperCase() === 'SUCCESS';

const isoText = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');

/** ListDownloadTask; contract sheet 1.2. Empty text and zero stand for the default, as the vendor's Go SDK sends them. */
export function listDownloadTask(newestFirst: readonly ScriptedTask[], body: Buffer, now: number): object {
  const asked = readBody(body);
  const [project, logStore] = [readText(asked, 'project'), readText(asked, 'logStoreName')];
  const order = oneOf(asked, 'order', ['desc', 'asc']);
  const orderBy = oneOf(asked, 'orderBy', ['createdTime', 'updatedTime', 'name']);
  const pageNo = readCount(asked, 'pageNo', 1);
  const pageSize = Math.min(readCount(asked, 'pageSize', 10), maxPageSize);
  const field = (task: ScriptedTask, name: string, absent: string) => task.overrides?.[name] ?? absent;
  const wanted = newestFirst
    .filter(task => !project || field(task, 'project', defaultProject) === project)
    .filter(task => !logStore || textOf(field(task, 'logStoreName', task.name)).includes(logStore));
  if (orderBy !== 'createdTime')
    wanted.sort((a, b) => compare(orders[orderBy](b, now), orders[orderBy](a, now)));
  if (order === 'asc') wanted.reverse();
  const tasks = wanted.slice((pageNo - 1) * pageSize, pageNo * pageSize).map(task => toRecord(task, now));
  return { order, orderBy, pageNo, pageSize, total: wanted.length, tasks };
}

/** An override may have put anything there. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What a task is sorted by, where that is not its creation. */
const orders = {
  updatedTime: (task: ScriptedTask, now: number) =>
    task.createdAt + (stepsUntil(task, now).at(-1)?.after ?? 0),
  name: (task: ScriptedTask) => task.name,
};

const compare = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

type Json = Readonly<Record<string, unknown>>;

function readBody(body: Buffer): Json {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return { ...value };
  } catch {
    // Refused below, as is JSON that is no object.
  }
  throw new Refusal(400, 'MalformedJSON', 'The JSON you provided was not well-formed.');
}

function readText(body: Json, name: string): string {
  const value = body[name] ?? '';
  if (typeof value !== 'string') throw invalid(name);
  return value;
}

function oneOf<T extends string>(body: Json, name: string, values: readonly [T, ...T[]]): T {
  const text = readText(body, name);
  const value = text === '' ? values[0] : values.find(known => known === text);
  if (value === undefined) throw invalid(name);
  return value;
}

function readCount(body: Json, name: string, absent: number): number {
  const value = body[name] ?? 0;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw invalid(name);
  return value || absent;
}

const invalid = (name: string): Refusal =>
  new Refusal(400, 'InvalidParameter', `The parameter ${name} is invalid.`, 'operation');

/** DescribeDownloadTask and GetDownloadTaskLink of an id that is not there. */
export const taskNotFound = (): Refusal =>
  new Refusal(404, 'DownloadTaskNotFound', 'Download task not found', 'operation');

/** The list takes JSON and nothing else. */
export function checkContentType(contentType: string | undefined): void {
  const json = /^application\/json\b/i.test(contentType ?? '');
  demand(json, 400, 'InappropriateJSON', 'The content type must be application/json.');
}
