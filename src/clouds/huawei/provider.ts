import type { CloudProvider } from '../../core/cloud';
import { readInput } from '../../core/arguments';
import { storedOrigin } from '../../core/endpoint';
import { Caller } from '../../core/http/caller';
import { RateLimit } from '../../core/http/rateLimit';
import { HuaweiClient } from './client';
import { consolePage } from './consolePage';
import { HuaweiCredential } from './credential';
import { hostSecurity } from './hostSecurity';
import { Iam } from './iam';
import { policy } from './policy';
import { Session } from './session';

/** HSS has no published rate; the gateway's is 200 a second, other services were seen to allow 10: contracts 4.2. */
const callsPerSecond = 10;

/** The European cloud has a domain of its own: contracts huawei 2.1. */
const domain = (region: string): string =>
  region.startsWith('eu-west-1') ? 'myhuaweicloud.eu' : 'myhuaweicloud.com';

/** What must never be seen; the names of an account and its user may be. */
function secretsOf(credential: HuaweiCredential): string[] {
  if (credential.kind === 'password') return [credential.password];
  if (credential.kind === 'token') return [credential.token];
  return [credential.secretAccessKey, credential.securityToken ?? '', credential.accessKeyId];
}

export const provider: CloudProvider = {
  policy,
  consolePage,

  readCredential: value => readInput(HuaweiCredential, value, 'credential'),

  connect(account, credential, io) {
    const checked = readInput(HuaweiCredential, credential, 'credential');
    const originOf = (service: string) => (region: string) =>
      storedOrigin(
        account.endpoints?.[service] ?? `https://${service}.{region}.${domain(region)}`,
        region,
        `endpoints.${service}`,
      );
    const secrets = secretsOf(checked);
    const caller = new Caller('huawei', io);
    const iam = new Iam(originOf('iam'), account, secrets, new RateLimit(io.clock, callsPerSecond), caller);
    const session = new Session(iam, account, checked, caller);
    const limit = new RateLimit(io.clock, callsPerSecond);
    const client = new HuaweiClient('hss', originOf('hss'), account, session, secrets, limit, caller);
    return {
      services: { hss: hostSecurity(client, account.id) },
      projects: (region, signal) => session.projects(region, signal),
      clockSkew: () => caller.clockSkew(),
    };
  },
};
