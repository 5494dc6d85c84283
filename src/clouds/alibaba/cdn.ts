import type * as z from 'zod/mini';
import type { Clock } from '../../core/clock';
import type { CallOptions, TaskService } from '../../core/cloud';
import { CloudError } from '../../core/errors';
import { anything, countedElements, isoTime, number, record, text, word } from '../../core/fields';
import { asObject } from '../../core/http/body';
import { RateLimit } from '../../core/http/rateLimit';
import { allPages } from '../../core/paging';
import { recordReader } from '../../core/records';
import { utcSeconds } from '../../core/signing/canonical';
import { statusTable, type Task, type TaskKind } from '../../core/task';
import type { AlibabaClient } from './client';
import { inOurWords } from '../../core/reasons';

const pageSize = 100;
/** As many pages as the documented rate lets in a second: more under way would only wait for each other. */
const atOnce = 5;
/** Tasks are looked for from so long before the last reading, milliseconds: they may be listed a little late. */
const overlap = 10 * 60_000;
/** Nothing older can be asked for; a little less, since the time is known to a second: contract 8, row 23. */
const longestWindow = 72 * 60 * 60_000 - 60_000;
/** More unfinished tasks than this are found on fewer pages of the list. */
const worthPages = 50;
/** How many ids `DescribeRefreshTaskById` takes. */
const idsPerCall = 10;

const toStatus = statusTable({
  Pending: 'waiting', // in the answer of ById and of older pages: contract 8, row 10
  Refreshing: 'running',
  Complete: 'succeeded',
  Failed: 'failed',
});

const kinds: ReadonlyMap<string, TaskKind> = new Map([
  ['preload', 'prefetch'],
  ['block', 'block'],
  ['unblock', 'unblock'],
]);

const TaskRecord = record({
  TaskId: text,
  ObjectPath: text,
  ObjectType: text,
  Status: word,
  Process: text,
  CreationTime: isoTime,
  Description: text,
});
type TaskRecord = z.infer<typeof TaskRecord>;

const TaskPage = record({ TotalCount: number, Tasks: anything });

/**
 * The CDN's refresh and prefetch tasks of the last three days: `DescribeRefreshTasks`, and
 * `DescribeRefreshTaskById` to follow some of them. Contracts: alibaba 2.
 */
export function cdn(client: AlibabaClient, account: string, clock: Clock): TaskService {
  const version = '2018-05-10';
  // The lower of the two documented rates, five a second (contract 8, row 11): two at once and four a second after
  // them are no more than five in any second, which a burst of five and five more would not be.
  const limit = new RateLimit(clock, 4, 2);
  const list = { action: 'DescribeRefreshTasks', version, schema: TaskPage, limit };
  const byId = {
    action: 'DescribeRefreshTaskById',
    version,
    schema: TaskPage,
    limit: new RateLimit(clock, 25, 5), // thirty a second at the most
  };
  const place = { cloud: 'alibaba', account, service: client.service, region: '', kind: 'refresh' as const };
  const toTask = recordReader(place, TaskRecord, toFields);

  function read(options: CallOptions, window: Readonly<Record<string, string>> = {}) {
    const readPage = async (page: number, call: CallOptions) => {
      const query = { ...window, PageNumber: String(page), PageSize: String(pageSize) };
      const { Tasks, TotalCount } = await client.call(list, query, call);
      return { records: client.listed(taskList(Tasks, TotalCount)).map(toTask), total: TotalCount };
    };
    return allPages({ pageSize, identity: ({ key }) => key, readPage, atOnce }, options);
  }

  /** The tasks of so many milliseconds, and of some before them. */
  function readSince(age: number, options: CallOptions) {
    const now = client.serverTime();
    const start = new Date(now.getTime() - Math.min(Math.max(age, 0) + overlap, longestWindow));
    return read(options, { StartTime: utcSeconds(start), EndTime: utcSeconds(now) });
  }

  return {
    list: (_scope, options) => read(options),
    news: ({ since }, _scope, options) => readSince(clock.now() - since.getTime(), options),
    async follow(tasks, _region, options) {
      // One that is no id would have the whole call refused.
      const ids = [...new Set(tasks.map(task => task.id))].filter(id => /^[\w-]+$/.test(id));
      const found: Task[] = [];
      if (ids.length > worthPages) {
        const wanted = new Set(ids);
        const times = tasks.map(({ createdAt }) => createdAt?.getTime() ?? 0);
        const age = client.serverTime().getTime() - Math.min(...times);
        for await (const page of readSince(age, options))
          found.push(...page.filter(({ id }) => wanted.has(id)));
        return found;
      }
      for (let start = 0; start < ids.length; start += idsPerCall) {
        const query = { TaskId: ids.slice(start, start + idsPerCall).join(',') };
        const { Tasks, TotalCount } = await client.call(byId, query, options);
        found.push(...client.listed(taskList(Tasks, TotalCount)).map(toTask));
      }
      return found;
    },
    async trial(_region, signal) {
      const query = { PageNumber: '1', PageSize: '1' };
      return (await client.call(list, query, { signal, once: true })).TotalCount;
    },
    /** There is no file: the link is the object's own, which anyone may open. */
    link(task) {
      if (/^https?:\/\//i.test(task.name) && URL.canParse(task.name))
        return Promise.resolve({ url: task.name });
      const { service } = client;
      return Promise.reject(new CloudError({ kind: 'protocol', service, ...inOurWords('notAnAddress') }));
    },
  };
}

/** The list nests its rows under `CDNTask`, ById does not: contract 8, row 9. */
function taskList(tasks: unknown, total: number | undefined): readonly unknown[] | undefined {
  const object = asObject(tasks);
  return countedElements('CDNTask' in object ? object['CDNTask'] : tasks, total);
}

function toFields(record: TaskRecord) {
  const { TaskId, ObjectPath, Status, Description } = record;
  const type = record.ObjectType?.toLowerCase() ?? '';
  const status = toStatus(Status);
  return {
    id: TaskId,
    // URLs of one domain sent in the same second share one TaskId: contract 2.4.
    identity: TaskId === undefined ? undefined : `${TaskId} ${type} ${ObjectPath ?? ''}`,
    name: ObjectPath,
    kind: kinds.get(type),
    status,
    rawStatus: Status,
    progress: readPercent(record.Process),
    createdAt: record.CreationTime,
    // Samples of the vendor carry a description on tasks that are complete: only a failure has a reason.
    failure:
      status === 'failed' && Description
        ? { code: failureCode(Description), message: Description }
        : undefined,
  };
}

/** One spelling for `Origin Timeout` and `OriginTimeout`: contract 2.2 lists both. */
const failureCode = (description: string): string => description.replaceAll(/ (?=[A-Z][a-z])/g, '');

/** `99.37%` as 0.9937. */
function readPercent(process: string | undefined): number | undefined {
  const percent = Number.parseFloat(process ?? '');
  return percent >= 0 && percent <= 100 ? percent / 100 : undefined;
}
