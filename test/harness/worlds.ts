import type { Cloud, ScriptedTask, ServiceInfo } from '../../src/core/cloud';
import { zipOf } from '../../src/clouds/huawei/simulatorZip';

// Tasks for any service of any cloud, for tests that are a loop over them.

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Every service there is, with its cloud. */
export const servicesOf = (clouds: readonly Cloud[]): { cloud: Cloud; service: ServiceInfo }[] =>
  clouds.flatMap(cloud => cloud.services.map(service => ({ cloud, service })));

/** A task that began at `createdAt` and is done at once, unless `fields` say otherwise. */
export const scripted = (
  service: string,
  id: string,
  createdAt: number,
  fields: Partial<ScriptedTask> = {},
): ScriptedTask => ({
  service,
  id,
  name: `https://example.com/${id}/互联网 边界.css`,
  createdAt,
  steps: [{ after: 0, state: 'succeeded' }],
  ...fields,
});

/** So many tasks, a second apart, the last of which is the newest; ids `t1`, `t2`, … */
export const scriptedMany = (service: string, count: number, newest: number): ScriptedTask[] =>
  Array.from({ length: count }, (_, index) =>
    scripted(service, `t${index + 1}`, newest - (count - 1 - index) * second),
  );

/** In this state from its beginning. */
export const inState = (state: string, progress?: number): Pick<ScriptedTask, 'steps'> => ({
  steps: [{ after: 0, state, ...(progress !== undefined && { progress }) }],
});

/** Runs for so long, then succeeds. */
export const runningFor = (ms: number): Pick<ScriptedTask, 'steps'> => ({
  steps: [
    { after: 0, state: 'running' },
    { after: ms, state: 'succeeded' },
  ],
});

/** A file that any service may have: a zip, since one of them insists on it. */
export const zipFile = (name = '漏洞 列表.zip', rows = 2): NonNullable<ScriptedTask['file']> => ({
  name,
  rows,
  content: zipOf({ '列表.csv': Buffer.from('编号,名称\r\n1,甲\r\n2,乙\r\n'), empty: Buffer.alloc(0) }),
});
