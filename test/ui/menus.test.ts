import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import manifest from '../../package.json';
import { systemClock } from '../../src/core/clock';
import { answerWith, stallAfter } from '../../src/simulator/faults';
import type { SimulatorServer } from '../../src/simulator/server';
import {
  credentials,
  endpointsOf,
  startCloud,
  taskOf,
  testProject,
  testRegion,
  type CloudId,
  type World,
} from '../harness/simulators';
import { Desk } from './desk';
import { wordsOf } from './words';

const hour = 3600_000;
const say = wordsOf();

interface Entry {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
  readonly group?: string;
}

/** Of a row whose entry in the state is damaged, which a user cannot bring about: see test/host/storage.test.ts. */
const unseen = ['cloudTasks.removeAccount, inline'];

/** Each menu entry of our views is looked for in the real menus of rows that have it. */
describe('the menus', () => {
  const servers: SimulatorServer[] = [];
  const seen = new Set<string>();
  let desk: Desk;
  let folder: string;
  let release = () => undefined;

  const label = ({ command, submenu }: Entry): string => {
    const named = manifest.contributes.commands.find(one => one.command === command);
    const menu = manifest.contributes.submenus.find(({ id }) => id === submenu);
    return say((named?.title ?? menu?.label ?? '').replaceAll('%', ''));
  };
  const add = async (cloud: CloudId, world: Partial<World>, more: object = {}) => {
    const server = await startCloud(cloud, world, systemClock);
    servers.push(server);
    const account = {
      ...{
        cloud,
        label: cloud,
        credential: credentials[cloud],
        endpoints: endpointsOf(cloud, server.origin),
      },
      ...more,
    };
    const id = await desk.run<string>('cloudTasks.addAccount', account);
    return { id, server };
  };
  const row = (view: string, name: string): Locator =>
    desk.page
      .locator(`.pane:has(> .pane-header[aria-label^="${view}"]) .monaco-list-row`, {
        has: desk.page.locator('.label-name, .label-description', {
          hasText: new RegExp(`^${name}(?: · .*)?$`),
        }),
      })
      .first();
  const namesOf = async (buttons: Locator) =>
    Promise.all(
      (await buttons.all()).map(
        async button => (await button.getAttribute('aria-label'))?.replace(/ \([^)]*\)$/, '') ?? '',
      ),
    );
  const items = () => desk.page.locator('.monaco-menu .action-menu-item');
  const shown = async () =>
    (await desk.page.locator('.context-view .action-menu-item:visible .action-label').allInnerTexts()).filter(
      Boolean,
    );

  /** What the context menu of a row offers, with its submenus, and the buttons of the row. */
  const lookAt = async (view: string, name: string) => {
    await desk.mouseAway();
    await row(view, name).hover();
    const buttons = row(view, name).locator('.actions .action-label');
    for (const text of await namesOf(buttons)) seen.add(`${view}, ${text}, inline`);
    await row(view, name).click({ button: 'right' });
    await items().first().waitFor();
    for (const text of await shown()) seen.add(`${view}, ${text}, menu`);
    await desk.page.keyboard.press('Escape');
    await items().first().waitFor({ state: 'detached' });
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-ui-'));
    desk = await Desk.open({
      settings: { 'cloudTasks.downloadDirectory': folder, 'cloudTasks.notify.expiry': false },
    });
    const now = Date.now();
    const file = (name: string) => ({ name, content: Buffer.from('{"a":1}\n'.repeat(100)) });
    const bls = await add('baidu', {
      tasks: [
        taskOf('bls', '1', now - hour, { name: 'finished', file: file('finished.json') }),
        taskOf('bls', '2', now - hour, { name: 'stalls', file: file('stalls.json') }),
        taskOf('bls', '3', now - hour, {
          name: 'runs',
          file: file('runs.json'),
          steps: [{ after: 0, state: 'running' }],
        }),
        taskOf('bls', '4', now - hour, { name: 'breaks', file: file('breaks.json') }),
      ],
    });
    const gate = new Promise<undefined>(resolve => (release = () => void resolve(undefined)));
    bls.server.intercept(({ path }) => {
      if (path.includes('stalls')) return stallAfter(3, gate);
      return path.includes('breaks')
        ? answerWith(403, '<Error><Code>AccessDenied</Code></Error>')
        : undefined;
    });
    await add(
      'alibaba',
      { tasks: [], refusals: { cloudFirewall: 'permission', cdn: 'permission' } },
      { label: 'denied' },
    );
    const hss = await add(
      'huawei',
      { tasks: [taskOf('hss', 'h1', now - hour, { name: 'weekly', region: testRegion })] },
      { regions: [testRegion], projectIds: { [testRegion]: testProject } },
    );
    await desk.run('cloudTasks.trackTask', { account: hss.id, region: testRegion, taskId: 'h1' });
    const baidu = { cloud: 'baidu', endpoints: endpointsOf('baidu', bls.server.origin) };
    const wrong = { ...credentials.baidu, secretAccessKey: 'wrong' };
    const refused = { ...baidu, label: 'refused', credential: wrong, verify: false };
    await desk.run('cloudTasks.addAccount', refused);
    const off = await desk.run<string>('cloudTasks.addAccount', {
      ...baidu,
      label: 'switched off',
      credential: credentials.baidu,
    });
    await desk.run('cloudTasks.disableAccount', { account: off });
    await desk.openView();
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') return desk.picture(`failed ${this.currentTest.title}`);
    return undefined;
  });
  after(async () => {
    release();
    await desk.close();
    await Promise.all(servers.map(server => server.close()));
    await rm(folder, { recursive: true, force: true });
  });

  it('of tasks and accounts have what can be done with them', async () => {
    for (const name of ['finished', 'runs', 'weekly', 'denied', 'refused', 'switched off', 'huawei'])
      await lookAt('Tasks', name);
    await desk.picture('menus of rows');
  });

  it('of downloads have what can be done with them', async () => {
    const key = async (name: string) => {
      const tasks = await desk.run<{ key: string; name: string }[]>('tasks');
      return tasks.find(task => task.name === name)?.key;
    };
    await desk.run('cloudTasks.download', { task: await key('finished') });
    await assert.rejects(desk.run('cloudTasks.download', { task: await key('breaks') }));
    await desk.run('cloudTasks.downloadWhenFinished', { task: await key('runs') });
    const stalled = desk.run('cloudTasks.download', { task: await key('stalls') });
    for (const name of ['finished', 'breaks', 'runs', 'stalls']) await lookAt('Downloads', `${name}\\.json`);
    await desk.run('cloudTasks.pauseDownload', { download: await idOf('stalls.json') });
    await stalled;
    await row('Downloads', 'stalls\\.json').locator('.label-description', { hasText: 'paused' }).waitFor();
    await lookAt('Downloads', 'stalls\\.json');
  });

  const idOf = async (name: string) => {
    const downloads = await desk.run<{ id: string; name: string }[]>('downloads');
    return downloads.find(download => download.name === name)?.id;
  };

  it('have no entry that was not seen', () => {
    const views: Readonly<Record<string, string>> = {
      'cloudTasks.tasks': 'Tasks',
      'cloudTasks.downloads': 'Downloads',
    };
    const missing = manifest.contributes.menus['view/item/context'].flatMap((entry: Entry) => {
      const view = views[/view == ([\w.]+)/.exec(entry.when ?? '')?.[1] ?? ''] ?? '';
      const kind = entry.group?.startsWith('inline') ? 'inline' : 'menu';
      const isSeen = seen.has(`${view}, ${label(entry)}, ${kind}`);
      return isSeen || unseen.includes(`${entry.command ?? ''}, ${kind}`)
        ? []
        : `${view}: ${label(entry)}, ${kind}`;
    });
    assert.deepEqual(missing, []);
  });

  it('have at most three buttons for a row', async () => {
    for (const name of ['finished', 'runs', 'weekly', 'denied', 'refused', 'switched off', 'huawei']) {
      await desk.mouseAway();
      await row('Tasks', name).hover();
      assert.ok((await row('Tasks', name).locator('.actions .action-label').count()) <= 3, name);
    }
  });

  it('download to where the user says, and open a file to the side', async () => {
    await desk.menu('finished', say('command.downloadAs'));
    const input = desk.quickInput.locator('input[type="text"]').first();
    await input.waitFor();
    await desk.eventually(
      () => input.inputValue(),
      value => value.endsWith('finished.json'),
    );
    await input.fill(join(folder, 'elsewhere.json'));
    await desk.page.keyboard.press('Enter');
    await desk.eventually(
      () => readdir(folder),
      names => names.includes('elsewhere.json'),
    );
    await desk.row('finished').first().click(); // the newest copy
    const tab = desk.page.getByRole('tab', { name: /^elsewhere\.json/ });
    await tab.first().waitFor();
    await desk.editorFocused();
    await desk.focus('tasks');
    await desk.page.keyboard.press('Control+Enter');
    await tab.nth(1).waitFor();
    await assert.rejects(desk.run('cloudTasks.openToSide', { task: 'none' }), /There is no task “none”/);
  });

  it('of a download open its file, and say so where there is no folder to show', async () => {
    const menu = (item: string) => desk.menu(row('Downloads', 'finished\\.json'), item);
    await menu(say('command.openDownload'));
    await desk.page
      .getByRole('tab', { name: /^finished\.json/ })
      .first()
      .waitFor();
    await desk.editorFocused();
    await menu(say('command.revealDownload'));
    const refusal = desk.page.getByText('This editor cannot show folders');
    await refusal.first().waitFor();
    await desk.run('notifications.clearAll');
    await row('Downloads', 'finished\\.json').click();
    await desk.editorFocused();
    await desk.focus('downloads');
    await desk.page.keyboard.press('Shift+Alt+r');
    await refusal.first().waitFor();
    await desk.focus('downloads');
    await desk.page.keyboard.press('Delete');
    await row('Downloads', 'finished\\.json').waitFor({ state: 'detached' });
  });

  it('of the title have what there is for the whole list', async () => {
    const texts = new Set<string>();
    const look = async () => {
      const title = await desk.titleOf('Tasks');
      for (const text of await namesOf(title.locator('.action-label'))) texts.add(text);
      await title
        .getByRole('button', { name: /^Views and More Actions|^More Actions/ })
        .first()
        .click();
      await items().first().waitFor();
      for (const text of await shown()) texts.add(text);
      await desk.page.keyboard.press('Escape');
      await items().first().waitFor({ state: 'detached' });
    };
    await look();
    await desk.run('cloudTasks.filterTasks', { text: 'finished' });
    await desk.run('cloudTasks.showHistory');
    await desk.run('cloudTasks.tryDemo');
    await look();
    await desk.run('cloudTasks.stopDemo');
    await desk.run('cloudTasks.hideHistory');
    await desk.run('cloudTasks.clearFilter');
    const wanted = manifest.contributes.menus['view/title'].filter(({ when }) =>
      when.includes('cloudTasks.tasks'),
    );
    assert.deepEqual(
      wanted.map(label).filter(text => !texts.has(text)),
      [],
    );
  });
});
