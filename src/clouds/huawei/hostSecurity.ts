import type * as z from 'zod/mini';
import type { TrackedTask } from '../../core/account';
import { compact } from '../../core/compact';
import type { CallOptions, FileSource, TaskService } from '../../core/cloud';
import { ArgumentError, CloudError, isCloudError, isCredentialRefused } from '../../core/errors';
import { record, text, word } from '../../core/fields';
import type { HttpAnswer } from '../../core/http/request';
import { asObject } from '../../core/http/body';
import { recordReader, type TaskFields } from '../../core/records';
import { statusTable, type Task, type TaskFile } from '../../core/task';
import type { HuaweiClient } from './client';
import { inOurWords } from '../../core/reasons';

const toStatus = statusTable({ running: 'running', success: 'succeeded', failure: 'failed' });

const TaskRecord = record({
  task_id: text,
  task_name: text,
  task_status: word,
  // Missing, null and empty alike mean that there is no file: contracts huawei 8.
  file_id: text,
  file_name: text,
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
    return recordReader(place(region), TaskRecord, toFields)({ ...record, task_id: id });
  };

  /** A gateway, IAM or a proxy that knows no such address has not asked the service. */
  const isSaidByService = ({ problem }: CloudError): boolean =>
    problem.service === service && problem.code !== undefined && !/^APIGW?\./.test(problem.code);

  const rowOf = (region: string, { id, name }: TrackedTask, fields: TaskFields): Task =>
    recordReader(place(region), TaskRecord, record => ({ ...toFields(record), ...fields }))({
      task_id: id,
      task_name: name,
    });

  /**
   * A tracked task that the service refuses stays visible, and does not stand in the way of the others: one that it no
   * longer knows has lost its file, which it may say as it says that an id is wrong (contract 4.3); for another reason it
   * is not known what has become of it.
   */
  function refusedRow(region: string, task: TrackedTask, { problem }: CloudError): Task | undefined {
    const isGone = problem.kind === 'notFound' || (problem.code === 'HSS.0001' && task.name !== undefined);
    if (isGone) return rowOf(region, task, { status: 'expired' });
    if (problem.kind !== 'permission' && problem.kind !== 'protocol') return undefined;
    return rowOf(region, task, { failure: compact({ code: problem.code, message: problem.message }) });
  }

  /** The rows of some tasks. @throws CloudError when each of them is refused for a reason that is not its own */
  async function readAll(
    tasks: readonly TrackedTask[],
    region: string,
    options: CallOptions,
  ): Promise<Task[]> {
    const rows: Task[] = [];
    const refusals: CloudError[] = [];
    for (const task of tasks) {
      try {
        rows.push(await read(task.id, region, options));
      } catch (error) {
        const row =
          isCloudError(error) && isSaidByService(error) ? refusedRow(region, task, error) : undefined;
        if (!row || !isCloudError(error)) throw error;
        if (error.problem.kind === 'permission') refusals.push(error);
        rows.push(row);
      }
    }
    const [refusal] = refusals;
    if (refusal && refusals.length === tasks.length) throw refusal;
    return rows;
  }

  /** A call that shows whether the credential works, where there is no task to ask for. @throws CloudError */
  async function knock(region: string, options: CallOptions): Promise<void> {
    const unknown = await read(nobody, region, options).catch((error: unknown) => error);
    // "Not found" and "bad id" come after the credential and the right were checked.
    const asked =
      isCloudError(unknown) &&
      ['notFound', 'protocol'].includes(unknown.problem.kind) &&
      isSaidByService(unknown);
    if (unknown instanceof Error && !asked) throw unknown;
  }

  return {
    async *list({ region, tracked }, options) {
      if (tracked.length === 0) await knock(region, options);
      yield await readAll(tracked, region, options);
    },
    follow: (tasks, region, options) => readAll(tasks, region, options),
    async trial(region, signal) {
      await knock(region, { signal, once: true });
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
