import type { DemoWorld, ScriptedTask } from '../../core/cloud';
import { zipOf } from './simulatorZip';

// Invented; it opens nothing but the simulator.
const credential = {
  kind: 'accessKey',
  accessKeyId: 'DEMOFAKEKEYHOSTS',
  secretAccessKey: 'demo-fake-secret-hosts',
};
const region = 'cn-north-4';
const project = '00000000000000000000000000de3000';

const second = 1000;
const hour = 3_600_000;

/** One account that follows three exports of vulnerabilities; one of them ends while the user looks. */
export function demoWorld(now: number): DemoWorld {
  const tasks = demoTasks(now);
  return {
    accounts: [
      {
        label: 'hosts',
        credential,
        services: ['hss'],
        regions: [region],
        tracked: tasks.map(({ service, id }) => ({ service, region, id })),
        endpointKeys: ['hss', 'iam'],
      },
    ],
    credentials: [credential],
    projects: { [region]: project },
    tasks,
  };
}

function demoTasks(now: number): ScriptedTask[] {
  const task = (id: string, name: string, createdAt: number, seconds: number, end: string): ScriptedTask => ({
    service: 'hss',
    region,
    id,
    name,
    createdAt,
    steps: [
      { after: 0, state: 'running' },
      { after: seconds * second, state: end },
    ],
    file: { name: `hss-vul-vul-zh-${id.slice(0, 8)}.zip`, content: vulnerabilities() },
  });
  const started = now - 10 * second;
  return [
    task('94ad7efb-6a1c-46ed-99bf-dcd8c1c75dc2', 'vul_vul_weekly_export_task', started, 55, 'succeeded'),
    task(
      '3c5d20a1-7b42-4e19-8f0d-51a6c2e97b04',
      'vul_vul_漏洞周报_export_task',
      now - 2 * hour,
      40,
      'succeeded',
    ),
    task('e0b8617f-2d93-4c5a-b1e8-07f4d3a9c612', 'container_export_task', now - 26 * hour, 90, 'failed'),
  ];
}

function vulnerabilities(): Buffer {
  const grades = ['高危', '中危', '低危', '紧急'];
  const states = ['未处理', '已修复', '已忽略'];
  const rows = Array.from({ length: 80 }, (_, index) =>
    [
      `DEMO-2026-${String(1000 + index * 7)}`,
      `示例漏洞 ${index + 1}`,
      grades[(index * 3) % 4],
      `web-${String((index % 12) + 1).padStart(2, '0')}`,
      `192.0.2.${(index % 12) + 1}`,
      states[index % 3],
    ].join(','),
  );
  const csv = `\ufeff${['漏洞编号,漏洞名称,等级,主机名,主机IP,状态', ...rows].join('\r\n')}\r\n`;
  const notes = `示例数据，均为虚构。\nDemo data: ${rows.length} rows, all of it made up.\n`;
  return zipOf({ '漏洞列表.csv': Buffer.from(csv), 'readme.txt': Buffer.from(notes) });
}
