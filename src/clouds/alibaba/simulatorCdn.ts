import type { ScriptedTask } from '../../core/cloud';
import { demand, pageOf, stepAt, withOverrides } from './simulatorAnswers';
import type { Call } from './simulatorFirewall';

const words: Readonly<Record<string, string>> = {
  waiting: 'Pending',
  running: 'Refreshing',
  succeeded: 'Complete',
  failed: 'Failed',
};
const types = ['file', 'directory', 'regex', 'preload', 'block', 'unblock'];
const statuses = ['Complete', 'Refreshing', 'Failed'];
const threeDays = 3 * 86_400_000; // nothing older exists

export function describeRefreshTasks(call: Call): object {
  const { number, size } = readPaging(call);
  const tasks = wantedTasks(call).filter(matchesFields(call));
  return {
    PageNumber: number,
    PageSize: size,
    TotalCount: tasks.length,
    Tasks: { CDNTask: records(call, pageOf(tasks, number, size)) },
  };
}

/** Up to ten ids with commas between; an id stands for every URL that was sent with it. */
export function describeRefreshTaskById(call: Call): object {
  const ids = (call.parameter('TaskId') ?? '').split(',');
  const wellFormed = ids.length <= 10 && ids.every(id => /^[\w-]+$/.test(id));
  demand(wellFormed, 400, 'InvalidTaskId.Malformed', 'The specified TaskId is invalid.');
  const rows = records(
    call,
    recent(call).filter(task => ids.includes(task.id)),
  );
  return { TotalCount: rows.length, Tasks: rows };
}

const recent = ({ tasks, now }: Call): readonly ScriptedTask[] =>
  tasks.filter(task => task.createdAt >= now - threeDays);

function readPaging({ parameter }: Call): { number: number; size: number } {
  const read = (name: string, absent: string, most: number): number => {
    const text = parameter(name) || absent;
    const valid = /^[1-9]\d{0,5}$/.test(text) && Number(text) <= most;
    demand(valid, 400, `Invalid${name}.ValueNotSupported`, `The specified ${name} is invalid.`);
    return Number(text);
  };
  return { number: read('PageNumber', '1', 100_000), size: read('PageSize', '20', 100) };
}

/** TaskId and ObjectPath given together must both hold. */
function wantedTasks(call: Call): readonly ScriptedTask[] {
  const [id, path, domain] = ['TaskId', 'ObjectPath', 'DomainName'].map(call.parameter);
  demand(!id || /^[\w-]+$/.test(id), 400, 'InvalidTaskId.Malformed', 'The specified TaskId is invalid.');
  const absolute = !path || /^https?:\/\//.test(path);
  demand(absolute, 400, 'InvalidObjectPath.Malformed', 'The specified ObjectPath is invalid.');
  const [from, to] = readWindow(call);
  return recent(call).filter(
    task =>
      task.createdAt >= from &&
      Math.floor(task.createdAt / 1000) * 1000 <= to &&
      (!id || task.id === id) &&
      (!path || task.name === path) &&
      (!domain || hostOf(task.name) === domain),
  );
}

function readWindow({ parameter, now }: Call): readonly [number, number] {
  const [start, end] = [parameter('StartTime'), parameter('EndTime')];
  if (!start && !end) return [now - threeDays, now];
  const both = 'The StartTime and EndTime must be both specified.';
  if (!start || !end) demand(false, 400, 'MissingTimeParameter', both);
  const [from, to] = [readTime('StartTime', start), readTime('EndTime', end)];
  demand(to > from, 400, 'InvalidEndTime.Mismatch', 'The specified EndTime is earlier than the StartTime.');
  demand(from >= now - threeDays, 400, 'InvalidTime', 'The query time cannot exceed the last 3 days.');
  return [from, to];
}

/** UTC, to the second, without milliseconds. */
function readTime(name: string, text: string): number {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : NaN;
  demand(!Number.isNaN(time), 400, `Invalid${name}.Malformed`, `The specified ${name} is invalid.`);
  return time;
}

function matchesFields({ parameter, now }: Call): (task: ScriptedTask) => boolean {
  const [type, status, domain] = ['ObjectType', 'Status', 'DomainName'].map(parameter);
  const missing = 'The ObjectType parameter is required if DomainName or Status is specified.';
  demand(Boolean(type) || (!status && !domain), 400, 'MissingParameter.ObjectType', missing);
  const [typeCode, statusCode] = ['InvalidObjectType.ValueNotSupported', 'InvalidStatus.ValueNotSupported'];
  demand(!type || types.includes(type), 400, typeCode, 'The specified ObjectType is not supported.');
  demand(!status || statuses.includes(status), 400, statusCode, 'The specified Status is not supported.');
  return task => (!type || (task.type ?? 'file') === type) && (!status || statusOf(task, now) === status);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}

function statusOf(task: ScriptedTask, now: number): string {
  const state = stepAt(task, now)?.state ?? '';
  return words[state] ?? state;
}

const records = ({ now }: Call, tasks: readonly ScriptedTask[]): readonly Record<string, unknown>[] =>
  tasks.map(task => {
    const Status = statusOf(task, now);
    const progress = stepAt(task, now)?.progress ?? (Status === 'Complete' ? 1 : 0);
    const record = {
      TaskId: task.id,
      ObjectPath: task.name,
      ObjectType: task.type ?? 'file',
      Status,
      Process: `${Number((progress * 100).toFixed(2))}%`,
      CreationTime: new Date(task.createdAt).toISOString().replace(/\.\d+Z$/, 'Z'),
      // One text is all there is of a failure; vendors' examples put the code there.
      Description: Status === 'Failed' ? task.failure?.code || task.failure?.message || '' : '',
    };
    return withOverrides(record, task);
  });
