import type * as vscode from 'vscode';
import type { DownloadRecord, StageKind } from '../core/downloads/record';
import type { PlaceState } from '../core/store';
import { plainTask, type PlainTask } from '../view/plainTask';
import type { Parts } from './parts';

export interface PlainProblem {
  readonly kind: string;
  readonly code?: string;
  readonly message: string;
  readonly requestId?: string;
}

export interface PlainService {
  readonly service: string;
  readonly region: string;
  readonly state: PlaceState['state'];
  readonly problem?: PlainProblem;
  /** ISO 8601. */
  readonly refreshedAt?: string;
}

export interface PlainAccount {
  readonly id: string;
  readonly cloud: string;
  readonly label: string;
  /** Nothing is called for it. */
  readonly disabled?: true;
  readonly services: readonly PlainService[];
}

export interface PlainDownload {
  readonly id: string;
  /** The key of its task. */
  readonly task: string;
  readonly name: string;
  readonly state: StageKind;
  /** Bytes on disk. */
  readonly received: number;
  readonly total?: number;
  /** Of one that is finished. */
  readonly path?: string;
}

/** What other extensions may use. It holds no secret and no link. */
export interface CloudTasksApi {
  tasks(): readonly PlainTask[];
  accounts(): readonly PlainAccount[];
  /** Those of all windows; empty for a moment after the start. */
  downloads(): readonly PlainDownload[];
  readonly onDidChangeTasks: vscode.Event<void>;
  /** Resolves when the refresh is over. */
  refresh(account?: string): Promise<void>;
  /** @param task its key. Resolves to the file's Uri; rejects with the sentence a user would read. */
  download(task: string, target?: vscode.Uri | string): Promise<vscode.Uri>;
}

export interface CloudTasksExports {
  getApi(version: 1): CloudTasksApi;
}

export function createExports(
  parts: Parts,
  onDidChangeTasks: vscode.Event<void>,
  commands: typeof vscode.commands,
) {
  const { world, downloads } = parts;
  const api: CloudTasksApi = {
    tasks: () => [...world.store.tasks()].map(plainTask),
    accounts: () =>
      world.accounts().map(({ id, cloud, label, disabled }) => ({
        id,
        cloud,
        label,
        ...(disabled && { disabled }),
        services: world.store.places(id).map(plainService),
      })),
    downloads: () => downloads.entries().map(({ record }) => plainDownload(record)),
    onDidChangeTasks,
    refresh: async account => {
      await commands.executeCommand('cloudTasks.refresh', { ...(account !== undefined && { account }) });
    },
    download: async (task, target) =>
      await commands.executeCommand<vscode.Uri>('cloudTasks.download', {
        task,
        ...(target !== undefined && { target }),
      }),
  };
  return {
    getApi(version: number): CloudTasksApi {
      if (version === 1) return api;
      throw new Error(`Cloud Tasks has no API of version ${version}; it has version 1.`);
    },
  } satisfies CloudTasksExports;
}

function plainService({ service, region, state, problem, refreshedAt }: PlaceState): PlainService {
  return {
    service,
    region,
    state,
    ...(problem && { problem: plainProblem(problem) }),
    ...(refreshedAt && { refreshedAt: refreshedAt.toISOString() }),
  };
}

const plainDownload = ({ id, task, name, stage, received, total }: DownloadRecord): PlainDownload => ({
  ...{ id, task, name, state: stage.kind, received },
  ...(total !== undefined && { total }),
  ...(stage.kind === 'finished' && { path: stage.path }),
});

const plainProblem = ({
  kind,
  code,
  message,
  requestId,
}: NonNullable<PlaceState['problem']>): PlainProblem => ({
  kind,
  message,
  ...(code !== undefined && { code }),
  ...(requestId !== undefined && { requestId }),
});
