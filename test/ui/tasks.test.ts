import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { systemClock } from '../../src/core/clock';
import { stallAfter } from '../../src/simulator/faults';
import type { SimulatorServer } from '../../src/simulator/server';
import {
  credentials,
  endpointsOf,
  startCloud,
  taskOf,
  testRegion,
  type CloudId,
} from '../harness/simulators';
import { Desk } from './desk';

const hour = 3600_000;

describe('a user’s way with tasks', () => {
  const servers: SimulatorServer[] = [];
  let desk: Desk;
  let folder: string;

  const add = async (cloud: CloudId, tasks: Parameters<typeof startCloud>[1]['tasks'], more: object = {}) => {
    const server = await startCloud(cloud, { tasks: tasks ?? [] }, systemClock);
    servers.push(server);
    return desk.run<string>('cloudTasks.addAccount', {
      cloud,
      label: cloud,
      credential: credentials[cloud],
      endpoints: endpointsOf(cloud, server.origin),
      ...more,
    });
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-ui-'));
    desk = await Desk.open({ settings: { 'cloudTasks.downloadDirectory': folder } });
    const old = Date.now() - hour;
    const zip = new yazl.ZipFile();
    zip.addBuffer(Buffer.from('编号,等级\r\n1,高\r\n'), 'by host/10.0.0.1/漏洞.csv');
    zip.addBuffer(Buffer.from('read me'), 'readme.txt');
    zip.end();
    const content = await buffer(zip.outputStream);
    const evil = '[click](command:workbench.action.quit) $(flame) <img src=x onerror=alert(1)>';
    await add('baidu', [
      taskOf('bls', 'log', old, {
        name: 'nginx',
        file: { name: 'nginx.json', content: Buffer.from('{"a":1}\n') },
      }),
      taskOf('bls', 'evil', old, { name: evil }),
    ]);
    await add('alibaba', [
      taskOf('cdn', '8', old, {
        type: 'preload',
        steps: [{ after: 0, state: 'failed' }],
        failure: { code: 'OriginTimeout', message: '' },
      }),
    ]);
    const file = { name: 'hss.zip', content };
    await add('huawei', [taskOf('hss', 'h1', old, { name: 'weekly', region: testRegion, file })], {
      regions: [testRegion],
    });
    await desk.openView();
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') return desk.picture(`failed ${this.currentTest.title}`);
    return undefined;
  });
  after(async () => {
    await desk.close();
    await Promise.all(servers.map(server => server.close()));
    await rm(folder, { recursive: true, force: true });
  });

  const tab = (name: string) => desk.page.getByRole('tab', { name: new RegExp(`^${name}`) });

  it('a click on a finished export opens its file', async () => {
    await desk.clickRow('nginx');
    await tab('nginx.json').waitFor();
    await desk.page.locator('.view-line', { hasText: '{"a":1}' }).first().waitFor();
    assert.equal(await readFile(join(folder, 'nginx.json'), 'utf8'), '{"a":1}\n');
  });

  it('the buttons of the title do the same whatever row has the focus', async () => {
    await desk.clickTitle('Tasks', 'Refresh');
    await desk.clickTitle('Tasks', 'Add Account…');
    await desk.inputFor('Choose the cloud');
    await desk.page.keyboard.press('Escape');
    const errors = desk.page.locator('.notification-list-item', { has: desk.page.locator('.codicon-error') });
    assert.deepEqual(await errors.allInnerTexts(), []);
  });

  it('a click on a failed job shows the vendor’s record', async () => {
    await desk.clickRow('https://example.com/8.js');
    await tab('8.js.json').waitFor();
    await desk.page.locator('.view-line', { hasText: '"Description": "OriginTimeout"' }).first().waitFor();
  });

  it('the palette tracks an export task by its id', async () => {
    await desk.palette('Cloud Tasks: Track Export Task…');
    await desk.answer('Id of the export task', 'h1');
    await desk.row('weekly').waitFor();
  });

  it('the palette downloads a task that the user picks', async () => {
    await desk.palette('Cloud Tasks: Download');
    await desk.pick('Choose a task', 'weekly');
    await desk.page.getByText('“hss.zip” is downloaded.').first().waitFor();
    assert.ok((await readdir(folder)).includes('hss.zip'));
    const message = desk.page.locator('.notification-list-item', { hasText: '“hss.zip” is downloaded.' });
    await message.getByRole('button', { name: 'Open', exact: true }).click();
    await desk.pick('Choose a file of “hss.zip”', 'readme.txt');
    await tab('readme.txt').waitFor();
    await desk.picture('downloaded');
  });

  it('a download that is cancelled leaves nothing', async () => {
    const before = await readdir(folder);
    let goOn: () => void = () => undefined;
    const gate = new Promise<void>(resolve => (goOn = resolve));
    servers[0]?.intercept(({ path }) => (path.startsWith('/bos/') ? stallAfter(3, gate) : undefined));
    try {
      await desk.menu('nginx', 'Download');
      const message = desk.page.locator('.notification-list-item', { hasText: 'Downloading “nginx”' });
      await desk.eventually(
        () => readdir(folder),
        names => names.some(name => name.endsWith('.part')),
      );
      await message.getByRole('button', { name: 'Cancel' }).click();
      await message.waitFor({ state: 'detached' });
      await desk.eventually(
        () => readdir(folder),
        names => names.length === before.length,
      );
    } finally {
      servers[0]?.intercept(undefined);
      goOn();
    }
  });

  it('opening a zip asks which of its files', async () => {
    await desk.clickRow('weekly');
    const input = await desk.inputFor('Choose a file of “hss.zip”');
    await desk.picture('zip-entries');
    await input.fill('10.0.0'); // its folder
    await desk.quickInput
      .locator('.monaco-list-row', { hasText: 'readme.txt' })
      .waitFor({ state: 'detached' });
    await desk.pick('Choose a file of “hss.zip”', '漏洞.csv');
    await tab('漏洞.csv').waitFor();
    await desk.page.locator('.view-line', { hasText: '编号,等级' }).first().waitFor();
    await desk.picture('zip-entry');
  });

  it('a file in a folder of a zip is shown as a table', async () => {
    await desk.run('cloudTasks.openAsTable');
    const frame = desk.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await frame.getByRole('gridcell', { name: '高' }).waitFor();
    await desk.run('workbench.action.closeActiveEditor');
  });

  it('the inline action copies a link', async () => {
    await desk.mouseAway();
    await desk.row('nginx').hover();
    await desk.row('nginx').getByRole('button', { name: 'Copy Download Link' }).click();
    await desk.page
      .getByText(/Link copied\. It stops working in/)
      .first()
      .waitFor();
  });

  it('a copied link is counted down in the status bar and in its row, and a click renews it', async () => {
    const countdown = desk.page.locator('.statusbar-item', { has: desk.page.locator('.codicon-link') });
    const seconds = async () => {
      const [, minutes = NaN, rest = NaN] = /(\d):(\d\d)/.exec(await countdown.innerText()) ?? [];
      return 60 * Number(minutes) + Number(rest);
    };
    await desk.menu('nginx', 'Copy Download Link');
    const whole = await desk.eventually(seconds, left => left > 290);
    await desk.treeWhere(rows =>
      rows.some(({ description }) => description.startsWith('link copied, dead in 4 minutes')),
    );
    const left = await desk.eventually(seconds, now => now < whole - 1);
    await countdown.hover();
    const hover = desk.page.locator('.workbench-hover', { hasText: 'The copied link stops working at' });
    await hover.waitFor();
    await desk.picture('link-countdown');
    await desk.mouseAway();
    await countdown.click();
    await desk.eventually(seconds, now => now > left);
  });

  it('the context menu copies a link within a command line, where there is a link to a file', async () => {
    const item = (name: string) => desk.menuItem(name);
    const openMenu = (row: string) => desk.openMenu(desk.row(row).first(), 'Show Details');
    for (const row of ['weekly', 'https://example.com/8.js']) {
      await openMenu(row);
      assert.equal(await item('Copy As').count(), 0, row);
      await desk.page.keyboard.press('Escape');
    }
    await openMenu('nginx');
    await item('Copy As').hover();
    await item('Copy as curl').hover();
    await desk.picture('copy-as');
    await desk.page.keyboard.press('Enter');
    await desk.page
      .getByText(/Command line for curl copied\. Its link stops working in/)
      .first()
      .waitFor();
  });

  it('cloud text is shown as it is, in the row and in its tooltip', async () => {
    const row = desk.page.getByRole('treeitem', { name: '[click](command:workbench.' });
    await desk.mouseAway();
    await row.hover();
    const hover = desk.page.locator('.workbench-hover', { hasText: 'Task id' });
    await hover.waitFor();
    assert.match(
      (await hover.textContent()) ?? '',
      /\[click\]\(command:workbench\.action\.quit\) \$\(flame\) <img src=x/,
    );
    assert.equal(await hover.locator('a, img, .codicon-flame').count(), 0);
    await desk.picture('tooltip');
  });

  it('an error is one sentence with a way to the log', async () => {
    await servers[0]?.close();
    await desk.menu('nginx', 'Copy Download Link');
    const message = desk.page.locator('.notification-list-item', { hasText: 'could not be reached' });
    await message.waitFor();
    await message.getByRole('button', { name: 'Show Log' }).click();
    await desk.page.locator('.panel .view-line', { hasText: 'could not be reached' }).first().waitFor();
    await desk.picture('error');
  });
});
