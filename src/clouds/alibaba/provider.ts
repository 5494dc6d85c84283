import type { Account } from '../../core/account';
import type { CloudProvider, Io, TaskService } from '../../core/cloud';
import { readInput } from '../../core/arguments';
import { endpointOrigin } from '../../core/endpoint';
import { Caller } from '../../core/http/caller';
import { cdn } from './cdn';
import { AlibabaClient } from './client';
import { consolePage } from './consolePage';
import { cloudFirewall } from './cloudFirewall';
import { AlibabaCredential } from './credential';
import { policy } from './policy';

/** Two control planes, chosen by the account's site, not by where resources sit: contracts alibaba 1.6, 2.6. */
const endpoints: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  china: { cloudFirewall: 'https://cloudfw.aliyuncs.com', cdn: 'https://cdn.aliyuncs.com' },
  international: {
    cloudFirewall: 'https://cloudfw.ap-southeast-1.aliyuncs.com',
    cdn: 'https://cdn.ap-southeast-1.aliyuncs.com',
  },
};

const services: Readonly<
  Record<string, (client: AlibabaClient, account: string, clock: Io['clock']) => TaskService>
> = {
  cloudFirewall,
  cdn,
};

export const provider: CloudProvider = {
  policy,
  consolePage,

  readCredential: value => readInput(AlibabaCredential, value, 'credential'),

  connect(account, credential, io) {
    const key = readInput(AlibabaCredential, credential, 'credential');
    const caller = new Caller('alibaba', io);
    const make = (service: string, create: (typeof services)[string]) => {
      const client = new AlibabaClient(service, originOf(account, service), key, caller);
      return [service, create(client, account.id, io.clock)] as const;
    };
    return {
      services: Object.fromEntries(Object.entries(services).map(([id, create]) => make(id, create))),
      clockSkew: () => caller.clockSkew(),
    };
  },
};

function originOf(account: Account, service: string): string {
  const preset = endpoints[account.site ?? 'china']?.[service] ?? '';
  return endpointOrigin(account.endpoints?.[service] ?? preset, '', `endpoints.${service}`);
}
