import type { Studio } from './studio';

interface DemoTask {
  readonly key: string;
  readonly name: string;
  readonly service: string;
  readonly status: string;
}

const enough = 15;

/** The demo, once its tasks are there. */
export async function showDemo({ desk }: Studio): Promise<void> {
  await desk.run('cloudTasks.tryDemo');
  await desk.treeWhere(rows => rows.filter(row => row.expanded === null).length > enough);
}

/** A finished task of the demo of this service. */
async function finished({ desk }: Studio, service: string, name = ''): Promise<DemoTask> {
  const tasks = await desk.eventually(
    () => desk.run<DemoTask[]>('tasks'),
    all => all.some(task => task.service === service && task.status === 'succeeded'),
  );
  const found = tasks.find(
    task => task.service === service && task.status === 'succeeded' && task.name.includes(name),
  );
  if (!found) throw new Error(`The demo has no finished task of ${service}.`);
  return found;
}

/** Tasks beside a table of one of their files. */
export async function overview(studio: Studio, name: string): Promise<void> {
  const { desk } = studio;
  const { key } = await finished(studio, 'cloudFirewall', 'IPv4');
  await desk.run('cloudTasks.download', { task: (await finished(studio, 'hss')).key });
  await desk.run('cloudTasks.openAsTable', { task: key });
  const frame = desk.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  await frame.locator('.row[aria-rowindex="2"]:not([aria-busy])').waitFor();
  await studio.lowerDownloads(565);
  await studio.tidy();
  await studio.picture(name);
}

/** A row of which nothing changes meanwhile. */
const finishedRow = ({ desk }: Studio) => desk.row('互联网边界防火墙资产-IPv6').filter({ hasText: 'kB' });

/** What a task's tooltip says. */
export async function tooltip(studio: Studio, name: string): Promise<void> {
  const { desk } = studio;
  const row = finishedRow(studio);
  const hover = await desk.tooltip(row, desk.say.code('Task id'));
  await studio.picture(name, row, hover);
}

/** What can be done with a task. */
export async function menu(studio: Studio, name: string): Promise<void> {
  const { desk } = studio;
  const item = (key: string) => desk.menuItem(desk.say(key));
  const row = finishedRow(studio);
  await row.click({ button: 'right', position: { x: 150, y: 11 } });
  await item('menu.copyAs').hover();
  await item('command.copyAsCurl').waitFor();
  await studio.picture(name, row, ...(await desk.page.locator('.context-view .monaco-menu').all()));
  await desk.page.keyboard.press('Escape');
  await desk.page.keyboard.press('Escape');
}

/** The files of an archive, to choose one from. */
export async function zip(studio: Studio, name: string): Promise<void> {
  const { desk } = studio;
  await desk.run('cloudTasks.filterTasks', { services: ['hss'] });
  await desk.clickRow('vul_vul_漏洞周报_export_task');
  await desk.quickInput.locator('.monaco-list-row').nth(1).waitFor();
  await studio.picture(name, desk.quickInput);
  await desk.page.keyboard.press('Escape');
  await desk.run('cloudTasks.clearFilter');
}
