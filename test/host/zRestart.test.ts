import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { SimulatorServer } from '../../src/simulator/server';
import { systemClock } from '../../src/core/clock';
import { startCloud, testRegion } from '../harness/simulators';
import { plannedClouds, plannedWorld, planFile } from './restartPlan';
import { accountArgument, getApi, run } from './world';

/** The last suite of the first window: what it leaves is looked for in the second. */
describe('before the window is restarted', () => {
  const servers: SimulatorServer[] = [];
  after(() => Promise.all(servers.map(server => server.close())));

  it('accounts are added, one is removed, and a task is tracked', async () => {
    const api = await getApi();
    const ports: Record<string, number> = {};
    const accounts: Record<string, string> = {};
    let origin = '';
    for (const cloud of plannedClouds) {
      const server = await startCloud(cloud, plannedWorld(cloud), systemClock);
      servers.push(server);
      ({ origin } = server);
      ports[cloud] = Number(new URL(origin).port);
      accounts[cloud] = await run<string>('addAccount', accountArgument(cloud, origin));
    }
    const removed = await run<string>('addAccount', accountArgument('huawei', origin, { label: 'removed' }));
    await run('removeAccount', { account: removed });
    await run('trackTask', { account: accounts['huawei'], region: testRegion, taskId: 'kept' });
    writeFileSync(planFile, JSON.stringify({ ports, accounts, removed }));
    assert.equal(api.accounts().length, 2);
  });
});
