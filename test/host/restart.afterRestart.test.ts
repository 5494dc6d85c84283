import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { systemClock } from '../../src/core/clock';
import { startSimulator, type SimulatorServer } from '../../src/simulator/server';
import { factories, worldOf } from '../harness/simulators';
import { plannedClouds, plannedWorld, planFile, type Plan } from './restartPlan';
import { getApi, run } from './world';

describe('after the window was restarted', () => {
  const servers: SimulatorServer[] = [];
  const plan = JSON.parse(readFileSync(planFile, 'utf8')) as Plan;

  before(async () => {
    for (const cloud of plannedClouds) {
      const port = plan.ports[cloud] ?? 0;
      const world = worldOf(cloud, plannedWorld(cloud));
      servers.push(await startSimulator(factories[cloud], world, { clock: systemClock, port }));
    }
  });
  after(async () => {
    await Promise.all(servers.map(server => server.close()));
    rmSync(planFile);
  });

  it('accounts, secrets and tracked tasks are there again', async () => {
    const api = await getApi();
    assert.deepEqual(
      api.accounts().map(({ id }) => id),
      Object.values(plan.accounts),
    );
    await run('refresh');
    const states = api
      .accounts()
      .flatMap(({ services }) => services.map(({ service, state }) => `${service} ${state}`));
    assert.deepEqual(states, ['cloudFirewall ok', 'cdn ok', 'hss ok']);
    const names = api.tasks().map(({ service, name, status }) => [service, name, status]);
    assert.deepEqual(names, [
      ['cloudFirewall', 'task 1', 'succeeded'],
      ['hss', 'kept task', 'succeeded'],
    ]);
  });

  it('a removed account is gone for good', async () => {
    const api = await getApi();
    assert.ok(!api.accounts().some(({ id }) => id === plan.removed));
    for (const { id } of api.accounts()) await run('removeAccount', { account: id });
    assert.deepEqual(api.tasks(), []);
  });
});
