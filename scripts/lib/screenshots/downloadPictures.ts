import { systemClock } from '../../../src/core/clock';
import type { ScriptedTask } from '../../../src/core/cloud';
import { credentials, endpointsOf, startCloud, taskOf } from '../../../test/harness/simulators';
import { hour, inState } from '../../../test/harness/worlds';
import { paneOf } from '../demo/tree.mjs';
import type { Studio } from './studio';

const MB = 1_000_000;
/** Large enough to be seen on their way; the third waits for its turn. */
const long = ['nginx-access', '支付网关-慢请求', 'audit-2026-q3'];

const log = (id: string, name: string, size: number, fields: Partial<ScriptedTask> = {}): ScriptedTask =>
  taskOf('bls', id, Date.now() - Number(id) * hour, {
    name,
    file: { name: `${name}.json`, content: Buffer.alloc(size, '{"level":"INFO"}\n') },
    ...fields,
  });

/** Downloads in each state they can be in: the demo's files are too small to be seen on their way. */
export async function downloads(studio: Studio, name: string): Promise<void> {
  const { desk } = studio;
  const [first = '', second = '', third = ''] = long;
  const logs = [
    log('1', first, 180 * MB),
    log('2', second, 140 * MB),
    log('3', third, 47 * MB),
    log('4', 'k8s-events', 2 * MB),
    log('5', 'nightly-report', MB, inState('running', 0.5)),
  ];
  const cloud = await startCloud('baidu', { tasks: logs }, systemClock);
  try {
    await desk.run('cloudTasks.addAccount', {
      ...{ cloud: 'baidu', label: 'logs', credential: credentials.baidu, regions: ['bj'] },
      endpoints: endpointsOf('baidu', cloud.origin),
    });
    await studio.openView();
    await desk.row('nginx-access').waitFor();
    const rows = desk.page.locator(`${paneOf(desk.say('view.downloads'))} .monaco-list-row`);
    const says = (row: string, text: string | RegExp) =>
      rows.filter({ hasText: row }).locator('.label-description', { hasText: text }).waitFor();
    const tasks = await desk.run<readonly { readonly key: string; readonly name: string }[]>('tasks');
    const start = async (command: string, task: string) =>
      desk.run(command, { task: tasks.find(({ name }) => name === task)?.key });
    await start('cloudTasks.download', 'k8s-events');
    await says('k8s-events', desk.say.code('just now'));
    await start('cloudTasks.downloadWhenFinished', 'nightly-report');
    const ended: Promise<unknown>[] = [];
    for (const task of long) {
      ended.push(start('cloudTasks.download', task));
      await rows.filter({ hasText: task }).waitFor(); // so that the last of them is the one that waits
    }
    await Promise.all([says(first, /MB\/s/), says(second, /%/), says(third, desk.say.code('queued'))]);
    const header = desk.page.locator(`${paneOf(desk.say('view.downloads'))} > .pane-header`);
    await studio.picture(name, header, rows.first(), rows.last());
    await Promise.all(ended);
  } finally {
    await cloud.close();
  }
}
