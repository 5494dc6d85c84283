import { simulator as alibaba } from '../../../src/clouds/alibaba/simulator';
import { simulator as baidu } from '../../../src/clouds/baidu/simulator';
import { simulator as huawei } from '../../../src/clouds/huawei/simulator';
import type { Account } from '../../../src/core/account';
import type { Simulator, SimulatorAnswer, SimulatorFactory, SimulatorRequest } from '../../../src/core/cloud';
import type { AccountId } from './events';
import { habits, type PlannedTask, type ServiceId } from './plan';

type Credential = Readonly<Record<string, string>>;

export const region = 'cn-north-4';
const project = '0605767bcb80d5c22f0ac00cffd8a1b2';

/** The first credential of each account, and those that come after it. */
export const credentials: Readonly<Record<AccountId, readonly [Credential, ...Credential[]]>> = {
  ali: [{ kind: 'accessKey', accessKeyId: 'WEEKKEYALI', accessKeySecret: 'week-secret-ali' }],
  bai: [
    { kind: 'accessKey', accessKeyId: 'WEEKKEYBAI1', secretAccessKey: 'week-secret-bai-1' },
    { kind: 'accessKey', accessKeyId: 'WEEKKEYBAI2', secretAccessKey: 'week-secret-bai-2' },
  ],
  // With a password there are tokens, which live a day.
  hua: [
    { kind: 'password', domain: 'company', user: 'reader', password: 'week-password-1' },
    { kind: 'password', domain: 'company', user: 'reader', password: 'week-password-2' },
  ],
};

export const accountsOfTheWeek: readonly Account[] = [
  { id: 'ali', cloud: 'alibaba', label: 'Ali', services: ['cloudFirewall', 'cdn'], regions: [], tracked: [] },
  { id: 'bai', cloud: 'baidu', label: 'Bai', services: ['bls'], regions: ['bj'], tracked: [] },
  { id: 'hua', cloud: 'huawei', label: 'Hua', services: ['hss'], regions: [region], tracked: [] },
];

const factories: Readonly<Record<AccountId, SimulatorFactory>> = { ali: alibaba, bai: baidu, hua: huawei };

/** The pretend clouds without their servers. */
export class WeekClouds {
  private readonly clouds = new Map<AccountId, Simulator>();
  private readonly known: Record<AccountId, Credential | undefined>;

  constructor(private readonly tasks: readonly PlannedTask[]) {
    const { ali, bai, hua } = credentials;
    this.known = { ali: ali[0], bai: bai[0], hua: hua[0] };
  }

  answer(account: AccountId, request: SimulatorRequest, now: number): SimulatorAnswer {
    const cloud = this.clouds.get(account) ?? this.begin(account, now);
    return cloud.answer(request, now);
  }

  /** From now on it takes this credential and no other; of the others all tokens are gone. */
  accept(account: AccountId, credential: Credential | undefined): void {
    this.known[account] = credential;
    this.clouds.delete(account);
  }

  /** Rows may have been deleted. */
  change(account: AccountId): void {
    this.clouds.delete(account);
  }

  private begin(account: AccountId, now: number): Simulator {
    const known = this.known[account];
    const tasks = this.tasks.filter(
      ({ service, deletedAt = Infinity }) => habits[service].account === account && deletedAt > now,
    );
    const cloud = factories[account].create({
      ...{ origin: 'https://files.example.com', tasks, credentials: known ? [known] : [] },
      ...(account === 'hua' && { projects: { [region]: project } }),
    });
    this.clouds.set(account, cloud);
    return cloud;
  }
}

/** Whose a host is. */
export interface Host {
  readonly account: AccountId;
  readonly service: ServiceId | 'iam';
}

export const hosts: Readonly<Record<string, Host>> = {
  'cloudfw.aliyuncs.com': { account: 'ali', service: 'cloudFirewall' },
  'cdn.aliyuncs.com': { account: 'ali', service: 'cdn' },
  'bls-log.bj.baidubce.com': { account: 'bai', service: 'bls' },
  [`hss.${region}.myhuaweicloud.com`]: { account: 'hua', service: 'hss' },
  [`iam.${region}.myhuaweicloud.com`]: { account: 'hua', service: 'iam' },
};
