import * as z from 'zod/mini';
import { compact } from '../../core/compact';
import type { CallOptions, FileSource, Link, TaskService } from '../../core/cloud';
import { CloudError, isCloudError } from '../../core/errors';
import { anything, countedElements, isoTime, number, record, text, word } from '../../core/fields';
import { asObject, asText } from '../../core/http/body';
import type { HttpAnswer } from '../../core/http/request';
import { checkedLink, linkExpiry } from '../../core/link';
import { allPages, type PagedList } from '../../core/paging';
import { inOurWords, type Reason } from '../../core/reasons';
import { recordReader, unreadableId } from '../../core/records';
import { percentEncode } from '../../core/signing/canonical';
import { statusTable, type Task, type TaskFile } from '../../core/task';
import type { BaiduClient } from './client';
import { objectProblem } from './objectErrors';

/** The maximum is not documented; this much is safe: contracts baidu 1.2. */
const pageSize = 100;
/** So many pages are read at once of the whole list: half of what we take for a polite rate. */
const atOnce = 5;
/** So many unfinished tasks are looked for on the newest page first: it is one call, and most of them are new. */
const worthAPage = 3;
const listPath = '/v2/logstore/download/list';

const toStatus = statusTable({
  WAITING: 'waiting',
  RUNNING: 'running',
  SUCCESS: 'succeeded',
  FAILED: 'failed',
  EXPIRED: 'expired',
});

const TaskRecord = record({
  uuid: text,
  name: text,
  state: word,
  // Typed DateTime in the document, text in every sample: contracts baidu 8, row 3.
  failedCode: text,
  failedMessage: text,
  writtenRows: number,
  fileName: text,
  createdTime: isoTime,
  updatedTime: isoTime,
});
type TaskRecord = z.infer<typeof TaskRecord>;

const TaskPage = record({ total: number, pageSize: number, tasks: anything });
const TaskAnswer = z.object({ task: z.optional(z.unknown()) });
const LinkAnswer = record({ link: text, fileName: text });

/**
 * BLS log download tasks: `ListDownloadTask` (a POST, whatever the example says), `DescribeDownloadTask` to follow
 * one, `GetDownloadTaskLink` for its file. Contracts: baidu 1 and 8.
 */
export function logService(client: BaiduClient, account: string): TaskService {
  const { service } = client;
  const toTask = (region: string) =>
    recordReader({ cloud: 'baidu', account, service, region, kind: 'export' }, TaskRecord, toFields);

  const noResult = (region: string, reason: Reason = 'undocumentedAnswer') =>
    new CloudError({ kind: 'protocol', service, region, ...inOurWords(reason) });

  const readPage = async (region: string, pageNo: number, size: number, options: CallOptions) => {
    const body = { orderBy: 'createdTime', order: 'desc', pageNo, pageSize: size };
    const page = await client.call({ method: 'POST', region, path: listPath, body }, TaskPage, options);
    const records = page && countedElements(page.tasks, page.total);
    if (!records) throw noResult(region);
    return { records, total: page.total, size: page.pageSize };
  };

  const records = (region: string): PagedList<unknown> => ({
    pageSize,
    identity: recordId,
    readPage: (pageNo, options) => readPage(region, pageNo, pageSize, options),
  });

  async function describe(task: Task, options: CallOptions): Promise<Task[]> {
    const path = `/v2/logstore/download/${percentEncode(task.id)}`;
    try {
      const answer = await client.call({ method: 'GET', region: task.region, path }, TaskAnswer, options);
      return answer?.task ? [toTask(task.region)(answer.task)] : [];
    } catch (error) {
      if (isCloudError(error) && error.problem.kind === 'notFound') return [];
      throw error;
    }
  }

  /** The documented 204 cannot carry a link; a reply without one is asked for once more: contract 8, row 5. */
  async function freshLink(
    { id, region }: Task,
    signal: AbortSignal,
  ): Promise<{ url: string; name?: string | undefined }> {
    const path = `/v2/logstore/download/link/${percentEncode(id)}`;
    for (let attempt = 1; isId(id) && attempt <= 2; attempt++) {
      const answer = await client.call({ method: 'GET', region, path }, LinkAnswer, { signal });
      if (answer?.link) return { url: checkedLink(answer.link, service), name: answer.fileName };
    }
    throw noResult(region, 'noLink');
  }

  return {
    async *list({ region }, options) {
      const list = { ...records(region), atOnce };
      for await (const page of allPages(list, options)) yield page.map(toTask(region));
    },
    async *news(known, { region }, options) {
      for await (const page of allPages(records(region), options)) {
        const tasks = page.map(toTask(region));
        yield tasks;
        // The newest come first: what follows a known one was there before it.
        if (tasks.some(({ key }) => known.has(key))) return;
      }
    },
    async follow(tasks, region, options) {
      const found = new Map<string, Task>();
      if (tasks.length >= worthAPage) {
        const wanted = new Set(tasks.map(({ key }) => key));
        const { records } = await readPage(region, 1, pageSize, options);
        for (const task of records.map(toTask(region))) if (wanted.has(task.key)) found.set(task.key, task);
      }
      // One after another: a key that was withdrawn is refused once, not once for each task.
      for (const task of tasks.filter(({ id, key }) => isId(id) && !found.has(key)))
        for (const described of await describe(task, options)) found.set(described.key, described);
      return [...found.values()];
    },
    async trial(region, signal) {
      return (await readPage(region, 1, 1, { signal, once: true })).total;
    },
    async link(task, signal): Promise<Link> {
      const { url } = await freshLink(task, signal);
      return compact<Link>({ url, expiresAt: linkExpiry(url) });
    },
    async file(task, signal): Promise<FileSource> {
      const { url, name } = await freshLink(task, signal);
      const fileName = name ?? task.file?.name ?? task.name;
      const problem = (answer: HttpAnswer) => ({ ...objectProblem(answer, service), region: task.region });
      return { request: { method: 'GET', url, headers: {} }, name: fileName, problem };
    },
  };
}

/** Whether an id can stand in a path: it is encoded as one segment, but these two are steps, however they are written. */
const isId = (id: string): boolean => id !== '' && id !== '.' && id !== '..';

const recordId = (record: unknown): string => asText(asObject(record)['uuid']) ?? unreadableId(record);

function toFields(record: TaskRecord) {
  const status = toStatus(record.state);
  const file = compact<TaskFile>({ name: record.fileName, rows: record.writtenRows });
  const failure = compact({ code: record.failedCode, message: record.failedMessage });
  return {
    id: record.uuid,
    name: record.name,
    status,
    rawStatus: record.state,
    createdAt: record.createdTime,
    updatedAt: record.updatedTime,
    file: Object.keys(file).length > 0 ? file : undefined,
    failure: status === 'failed' && Object.keys(failure).length > 0 ? failure : undefined,
  };
}
