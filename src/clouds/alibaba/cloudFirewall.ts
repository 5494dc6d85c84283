import type * as z from 'zod/mini';
import type { Clock } from '../../core/clock';
import { compact } from '../../core/compact';
import type { CallOptions, FileSource, Link, TaskService } from '../../core/cloud';
import { CloudError } from '../../core/errors';
import { anything, countedElements, number, record, text, unixTime, word } from '../../core/fields';
import { asObject, asText } from '../../core/http/body';
import type { HttpAnswer } from '../../core/http/request';
import { RateLimit } from '../../core/http/rateLimit';
import { checkedLink, linkExpiry } from '../../core/link';
import { allPages, pagesFromBothEnds, type Page, type PagedList } from '../../core/paging';
import { recordReader, unreadableId } from '../../core/records';
import { statusTable, type Task, type TaskFile } from '../../core/task';
import type { AlibabaClient } from './client';
import { objectProblem } from './objectErrors';
import { readSize } from './fileSize';
import { inOurWords } from '../../core/reasons';

/** The most the service gives a page; it refuses more with `ErrorPageNo`. */
const pageSize = 50;
/** No rate is published; the polite one of the contract (1.9). As many pages are read at once of the whole list. */
const callsPerSecond = 3;

const toStatus = statusTable({ start: 'running', finish: 'succeeded', error: 'failed', expire: 'expired' });

const TaskRecord = record({
  TaskId: text,
  TaskName: text,
  TaskType: text,
  Status: word,
  FileURL: text,
  FileSize: text,
  CreateTime: unixTime,
  ExpireTime: unixTime,
});
type TaskRecord = z.infer<typeof TaskRecord>;

const TaskPage = record({ TotalCount: number, Tasks: anything });

/**
 * Cloud Firewall's export tasks: `DescribeDownloadTask`, the one operation that tells of them. There is no call
 * for one task, so following and fresh links are made of the list too. Contracts: alibaba 1.
 */
export function cloudFirewall(client: AlibabaClient, account: string, clock: Clock): TaskService {
  const operation = {
    action: 'DescribeDownloadTask',
    version: '2017-12-07',
    schema: TaskPage,
    limit: new RateLimit(clock, callsPerSecond),
  };
  const place = { cloud: 'alibaba', account, service: client.service, region: '', kind: 'export' as const };
  const toTask = recordReader(place, TaskRecord, fields => toFields(fields, client.serverTime().getTime()));
  type Filter = Readonly<Record<string, string>>;
  const readPage = async (page: number, options: CallOptions, filter: Filter = {}): Promise<Page> => {
    const query = { ...filter, CurrentPage: String(page), PageSize: String(pageSize), Lang: 'zh' };
    const { Tasks, TotalCount } = await client.call(operation, query, options);
    return { records: client.listed(countedElements(Tasks, TotalCount)), total: TotalCount };
  };
  const records = (filter?: Filter): PagedList<unknown> => ({
    pageSize,
    identity: recordId,
    readPage: (page, options) => readPage(page, options, filter),
  });

  /** Links are minted when the list is read, so a fresh one is had by listing again. */
  async function freshLink(task: Task, signal: AbortSignal): Promise<Link> {
    const type = asText(asObject(task.raw)['TaskType']);
    for await (const page of allPages(records(type ? { TaskType: type } : {}), { signal })) {
      const found = page
        .map(record => TaskRecord.safeParse(record))
        .find(({ data }) => data?.TaskId === task.id);
      if (!found?.data) continue;
      if (found.data.FileURL) return toLink(checkedLink(found.data.FileURL, client.service));
      throw new CloudError({ kind: 'notFound', service: client.service, ...inOurWords('noFile') });
    }
    throw new CloudError({
      kind: 'notFound',
      service: client.service,
      ...inOurWords('goneFromList'),
    });
  }

  return {
    async *list(_scope, options) {
      const list = { ...records(), atOnce: callsPerSecond };
      for await (const page of allPages(list, options)) yield page.map(toTask);
    },
    async *news(known, _scope, options) {
      const pages = pagesFromBothEnds(pageSize, page => readPage(page, options));
      // No order is documented: known ground has to be reached from either end.
      const left = { first: true, last: true };
      const fresh = new Set<string>();
      let claimed: number | undefined;
      for await (const { records: rows, total, number } of pages) {
        claimed = total;
        const tasks = rows.map(toTask);
        yield tasks;
        for (const { key } of tasks) if (!known.has(key)) fresh.add(key);
        if (tasks.some(({ key }) => known.has(key)))
          left[isFirstHalf(number, total) ? 'first' : 'last'] = false;
        if (!left.first && !left.last) break;
      }
      // Some went, or came in the middle.
      if (claimed !== known.count + fresh.size) known.doubt();
    },
    async follow(tasks, _region, options) {
      const wanted = new Set(tasks.map(task => task.id));
      const found = new Map<string, Task>();
      for await (const page of pagesFromBothEnds(pageSize, number => readPage(number, options))) {
        for (const task of page.records.map(toTask)) if (wanted.has(task.id)) found.set(task.id, task);
        if (found.size >= wanted.size) break;
      }
      return [...found.values()];
    },
    async trial(_region, signal) {
      const query = { CurrentPage: '1', PageSize: '1' };
      return (await client.call(operation, query, { signal, once: true })).TotalCount;
    },
    link: freshLink,
    async file(task, signal): Promise<FileSource> {
      const { url } = await freshLink(task, signal);
      const problem = (answer: HttpAnswer) => objectProblem(answer, client.service);
      return { request: { method: 'GET', url, headers: {} }, name: fileName(url) ?? task.name, problem };
    },
  };
}

const isFirstHalf = (page: number, total = 0): boolean => page <= Math.ceil(total / pageSize / 2);

const recordId = (record: unknown): string => asText(asObject(record)['TaskId']) ?? unreadableId(record);

function toFields(record: TaskRecord, now: number) {
  const status = toStatus(record.Status);
  const expired =
    status === 'succeeded' && record.ExpireTime !== undefined && record.ExpireTime.getTime() <= now;
  const file = compact<TaskFile>({ name: fileName(record.FileURL), size: readSize(record.FileSize) });
  return {
    id: record.TaskId,
    name: record.TaskName,
    status: expired ? ('expired' as const) : status,
    rawStatus: record.Status,
    createdAt: record.CreateTime,
    // The end of the file, not of the link to it: contract 8, row 5.
    expiresAt: record.ExpireTime,
    file: Object.keys(file).length > 0 ? file : undefined,
  };
}

/** The last segment of the object's path. The number in it is not the task's id (contract 8, row 6). */
function fileName(url: string | undefined): string | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  const segment = new URL(url).pathname.split('/').pop();
  try {
    return decodeURIComponent(segment ?? '') || undefined;
  } catch {
    return segment; // an escape that is no UTF-8: better an odd name than none
  }
}

const toLink = (url: string): Link => compact<Link>({ url, expiresAt: linkExpiry(url) });
