import * as vscode from 'vscode';
import type { SimulatorServer } from '../../src/simulator/server';
import type { CloudTasksApi, CloudTasksExports } from '../../src/vscode/api';
import {
  credentials,
  endpointsOf,
  startCloud,
  testProject,
  testRegion,
  type CloudId,
  type World,
} from '../harness/simulators';

/** A clock that runs with the real one, as signatures must, and can be set ahead to let tasks age. */
export class ShiftedClock {
  private ahead = 0;

  now(): number {
    return Date.now() + this.ahead;
  }

  advance(ms: number): void {
    this.ahead += ms;
  }
}

/** The extension as another extension meets it. */
export async function getApi(): Promise<CloudTasksApi> {
  const extension = vscode.extensions.getExtension<CloudTasksExports>('cloud-tasks.cloud-tasks');
  if (!extension) throw new Error('The extension is not there.');
  return (await extension.activate()).getApi(1);
}

export const run = <T = unknown>(command: string, argument?: unknown): Thenable<T> =>
  argument === undefined
    ? vscode.commands.executeCommand<T>(`cloudTasks.${command}`)
    : vscode.commands.executeCommand<T>(`cloudTasks.${command}`, argument);

/** The argument that adds an account of a simulator. */
export const accountArgument = (cloud: CloudId, origin: string, changes: Record<string, unknown> = {}) => ({
  cloud,
  label: `${cloud} account`,
  credential: { ...credentials[cloud] },
  endpoints: endpointsOf(cloud, origin),
  ...(cloud === 'baidu' && { regions: ['bj'] }),
  ...(cloud === 'huawei' && { regions: [testRegion], projectIds: { [testRegion]: testProject } }),
  ...changes,
});

/** Pretend clouds and accounts of one suite; all of them go when it ends. */
export class Stage {
  readonly clock = new ShiftedClock();
  private readonly servers: SimulatorServer[] = [];
  private readonly accounts: string[] = [];

  async start(cloud: CloudId, world: Partial<World>): Promise<SimulatorServer> {
    const server = await startCloud(cloud, world, this.clock);
    this.servers.push(server);
    return server;
  }

  /** Adds an account by argument and reads its lists once. */
  async add(argument: Record<string, unknown>): Promise<string> {
    const id = await run<string>('addAccount', argument);
    this.accounts.push(id);
    await run('refresh', { account: id });
    return id;
  }

  async end(): Promise<void> {
    for (const account of this.accounts)
      await run('removeAccount', { account }).then(undefined, () => undefined);
    for (const server of this.servers) await server.close();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  }
}

/** The message of the Error that a command rejects with; fails when it does not reject. */
export async function rejection(outcome: Thenable<unknown>): Promise<string> {
  try {
    await outcome;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('It did not reject.');
}

/** Resolves when `holds` does, looking each time tasks change; the test's own time limit ends it otherwise. */
export async function until(api: CloudTasksApi, holds: () => boolean): Promise<void> {
  if (holds()) return;
  await new Promise<void>(resolve => {
    const listener = api.onDidChangeTasks(() => {
      if (!holds()) return;
      listener.dispose();
      resolve();
    });
  });
}
