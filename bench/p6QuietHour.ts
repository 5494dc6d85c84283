import { clouds } from '../src/clouds';
import type { Account } from '../src/core/account';
import type { Cloud } from '../src/core/cloud';
import { startSimulator, type SimulatorServer } from '../src/simulator/server';
import { hour, minute, scripted } from '../test/harness/worlds';
import { ManyWindows } from './lib/manyWindows';
import type { Bench } from './lib/row';

const tasksEach = 50;
const windows = 5;
/** By then the last window has been opened and all lists have been read. */
const settled = 10 * minute;

/** Calls of an hour in which nothing happens and nobody looks: one account of each cloud, all services. */
export const p6: Bench = {
  name: 'P6',
  async run() {
    const one = await callsOfAnHour(1);
    const many = await callsOfAnHour(windows);
    const what = `an hour nobody looks, ${clouds.length} accounts`;
    return [
      { what: `${what}, 1 window`, unit: 'calls', ours: [one] },
      {
        ...{ what: `${what}, ${windows} windows`, unit: 'calls', ours: [many] },
        peer: { name: '1 window', samples: [one] },
        limits: { ofPeer: 1 },
      },
    ];
  },
};

const callsOfAnHour = (count: number): Promise<number> =>
  ManyWindows.in(async editor => {
    const servers: SimulatorServer[] = [];
    try {
      for (const cloud of clouds) servers.push(await addAccount(editor, cloud));
      for (let opened = 0; opened < count; opened++) await editor.open();
      await editor.advance(settled);
      const calls = () => servers.reduce((sum, { requests }) => sum + requests.length, 0);
      const before = calls();
      if (before === 0) throw new Error('No window has called a cloud.');
      await editor.advance(hour);
      return calls() - before;
    } finally {
      await Promise.all(servers.map(server => server.close()));
    }
  });

/** An account of a pretend cloud with tasks that are all done. */
async function addAccount({ clock, accounts }: ManyWindows, cloud: Cloud): Promise<SimulatorServer> {
  const factory = await cloud.simulator();
  const { credentials, projects } = factory.demo(clock.now());
  const tasks = cloud.services.flatMap(({ id, tracked }) =>
    Array.from({ length: tracked ? 1 : tasksEach }, (_, index) =>
      scripted(id, `${id}-${index}`, clock.now() - (index + 1) * minute),
    ),
  );
  const server = await startSimulator(
    factory,
    { credentials, tasks, ...(projects && { projects }) },
    { clock },
  );
  const keys = [...cloud.services.map(({ id }) => id), ...cloud.extraEndpoints];
  const account: Account = {
    ...{ id: cloud.id, cloud: cloud.id, label: cloud.id, regions: cloud.defaultRegions },
    services: cloud.services.map(({ id }) => id),
    endpoints: Object.fromEntries(keys.map(key => [key, server.origin])),
    tracked: cloud.services
      .filter(({ tracked }) => tracked)
      .flatMap(({ id }) => cloud.defaultRegions.map(region => ({ service: id, id: `${id}-0`, region }))),
  };
  accounts.set(account, credentials[0]);
  return server;
}
