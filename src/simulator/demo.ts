import type { Account } from '../core/account';
import type { Clock } from '../core/clock';
import type { Cloud } from '../core/cloud';
import { startSimulator, type SimulatorServer } from './server';

/** An account of the demo, ready to be added. */
export interface DemoAccount extends Omit<Account, 'id'> {
  readonly credential: Readonly<Record<string, string>>;
  readonly endpoints: Readonly<Record<string, string>>;
}

export interface Demo {
  readonly accounts: readonly DemoAccount[];
  /** Closes the pretend clouds. The accounts answer no more. */
  stop(): Promise<void>;
}

/** Starts a pretend cloud for each of the clouds, with accounts that point at it. */
export async function startDemo(clouds: readonly Cloud[], clock: Pick<Clock, 'now'>): Promise<Demo> {
  const servers: SimulatorServer[] = [];
  const accounts: DemoAccount[] = [];
  const stop = async () => void (await Promise.all(servers.splice(0).map(server => server.close())));
  try {
    for (const cloud of clouds) {
      const factory = await cloud.simulator();
      const { accounts: invented, ...world } = factory.demo(clock.now());
      const server = await startSimulator(factory, world, { clock, maxSeen: 0 });
      servers.push(server);
      for (const { endpointKeys, ...account } of invented) {
        const endpoints = Object.fromEntries(endpointKeys.map(key => [key, server.origin]));
        accounts.push({ ...account, cloud: cloud.id, endpoints });
      }
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { accounts, stop };
}
