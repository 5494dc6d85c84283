import type { CloudProvider } from '../../core/cloud';
import { readInput } from '../../core/arguments';
import { storedOrigin } from '../../core/endpoint';
import { Caller } from '../../core/http/caller';
import { RateLimit } from '../../core/http/rateLimit';
import { BaiduClient } from './client';
import { consolePage } from './consolePage';
import { BaiduCredential } from './credential';
import { logService } from './logService';
import { policy } from './policy';

/** `bls-log`, not the `bls` of one SDK, and HTTPS although the vendor's own tools use HTTP: contracts baidu 2. */
const blsEndpoint = 'https://bls-log.{region}.baidubce.com';
/** No rate is published. */
const callsPerSecond = 10;

export const provider: CloudProvider = {
  policy,
  consolePage,

  readCredential: value => readInput(BaiduCredential, value, 'credential'),

  connect(account, credential, io) {
    const template = account.endpoints?.['bls'] ?? blsEndpoint;
    const originOf = (region: string) => storedOrigin(template, region, 'endpoints.bls');
    const limit = new RateLimit(io.clock, callsPerSecond);
    const caller = new Caller('baidu', io);
    const key = readInput(BaiduCredential, credential, 'credential');
    const client = new BaiduClient('bls', originOf, key, limit, caller);
    return { services: { bls: logService(client, account.id) }, clockSkew: () => caller.clockSkew() };
  },
};
