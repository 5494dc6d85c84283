import { provider } from '../../src/clouds/alibaba/provider';
import type { Account } from '../../src/core/account';
import type { Log, TaskService } from '../../src/core/cloud';
import type { Clock } from '../../src/core/clock';
import { loggedTransport } from '../../src/core/http/loggedTransport';
import type { Transport } from '../../src/core/http/request';

const nothing = () => undefined;
export const noLog: Log = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Invented; whoever answers here looks at no signature. */
export const key = { kind: 'accessKey', accessKeyId: 'BENCHKEY', accessKeySecret: 'bench-secret' } as const;

/** Our CDN service as the extension has it, from the log of its requests down. */
export function cdnService(account: Account, transport: Transport, clock: Clock): TaskService {
  const logged = loggedTransport(() => Promise.resolve(transport), noLog, clock);
  const { services } = provider.connect(account, key, {
    transport: logged,
    clock,
    log: noLog,
    random: () => 1,
  });
  if (!services['cdn']) throw new Error('There is no CDN service.');
  return services['cdn'];
}

export const cdnAccount = (origin = 'http://127.0.0.1:1'): Account => ({
  id: 'bench',
  cloud: 'alibaba',
  label: 'bench',
  services: ['cdn'],
  regions: [],
  endpoints: { cdn: origin },
  tracked: [],
});
