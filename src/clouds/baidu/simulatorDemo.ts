import type { DemoWorld, ScriptedTask } from '../../core/cloud';

// Invented; it opens nothing but the simulator.
const credential = {
  kind: 'accessKey',
  accessKeyId: 'DEMOFAKEKEYLOGS',
  secretAccessKey: 'demo-fake-secret-logs',
};
const region = 'bj';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** One account with eight downloads of logs, some of which end while the user looks. */
export function demoWorld(now: number): DemoWorld {
  return {
    accounts: [
      { label: 'logs', credential, services: ['bls'], regions: [region], tracked: [], endpointKeys: ['bls'] },
    ],
    credentials: [credential],
    tasks: demoTasks(now),
  };
}

type Script = readonly (readonly [seconds: number, state: string])[];
const usual: Script = [
  [0, 'waiting'],
  [3, 'running'],
  [12, 'succeeded'],
];

function demoTasks(now: number): ScriptedTask[] {
  const task = (
    number: number,
    name: string,
    format: 'json' | 'csv',
    createdAt: number,
    script: Script = usual,
  ) => {
    const id = `96b92fe6-3f40-5fe8-3a7f-00000000${String(number).padStart(4, '0')}`;
    const rows = 40 + number * 15;
    return {
      service: 'bls',
      region,
      id,
      name,
      type: format,
      createdAt,
      steps: script.map(([after, state]) => ({ after: after * second, state })),
      file: { name: `${name}_${format}_${id}.${format}`, content: logs(name, format, rows, createdAt), rows },
    };
  };
  const queued: Script = [
    [0, 'waiting'],
    [20, 'running'],
    [80, 'succeeded'],
  ];
  const failing: Script = [
    [0, 'waiting'],
    [5, 'running'],
    [60, 'failed'],
  ];
  const failure = { code: 'QueryTimeout', message: 'The query took too long; narrow its time range.' };
  return [
    task(8, 'nginx-errors', 'json', now - 2 * second, queued),
    task(7, '支付网关-慢请求', 'csv', now - 4 * second, [...usual.slice(0, 2), [40, 'succeeded']]),
    { ...task(6, 'audit-2026-q3', 'json', now - 10 * second, failing), failure },
    task(5, 'nginx-access', 'csv', now - 90 * minute),
    task(4, '订单服务-异常', 'json', now - 5 * hour),
    { ...task(3, 'k8s-events', 'json', now - day), expiresAt: now + 100 * second },
    { ...task(2, 'audit-2026-q2', 'json', now - 3 * day, failing), failure },
    { ...task(1, 'nginx-access', 'csv', now - 12 * day), expiresAt: now - 5 * day },
  ];
}

/** The same bytes on each run; JSON is one object a line. */
function logs(name: string, format: 'json' | 'csv', rows: number, until: number): Buffer {
  const levels = ['INFO', 'WARN', 'ERROR', 'INFO'];
  const messages = ['upstream timed out', '请求成功', '库存不足，已回滚', 'client closed connection'];
  const records = Array.from({ length: rows }, (_, index) => ({
    time: new Date(until - index * minute).toISOString(),
    source: name,
    level: levels[index % 4] ?? '',
    message: messages[(index * 3) % 4] ?? '',
    costMs: (index * 37) % 900,
  }));
  const line = (values: readonly unknown[]) => values.join(',');
  const lines =
    format === 'json'
      ? records.map(record => JSON.stringify(record))
      : [
          line(['时间', '来源', '级别', '内容', '耗时(ms)']),
          ...records.map(record => line(Object.values(record))),
        ];
  return Buffer.from(`${lines.join('\n')}\n`);
}
