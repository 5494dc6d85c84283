import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/core/clock';
import type { SimulatorServer } from '../../src/simulator/server';
import { credentials, endpointsOf, startCloud, taskOf } from '../harness/simulators';
import { Desk } from './desk';

const mebibyte = 1024 * 1024;
const question = '“access.csv” has 51 MB: too much to open it whole. What do you want to see?';

describe('a text file that is too large to be opened whole', () => {
  let desk: Desk;
  let folder: string;
  let server: SimulatorServer;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-ui-'));
    const content = Buffer.alloc(51 * mebibyte, 'address,status\n10.0.0.1,开放\n'); // 32 bytes
    content.write('the first line\n');
    content.write('\nthe last line', content.length - 14);
    const file = { name: 'access.csv', content };
    const tasks = [taskOf('bls', 'log', Date.now() - 3600_000, { name: 'access', file })];
    server = await startCloud('baidu', { tasks }, systemClock);
    desk = await Desk.open({ settings: { 'cloudTasks.downloadDirectory': folder } });
    await desk.run<string>('cloudTasks.addAccount', {
      cloud: 'baidu',
      label: 'baidu',
      credential: credentials.baidu,
      endpoints: endpointsOf('baidu', server.origin),
    });
    await desk.openView();
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') return desk.picture(`failed ${this.currentTest.title}`);
    return undefined;
  });
  after(async () => {
    await desk.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const tab = (name: string) => desk.page.getByRole('tab', { name });
  const page = (number: number) => tab(`access (page ${number} of 51).csv`);
  const text = (part: string) => desk.page.locator('.view-line', { hasText: part }).first();
  const button = (name: string) => desk.page.getByRole('button', { name: new RegExp(`^${name}`) }).first();

  it('asks which part is wanted, and shows the end of the last page', async () => {
    await desk.clickRow('access');
    await desk.inputFor(question);
    await desk.picture('large file');
    await desk.pick(question, 'Last Page');
    await page(51).waitFor();
    await text('the last line').waitFor();
  });

  it('is turned over by the buttons of the title, in one tab', async () => {
    await button('Previous Page').click();
    await page(50).waitFor();
    await button('Previous Page').click();
    await page(49).waitFor();
    await button('Next Page').click();
    await page(50).waitFor();
    assert.equal(await tab('access (page').count(), 1);
    await desk.picture('page');
  });

  it('is turned over by the keyboard', async () => {
    await desk.page.keyboard.press('Control+Alt+Home');
    await page(1).waitFor();
    await text('the first line').waitFor();
    await desk.page.keyboard.press('Control+Alt+PageDown');
    await page(2).waitFor();
    await desk.page.keyboard.press('Control+Alt+PageDown');
    await page(3).waitFor();
    await desk.page.keyboard.press('Control+Alt+PageUp');
    await page(2).waitFor();
    await desk.page.keyboard.press('Control+Alt+End');
    await page(51).waitFor();
    await text('the last line').waitFor();
  });

  it('goes to the page that one enters', async () => {
    await desk.palette('Cloud Tasks: Go to Page…');
    await desk.quickInput.getByText('A page from 1 to 51').first().waitFor();
    await desk.page.keyboard.type('52');
    await desk.page.keyboard.press('Enter'); // is not taken
    await desk.page.keyboard.press('Backspace');
    await desk.page.keyboard.press('Enter');
    await page(5).waitFor();
  });

  it('is a table when one asks for that', async () => {
    await desk.clickRow('access');
    await desk.pick(question, 'Open as Table');
    await tab('access.csv').waitFor();
    const frame = desk.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await frame.getByRole('grid').waitFor();
  });

  it('stays shut when one backs out', async () => {
    const before = await desk.page.getByRole('tab').count();
    await desk.clickRow('access');
    await desk.inputFor(question);
    await desk.page.keyboard.press('Escape');
    await desk.quickInput.waitFor({ state: 'hidden' });
    assert.equal(await desk.page.getByRole('tab').count(), before);
  });
});
