import type { Account } from '../../src/core/account';
import type { CloudProvider, TaskService } from '../../src/core/cloud';
import { isCloudError, type Problem } from '../../src/core/errors';
import type { Task } from '../../src/core/task';
import { FakeClock } from './clock';
import { ioOf } from './clouds';
import { accountOf } from './tasks';
import { FakeTransport } from './transport';

export const never = new AbortController().signal;

/** Connects a provider to a network that answers by a script; the clock stands at 2026-01-02T03:04:05Z. */
export function connected(
  provider: CloudProvider,
  credential: unknown,
  script: ConstructorParameters<typeof FakeTransport>[0],
  changes: Partial<Account> = {},
) {
  const transport = new FakeTransport(script);
  const clock = new FakeClock();
  const account = accountOf(changes);
  const connection = provider.connect(
    account,
    provider.readCredential(credential),
    ioOf({ transport, clock }),
  );
  const service = (id: string): TaskService => {
    const found = connection.services[id];
    if (!found) throw new Error(`There is no service ${id}.`);
    return found;
  };
  return { transport, clock, connection, service };
}

/** All tasks of a list; a call that fails is not made again. */
export async function listed(service: TaskService, region = '', tracked: Account['tracked'] = []) {
  const tasks: Task[] = [];
  for await (const page of service.list({ region, tracked }, { signal: never, once: true }))
    tasks.push(...page);
  return tasks;
}

/** The problem that a call ends with. */
export async function problemOf(attempt: Promise<unknown>): Promise<Problem> {
  const error: unknown = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isCloudError(error)) throw new Error(`It is no CloudError: ${String(error)}`);
  return error.problem;
}
