import * as z from 'zod/mini';
import type { TrackedTask } from '../../core/account';
import { compact } from '../../core/compact';
import type { CallOptions, FileSource, TaskService } from '../../core/cloud';
import { ArgumentError, CloudError, isCloudError, isCredentialRefused } from '../../core/errors';
import { text, word } from '../../core/fields';
import type { HttpAnswer } from '../../core/http/request';
import { asObject } from '../../core/http/body';
import { readRecord } from '../../core/records';
import { statusTable, type Task, type TaskFile } from '../../core/task';
import type { HuaweiClient } from './client';
import { inOurWords } from '../../core/reasons';

const toStatus = statusTable({ running: 'running', success: 'succeeded', failure: 'failed' });

const TaskRecord = z.object({
  task_id: text(),
  task_name: text(),
  task_status: word(),
  // Missing, null and empty alike mean that there is no file: contracts huawei 8.
  file_id: text(),
  file_name: text(),
});
type TaskRecord = z.infer<typeof TaskRecord>;

/** An id as it may stand in a path. The vendor's SDKs disagree on all other characters: contracts huawei 1.5. */
const isId = (id: string): boolean => /^[A-Za-z0-9_-]{1,256}$/.test(id);

/** A well-formed id that no task has: asking for it proves the credential and the right to ask. */
const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * HSS export tasks. No operation lists them, so the user's tracked ids are asked for one by one with
 * `ListQueryExportTask` (which, in spite of its name, answers one task). Contracts: huawei 1.
 */
export function hostSecurity(client: HuaweiClient, account: string): TaskService {
  const { service } = client;
  const place = (region: string) => ({ cloud: 'huawei', account, service, region, kind: 'export' as const });
  const read = async (id: string, region: string, options: CallOptions) => {
    if (!isId(id)) throw new ArgumentError('taskId', { kind: 'taskId' });
    const record = asObject(await client.get(`/export-task/${id}`, region, options));
    // The answer need not repeat the id that was asked for.
    return readRecord(place(region), TaskRecord, { ...record, task_id: id }, toFields);
  };

  /** A gateway, IAM or a proxy that knows no such address has not asked the service. */
  const isSaidByService = ({ problem }: CloudError): boolean =>
    problem.service === service && problem.code !== undefined && !/^APIGW?\./.test(problem.code);

  /** A tracked task that the cloud no longer knows stays visible: its file is gone. */
  const readTracked = async (
    { id, name }: TrackedTask,
    region: string,
    options: CallOptions,
  ): Promise<Task> => {
    try {
      return await read(id, region, options);
    } catch (error) {
      if (!isCloudError(error) || error.problem.kind !== 'notFound' || !isSaidByService(error)) throw error;
      const record = { task_id: id, task_name: name };
      const gone = (fields: TaskRecord) => ({ ...toFields(fields), status: 'expired' as const });
      return readRecord(place(region), TaskRecord, record, gone);
    }
  };

  return {
    async *list({ region, tracked }, options) {
      if (tracked.length === 0) await client.check(region, options.signal);
      for (const task of tracked) yield [await readTracked(task, region, options)];
    },
    async follow(tasks, region, options) {
      const found: Task[] = [];
      for (const task of tasks) found.push(await readTracked(task, region, options));
      return found;
    },
    async trial(region, signal) {
      const unknown = await read(nobody, region, { signal, once: true }).catch((error: unknown) => error);
      // "Not found" and "bad id" come after the credential and the right were checked.
      const asked =
        isCloudError(unknown) &&
        ['notFound', 'protocol'].includes(unknown.problem.kind) &&
        isSaidByService(unknown);
      if (unknown instanceof Error && !asked) throw unknown;
      return undefined;
    },
    find: (id, region, signal) => read(id, region, { signal }),
    async file(task, signal): Promise<FileSource> {
      const id = task.file?.id ?? '';
      if (!isId(id)) {
        const { region } = task;
        throw new CloudError({ kind: 'notFound', service, region, ...inOurWords('noFile') });
      }
      const { request, renew } = await client.fileRequest(`/download/${id}`, task.region, signal);
      return {
        request,
        name: task.file?.name ?? `${task.name}.zip`,
        format: 'zip',
        isStale: answer => isCredentialRefused(client.fileProblem(answer, task.region)) && renew(),
        problem: (answer: HttpAnswer) => client.fileProblem(answer, task.region),
      };
    },
  };
}

function toFields({ task_id, task_name, task_status, file_id, file_name }: TaskRecord) {
  const file = compact<TaskFile>({ id: file_id, name: file_name });
  return {
    id: task_id,
    name: task_name,
    status: toStatus(task_status),
    rawStatus: task_status,
    file: Object.keys(file).length > 0 ? file : undefined,
  };
}
