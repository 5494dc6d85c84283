import type { DemoWorld, ScriptedTask } from '../../core/cloud';

// Invented; they open nothing but the simulator.
const prod = { kind: 'accessKey', accessKeyId: 'DEMOFAKEKEYPROD', accessKeySecret: 'demo-fake-secret-prod' };
const intl = { kind: 'accessKey', accessKeyId: 'DEMOFAKEKEYINTL', accessKeySecret: 'demo-fake-secret-intl' };

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Two accounts; a dozen and a half of tasks, some of which end while the user looks. */
export function demoWorld(now: number): DemoWorld {
  return {
    accounts: [
      {
        label: 'prod',
        credential: prod,
        site: 'china',
        services: ['cloudFirewall', 'cdn'],
        regions: [],
        tracked: [],
        endpointKeys: ['cloudFirewall', 'cdn'],
      },
      {
        label: 'intl-cdn',
        credential: intl,
        site: 'international',
        services: ['cdn'],
        regions: [],
        tracked: [],
        endpointKeys: ['cdn'],
      },
    ],
    credentials: [prod, intl],
    tasks: [...firewallTasks(now), ...refreshTasks(now), ...internationalTasks(now)],
    linkLifetime: 5 * minute,
  };
}

/** A step list: pairs of seconds after the task's start and a state. */
const steps = (...list: readonly (readonly [number, string, number?])[]): ScriptedTask['steps'] =>
  list.map(([after, state, progress]) => ({
    after: after * second,
    state,
    ...(progress === undefined ? {} : { progress }),
  }));

function firewallTasks(now: number): ScriptedTask[] {
  const asset = (id: string, version: 'IPv4' | 'IPv6', createdAt: number, rest: Partial<ScriptedTask>) => ({
    service: 'cloudFirewall',
    owner: prod.accessKeyId,
    id,
    name: `互联网边界防火墙资产-${version}`,
    type: 'InternetFirewallAsset',
    createdAt,
    steps: steps([0, 'running'], [35, 'succeeded']),
    file: {
      name: `互联网边界防火墙资产-${version}_${Number(id) - 42}.csv`,
      content: assetsCsv(version, Number(id)),
    },
    ...rest,
  });
  return [
    asset('4391', 'IPv4', now - 5 * second, { steps: steps([0, 'running'], [30, 'succeeded']) }),
    asset('4390', 'IPv6', now - 40 * second, { steps: steps([0, 'running'], [120, 'failed']) }),
    asset('4388', 'IPv4', now - 3 * hour, {}),
    asset('4371', 'IPv6', now - 26 * hour, { expiresAt: now + 3 * day }),
    asset('4355', 'IPv4', now - 2 * day, { expiresAt: now + 100 * second }), // its file goes while one looks
    asset('4312', 'IPv4', now - 6 * day, { steps: steps([0, 'running'], [20, 'failed']) }),
    asset('3977', 'IPv4', now - 95 * day, {}), // older than the 90 days a file is kept
  ];
}

function refreshTasks(now: number): ScriptedTask[] {
  const task = (id: string, type: string, name: string, createdAt: number, list: ScriptedTask['steps']) => ({
    service: 'cdn',
    owner: prod.accessKeyId,
    id,
    type,
    name,
    createdAt,
    steps: list,
  });
  const spread = steps(
    [0, 'running', 0.08],
    [12, 'running', 0.41],
    [25, 'running', 0.63],
    [40, 'running', 0.9937],
  );
  const done = steps([0, 'running', 0], [240, 'succeeded']);
  const lost = steps([0, 'running', 0.2], [75, 'failed', 0.2]);
  const timeout = { failure: { code: 'OriginTimeout', message: 'The origin server timed out.' } };
  return [
    task('18205511', 'file', 'https://img.example.com/a.css', now - 10 * second, [
      ...spread,
      ...steps([55, 'succeeded']),
    ]),
    // Sent together, so they share an id.
    task('18205514', 'preload', 'https://img.example.com/video/intro-1080p.mp4', now - 20 * second, [
      ...spread,
      ...steps([110, 'succeeded']),
    ]),
    {
      ...task('18205514', 'preload', 'https://img.example.com/video/intro-720p.mp4', now - 20 * second, lost),
      ...timeout,
    },
    task('18205516', 'directory', 'https://static.example.com/发布/2026/', now, [
      ...steps([0, 'waiting'], [15, 'running', 0.3], [70, 'succeeded']),
    ]),
    { ...task('18204890', 'preload', 'https://img.example.com/b.js', now - 50 * minute, lost), ...timeout },
    task('18204102', 'regex', 'https://static.example.com/.*\\.png', now - 9 * hour, done),
    task('18203377', 'block', 'https://img.example.com/withdrawn.pdf', now - 30 * hour, done),
    task('18201006', 'file', 'https://static.example.com/首页.html', now - 3 * day + 4 * minute, done), // soon out of sight
  ];
}

function internationalTasks(now: number): ScriptedTask[] {
  const task = (id: string, type: string, path: string, age: number, list: ScriptedTask['steps']) => ({
    service: 'cdn',
    owner: intl.accessKeyId,
    id,
    type,
    name: `https://static.example.net/${path}`,
    createdAt: now - age,
    steps: list,
  });
  const done = steps([0, 'running', 0], [180, 'succeeded']);
  const broken = steps([0, 'running', 0.5], [90, 'failed', 0.5]);
  return [
    task('90330127', 'file', 'app/main.js', 15 * second, steps([0, 'running', 0.35], [35, 'succeeded'])),
    task('90330101', 'preload', 'downloads/setup-2.4.1.exe', 2 * hour, done),
    {
      ...task('90329954', 'preload', 'downloads/setup-2.4.0.exe', 20 * hour, broken),
      failure: { code: 'OriginReturnStatusCode 5XX', message: 'The origin answered with a 5xx status.' },
    },
    task('90329800', 'directory', 'docs/', 2 * day, done),
  ];
}

/** The same bytes on each run: addresses of the ranges kept for documentation. */
function assetsCsv(version: 'IPv4' | 'IPv6', seed: number): Buffer {
  const regions = ['华东1（杭州）', '华东2（上海）', '华北2（北京）', '华南1（深圳）'];
  const kinds = ['ECS公网IP', 'SLB公网IP', 'EIP', 'NAT EIP'];
  const rows = Array.from({ length: 60 + (seed % 50) }, (_, index) => {
    const address = version === 'IPv4' ? `203.0.113.${index + 1}` : `2001:db8::${(index + 1).toString(16)}`;
    const [region, kind] = [regions[(index + seed) % 4], kinds[(index * 3 + seed) % 4]];
    const state = index % 7 === 3 ? '未保护' : '保护中';
    return [address, `i-demo${seed}${String(index).padStart(3, '0')}`, kind, region, state, index % 5].join(
      ',',
    );
  });
  const head = '资产IP,实例ID,资产类型,地域,防护状态,风险数';
  return Buffer.from(`\ufeff${[head, ...rows].join('\r\n')}\r\n`);
}
