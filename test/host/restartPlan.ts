import { dirname, join } from 'node:path';
import { testRegion, taskOf, type CloudId, type World } from '../harness/simulators';

/** Where the first window leaves the ports of its pretend clouds for the second. */
export const planFile = join(dirname(process.env['CLOUD_TASKS_RESULTS'] ?? '.'), 'restart-plan.json');

export interface Plan {
  readonly ports: Readonly<Record<string, number>>;
  readonly accounts: Readonly<Record<string, string>>;
  readonly removed: string;
}

export const plannedClouds: readonly CloudId[] = ['alibaba', 'huawei'];

export const plannedWorld = (cloud: CloudId): Partial<World> => ({
  tasks:
    cloud === 'huawei'
      ? [taskOf('hss', 'kept', Date.now() - 3600_000, { region: testRegion, name: 'kept task' })]
      : [taskOf('cloudFirewall', '1', Date.now() - 3600_000)],
});
