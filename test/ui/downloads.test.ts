import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Locator } from 'playwright-core';
import yazl from 'yazl';
import { systemClock } from '../../src/core/clock';
import { answerWith, stallAfter } from '../../src/simulator/faults';
import type { SimulatorServer } from '../../src/simulator/server';
import { credentials, endpointsOf, startCloud, taskOf, testRegion } from '../harness/simulators';
import { hour, inState } from '../harness/worlds';
import { Desk } from './desk';

const view = '.pane:has(> .pane-header[aria-label^="Downloads"])';
const MiB = 1024 * 1024;

/** So many lines that a download of them takes several pieces. */
function longTable(): Buffer {
  const lines = Array.from({ length: 150_000 }, (_, row) => `${row},10.0.${row % 250}.1,open`);
  return Buffer.from(['number,address,status', ...lines].join('\n'));
}

async function archive(): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  zip.addBuffer(Buffer.from('编号,等级\r\n1,高\r\n'), 'hosts/漏洞.csv');
  zip.addBuffer(Buffer.from('read me'), 'readme.txt');
  zip.end();
  return buffer(zip.outputStream);
}

describe('a user’s way with downloads', () => {
  const content = longTable();
  let desk: Desk;
  let folder: string;
  let bls: SimulatorServer;
  let hss: SimulatorServer;
  let letGo: () => void = () => undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-ui-'));
    desk = await Desk.open({
      settings: { 'cloudTasks.downloadDirectory': folder },
      sharedSecrets: true,
      viewport: { width: 1280, height: 1000 },
    });
    const old = Date.now() - hour;
    const file = (name: string, bytes = content) => ({ name: `${name}.csv`, content: bytes });
    const tasks = [
      taskOf('bls', 'a', old, { name: 'access', file: file('access') }),
      taskOf('bls', 'b', old, { name: 'nginx', file: file('nginx') }),
      taskOf('bls', 'c', old, { name: 'errors', file: file('errors', Buffer.from('a,b\n1,2\n')) }),
      taskOf('bls', 'd', old, { name: 'tonight', file: file('tonight'), ...inState('running', 0.5) }),
    ];
    bls = await startCloud('baidu', { tasks }, systemClock);
    const zip = { name: 'hss.zip', content: await archive() };
    const weekly = taskOf('hss', 'h1', old, { name: 'weekly', region: testRegion, file: zip });
    hss = await startCloud('huawei', { tasks: [weekly] }, systemClock);
    const add = (cloud: 'baidu' | 'huawei', { origin }: SimulatorServer, regions: readonly string[]) =>
      desk.run<string>('cloudTasks.addAccount', {
        ...{ cloud, label: cloud, credential: credentials[cloud], regions },
        endpoints: endpointsOf(cloud, origin),
      });
    await add('baidu', bls, ['bj']);
    const account = await add('huawei', hss, [testRegion]);
    await desk.run('cloudTasks.trackTask', { account, region: testRegion, taskId: 'h1' });
    await desk.openView();
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') return desk.picture(`failed ${this.currentTest.title}`);
    return undefined;
  });
  after(async () => {
    letGo();
    await desk.close();
    await Promise.all([bls, hss].map(server => server.close()));
    await rm(folder, { recursive: true, force: true });
  });

  /** Has the server stop in the middle of the files whose address holds this. */
  const hold = (name: string) => {
    const gate = new Promise<void>(resolve => (letGo = resolve));
    bls.intercept(({ path }) =>
      path.startsWith('/bos/') && path.includes(name) ? stallAfter(2.5 * MiB, gate) : undefined,
    );
  };
  const rows = () => desk.page.locator(`${view} .monaco-list-row`);
  const row = (name: string): Locator => rows().filter({ hasText: name });
  const says = (name: string, text: string | RegExp) =>
    row(name).locator('.label-description', { hasText: text }).waitFor();
  const press = async (name: string, button: string) => {
    await desk.mouseAway();
    await row(name).hover();
    await row(name).getByRole('button', { name: button, exact: true }).click();
  };
  const tab = (name: string) => desk.page.getByRole('tab', { name: new RegExp(`^${name}`) });
  const notifications = ({ page }: Desk) => page.locator('.notification-list-item');
  const dismiss = async () => desk.run('notifications.clearAll');
  const ranges = () =>
    bls.requests.filter(({ path }) => path.startsWith('/bos/')).map(({ headers }) => headers['range']);

  it('downloads three tasks that are selected, each as far as it comes', async () => {
    hold('access');
    // A plain click would open the file.
    for (const name of ['access', 'nginx', 'weekly'])
      await desk
        .row(name)
        .first()
        .click({ modifiers: ['ControlOrMeta'] });
    await desk.menu('weekly', 'Download');
    await says('nginx.csv', 'MB');
    await says('hss.zip', 'byte');
    await says('access.csv', /^\d\d% · 2\.\d MB of 3\.\d MB/);
    await notifications(desk).filter({ hasText: 'Downloading 3 files' }).waitFor();
    assert.ok((await readFile(join(folder, 'nginx.csv'))).equals(content));
    assert.deepEqual((await readdir(folder)).sort(), ['access.csv.part', 'hss.zip', 'nginx.csv']);
    await desk.page.locator(`${view} .pane-header .description`, { hasText: '%' }).waitFor();
    await desk.picture('downloads');
  });

  it('pauses one of them, and keeps it over a reload of the window', async () => {
    await press('access.csv', 'Pause Download');
    await says('access.csv', /^paused · \d\d% · 2\.\d MB of 3\.\d MB/);
    await notifications(desk).filter({ hasText: '2 of 3 files are downloaded.' }).waitFor();
    await desk.page.reload();
    await desk.noteNewHost();
    await desk.openView();
    await says('access.csv', /^paused · \d\d%/);
    await desk.picture('downloads-reloaded');
  });

  it('goes on with it where it was', async () => {
    const { size } = await stat(join(folder, 'access.csv.part'));
    bls.intercept(undefined);
    letGo();
    await press('access.csv', 'Resume Download');
    await says('access.csv', /^3\.\d MB/);
    assert.equal(ranges().at(-1), `bytes=${size}-`);
    assert.ok((await readFile(join(folder, 'access.csv'))).equals(content));
    await notifications(desk).filter({ hasText: '“access.csv” is downloaded.' }).waitFor();
    await dismiss();
  });

  it('opens the file, and shows it as a table', async () => {
    await desk.mouseAway();
    await row('access.csv').click();
    await tab('access.csv').waitFor();
    await desk.palette('Cloud Tasks: Open as Table');
    const frame = desk.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await frame.locator('.toolbar .status', { hasText: '150,000 rows' }).waitFor();
    await desk.picture('downloads-table');
    await desk.run('workbench.action.closeAllEditors');
  });

  it('opens a file of the archive without unpacking it', async () => {
    await row('hss.zip').click();
    await desk.pick('Choose a file of “hss.zip”', '漏洞.csv');
    await tab('漏洞.csv').waitFor();
    await desk.page.locator('.view-line', { hasText: '编号,等级' }).first().waitFor();
    await desk.picture('downloads-zip');
    assert.deepEqual((await readdir(folder)).sort(), ['access.csv', 'hss.zip', 'nginx.csv']);
    await desk.run('workbench.action.closeAllEditors');
  });

  it('says why one has failed, and tries it again', async () => {
    bls.intercept(({ path }) => (path.startsWith('/bos/') ? answerWith(403, '<Error/>') : undefined));
    await desk.menu('errors', 'Download');
    await says('errors', 'access denied');
    await desk.picture('downloads-failed');
    await dismiss();
    bls.intercept(undefined);
    await press('errors', 'Retry Download');
    await says('errors.csv', /^8 bytes/);
    await dismiss();
  });

  it('fetches a file by itself when its task is finished, when asked for beforehand', async () => {
    await desk.menu('tonight', 'Download When Finished');
    await says('tonight', 'when its task is finished');
    const old = Date.now() - hour;
    const done = { name: 'tonight', file: { name: 'tonight.csv', content: Buffer.from('x\n') } };
    bls.setWorld({ credentials: [credentials.baidu], tasks: [taskOf('bls', 'd', old, done)] });
    await desk.run('cloudTasks.refresh', {});
    await says('tonight.csv', /^2 bytes/);
    assert.equal(await readFile(join(folder, 'tonight.csv'), 'utf8'), 'x\n');
    await dismiss();
  });

  it('is used by keyboard alone: an entry is removed, and the others are cleared away', async () => {
    await desk.focus('downloads');
    const before = await rows().count();
    await desk.page.keyboard.press('Home');
    await desk.page.keyboard.press('Shift+F10');
    await desk.menuItem('Remove from List').waitFor();
    await desk.page.keyboard.press('End');
    await desk.page.keyboard.press('Enter');
    await desk.eventually(
      () => rows().count(),
      count => count === before - 1,
    );
    await desk.palette('Cloud Tasks: Clear Finished Downloads');
    await desk.page.locator(view).waitFor({ state: 'detached' });
    assert.ok((await readdir(folder)).includes('access.csv'), 'files stay');
  });
});
