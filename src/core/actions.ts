import type { Account } from './account';
import type { Connection, FileSource, Link, ServiceInfo, TaskService } from './cloud';
import type { AccountSource, Connections } from './connections';
import { placed } from './errors';
import { Refusal } from './refusal';
import type { Task } from './task';

/** What can be done with a task as it stands. */
export interface Abilities {
  /** A link can be handed to others. */
  readonly link: boolean;
  /** There is a file to download and open. */
  readonly file: boolean;
}

/** Reads off the service and the task; asks nobody. */
export function abilities(task: Task, service: ServiceInfo | undefined): Abilities {
  if (task.leftAt) return { link: false, file: false };
  const kind = service?.file ?? 'none';
  const finished = task.status === 'succeeded' && task.id !== '';
  // A service without files has tasks that are about an object with an address of its own.
  if (kind === 'none') return { link: task.id !== '', file: false };
  const file = finished && (kind === 'link' || task.file?.id !== undefined);
  return { link: kind === 'link' && file, file };
}

/** Whether a task that is not over may have a file when it is. */
export const canBePlanned = ({ status, id, leftAt }: Task, service: ServiceInfo | undefined): boolean =>
  (status === 'running' || status === 'waiting') &&
  id !== '' &&
  !leftAt &&
  (service?.file ?? 'none') !== 'none';

/** What a command may ask of a task: each finds the task, the account and the service, and refuses with a reason. */
export class Actions {
  constructor(
    private readonly accounts: AccountSource,
    private readonly connections: Connections,
    private readonly tasks: { task(key: string): Task | undefined },
  ) {}

  /** @throws Refusal */
  task(key: string): Task {
    const task = this.tasks.task(key);
    if (!task) throw new Refusal({ kind: 'unknownTask', key });
    return task;
  }

  /** @throws Refusal */
  account(id: string): Account {
    const account = this.accounts.get(id);
    if (!account) throw new Refusal({ kind: 'unknownAccount', account: id });
    return account;
  }

  info(task: Task): ServiceInfo | undefined {
    return this.connections.cloud(task.cloud)?.services.find(({ id }) => id === task.service);
  }

  abilities(task: Task): Abilities {
    return abilities(task, this.info(task));
  }

  /** A fresh link. @throws Refusal, CloudError */
  async link(task: Task, signal: AbortSignal): Promise<Link> {
    if (this.info(task)?.file === 'authenticated') throw new Refusal({ kind: 'noLink', task: task.name });
    if (!this.abilities(task).link) throw this.noFile(task);
    return at(task, async () => {
      const { link } = await this.service(task);
      if (!link) throw new Refusal({ kind: 'noLink', task: task.name });
      return link(task, signal);
    });
  }

  /** @throws Refusal when the task has no file, or none yet */
  checkFile(task: Task): void {
    if (!this.abilities(task).file) throw this.noFile(task);
  }

  /** A fresh link to the file of a task: not to the object that a task without a file is about. @throws Refusal, CloudError */
  async fileLink(task: Task, signal: AbortSignal): Promise<Link> {
    if (this.info(task)?.file === 'none') throw this.noFile(task);
    return this.link(task, signal);
  }

  /** How to fetch the file now. @throws Refusal, CloudError */
  async file(task: Task, signal: AbortSignal): Promise<FileSource> {
    this.checkFile(task);
    const { service, region } = task;
    return at(task, async () => {
      const { file } = await this.service(task);
      if (!file) throw new Refusal({ kind: 'noFile', task: task.name });
      return { ...(await file(task, signal)), place: { service, region } };
    });
  }

  /** Asks the cloud for a task by the id the user gives. @throws Refusal, ArgumentError, CloudError */
  async find(
    account: Account,
    service: string,
    region: string,
    id: string,
    signal: AbortSignal,
  ): Promise<Task> {
    return at({ cloud: account.cloud, service, region }, async () => {
      const find = (await this.connect(account)).services[service]?.find;
      if (!find) throw new Refusal({ kind: 'notTracked', service });
      return find(id, region, signal);
    });
  }

  private async service(task: Task): Promise<TaskService> {
    const service = (await this.connect(this.account(task.account))).services[task.service];
    if (!service) throw new Refusal({ kind: 'noFile', task: task.name });
    return service;
  }

  private connect(account: Account): Promise<Connection> {
    return this.connections.get(account);
  }

  private noFile(task: Task): Refusal {
    const { name, status } = task;
    // A service without files will not have one later either.
    const open = (status === 'running' || status === 'waiting') && this.info(task)?.file !== 'none';
    return new Refusal(open ? { kind: 'notFinished', task: name, status } : { kind: 'noFile', task: name });
  }
}

/** Does something at a place; an error that names no place is given this one. */
async function at<T>(place: Pick<Task, 'cloud' | 'service' | 'region'>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw placed(error, place);
  }
}
