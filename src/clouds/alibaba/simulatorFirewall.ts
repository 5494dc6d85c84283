import type { ScriptedTask } from '../../core/cloud';
import { demand, pageOf, stepAt, withOverrides } from './simulatorAnswers';
import type { OssBucket } from './simulatorOss';

/** What an operation is given: its parameters, the tasks the caller may see (newest first), and the time. */
export interface Call {
  readonly parameter: (name: string) => string | undefined;
  readonly tasks: readonly ScriptedTask[];
  readonly now: number;
}

const words: Readonly<Record<string, string>> = {
  waiting: 'start',
  running: 'start',
  succeeded: 'finish',
  failed: 'error',
  expired: 'expire',
};
const defaultType = 'InternetFirewallAsset';
const day = 86_400_000;

/** The file lives 90 days and a second in the seed's example. */
const expiryOf = (task: ScriptedTask): number => task.expiresAt ?? task.createdAt + 90 * day + 1000;

/** The vendor's word for the task's state; a finished task turns to `expire` when its file is deleted. */
export function firewallStatus(task: ScriptedTask, now: number): string {
  const state = stepAt(task, now)?.state ?? '';
  const word = words[state] ?? state;
  return isFinish(word) && now >= expiryOf(task) ? 'expire' : word;
}

/** Whether the file is there; a script may spell the word in another case. */
export const hasFile = (task: ScriptedTask, now: number): boolean => isFinish(firewallStatus(task, now));

const isFinish = (word: string): boolean => word.toLowerCase() === 'finish';

export function describeDownloadTask(call: Call, oss: OssBucket): object {
  const type = call.parameter('TaskType');
  const tasks = call.tasks.filter(task => !type || (task.type ?? defaultType) === type);
  const Tasks = pageAsked(call, tasks).map(task => toRecord(task, call.now, oss));
  return { TotalCount: tasks.length, Tasks };
}

export function describeDownloadTaskType(call: Call): object {
  const english = call.parameter('Lang') === 'en';
  const types = [...new Set([defaultType, ...call.tasks.map(task => task.type ?? defaultType)])];
  const wanted = types.filter(type => !call.parameter('TaskType') || type === call.parameter('TaskType'));
  const assetName = english ? 'Internet Border Firewall Assets' : '互联网边界防火墙资产';
  const TaskTypeArray = pageAsked(call, wanted).map(type => ({
    TaskName: type === defaultType ? assetName : type,
    TaskType: type,
  }));
  return { TotalCount: wanted.length, TaskTypeArray };
}

/** Page parameters are decimal text; a page holds 50 at the most. */
function pageAsked<T>({ parameter }: Call, items: readonly T[]): readonly T[] {
  const [number, size] = [parameter('CurrentPage') || '1', parameter('PageSize') || '10'];
  const valid = [number, size].every(text => /^[1-9]\d{0,5}$/.test(text)) && Number(size) <= 50;
  demand(valid, 400, 'ErrorPageNo', 'Either page number or page size is invalid.');
  return pageOf(items, Number(number), Number(size));
}

function toRecord(task: ScriptedTask, now: number, oss: OssBucket): Record<string, unknown> {
  const Status = firewallStatus(task, now);
  const ready = isFinish(Status) && task.file !== undefined;
  const record = {
    TaskId: task.id,
    TaskName: task.name,
    TaskType: task.type ?? defaultType,
    Status,
    CreateTime: Math.floor(task.createdAt / 1000),
    ExpireTime: Math.floor(expiryOf(task) / 1000),
    FileSize: ready ? sizeText(task.file.content.length) : undefined,
    FileURL: ready ? oss.link(task.file.name, now) : undefined,
  };
  return withOverrides(record, task);
}

/** `24.04KB`, as the seed has it. */
const sizeText = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(2)}KB` : `${(bytes / 1024 / 1024).toFixed(2)}MB`;
