import { simulator as alibaba } from '../../src/clouds/alibaba/simulator';
import { simulator as baidu } from '../../src/clouds/baidu/simulator';
import { simulator as huawei } from '../../src/clouds/huawei/simulator';
import type { ScriptedTask, SimulatorFactory, SimulatorRequest, SimulatorWorld } from '../../src/core/cloud';
import { startSimulator, type SimulatorServer } from '../../src/simulator/server';

export const factories = { alibaba, baidu, huawei } satisfies Record<string, SimulatorFactory>;
export type CloudId = keyof typeof factories;

export type World = Omit<SimulatorWorld, 'origin'>;

/** One credential a cloud, all invented; the default of {@link worldOf}. */
export const credentials = {
  alibaba: { kind: 'accessKey', accessKeyId: 'TESTKEYALIBABA', accessKeySecret: 'test-secret-alibaba' },
  baidu: { kind: 'accessKey', accessKeyId: 'TESTKEYBAIDU', secretAccessKey: 'test-secret-baidu' },
  huawei: { kind: 'accessKey', accessKeyId: 'TESTKEYHUAWEI', secretAccessKey: 'test-secret-huawei' },
} as const;

/** Huawei's region and project in the default world. */
export const testRegion = 'cn-north-4';
export const testProject = '0605767bcb80d5c22f0ac00cffd8a1b2';

/** A world with the cloud's usual credential (and projects) unless told otherwise. */
export const worldOf = (cloud: CloudId, world: Partial<World> = {}): World => ({
  credentials: [credentials[cloud]],
  tasks: [],
  ...(cloud === 'huawei' ? { projects: { [testRegion]: testProject } } : {}),
  ...world,
});

/** Starts a pretend cloud on loopback. Close it when done. */
export const startCloud = (
  cloud: CloudId,
  world: Partial<World>,
  clock: { now(): number },
): Promise<SimulatorServer> => startSimulator(factories[cloud], worldOf(cloud, world), { clock });

const endpointKeys = { alibaba: ['cloudFirewall', 'cdn'], baidu: ['bls'], huawei: ['hss', 'iam'] } as const;

/** The `endpoints` of an account that is to call a simulator. */
export const endpointsOf = (cloud: CloudId, origin: string): Record<string, string> =>
  Object.fromEntries(endpointKeys[cloud].map(key => [key, origin]));

/** A clock that stands until it is moved. */
export function handClock(start: number = Date.parse('2026-11-22T10:00:00Z')) {
  let time = start;
  return {
    now: () => time,
    advance: (ms: number) => void (time += ms),
    set: (ms: number) => void (time = ms),
  };
}

const second = 1000;

/** A task of a service that is done a minute after its start, with a small CSV, unless `fields` say otherwise. */
export const taskOf = (
  service: string,
  id: string,
  createdAt: number,
  fields: Partial<ScriptedTask> = {},
): ScriptedTask => ({
  service,
  id,
  name: service === 'cdn' ? `https://example.com/${id}.js` : `task ${id}`,
  createdAt,
  steps: [
    { after: 0, state: 'running', progress: 0.25 },
    { after: 60 * second, state: 'succeeded' },
  ],
  ...(service === 'cdn' ? {} : { file: { name: `文件-${id}.csv`, content: csv(id), rows: 2 } }),
  ...fields,
});

/** `count` tasks, a second apart, the last of which was made at `now`; ids count from 1. */
export const manyTasks = (
  service: string,
  count: number,
  now: number,
  fields: Partial<ScriptedTask> = {},
): ScriptedTask[] =>
  Array.from({ length: count }, (_, index) =>
    taskOf(service, String(index + 1), now - (count - 1 - index) * second, fields),
  );

const csv = (id: string): Buffer => Buffer.from(`编号,名称\r\n${id},甲\r\n${id},乙\r\n`);

/** What a signer made, ready to be sent or handed to a simulator. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query, percent-encoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The request as the server sees it. */
export function received({ method, target, headers, body }: SignedRequest): SimulatorRequest {
  const [path = '', ...query] = target.split('?');
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    method,
    path,
    query: query.join('?'),
    headers: Object.fromEntries(lowerCase) as Record<string, string>,
    body: Buffer.from(body),
  };
}
