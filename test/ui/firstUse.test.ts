import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { SimulatorServer } from '../../src/simulator/server';
import { systemClock } from '../../src/core/clock';
import { credentials, endpointsOf, startCloud, taskOf, testRegion } from '../harness/simulators';
import { zipOf } from '../fakes/zip';
import { Desk } from './desk';

/** By title, with the name of their picture. */
const steps = {
  'Add an account': 'account',
  'Watch your tasks': 'watch',
  'Download a file': 'download',
  'Get told when a task ends': 'told',
  'Try the demo': 'demo',
};

describe('first use', () => {
  const servers: SimulatorServer[] = [];
  let desk: Desk;
  let account: string;

  /** The text in the place of rows; its links are buttons too. */
  const welcome = (): Locator =>
    desk.page.locator('.pane:has(> .pane-header[aria-label^="Tasks"]) .welcome-view-content');
  const button = (name: string) => welcome().getByRole('button', { name, exact: true });
  const step = (title: string) => desk.page.locator('.getting-started-step', { hasText: title });
  const isDone = async (title: string) =>
    (await step(title).locator('.codicon-getting-started-step-checked').count()) > 0;

  /** Goes on with the Tab key until this has the focus. */
  async function tabTo(target: Locator): Promise<void> {
    const hasFocus = () => target.evaluate(holdsFocus);
    for (let tries = 0; tries < 30 && !(await hasFocus()); tries++) await desk.page.keyboard.press('Tab');
    assert.ok(await hasFocus(), 'it is reached by the Tab key');
  }

  before(async () => {
    desk = await Desk.open({
      settings: { 'cloudTasks.groupBy': [] },
      viewport,
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
  });

  it('offers an account, the demo and the first steps where there is no account', async () => {
    await welcome()
      .getByText('Add a cloud account to see its exports, downloads and CDN jobs here')
      .waitFor();
    await button('Add Account').waitFor();
    await button('Import Credentials').waitFor();
    await button('Try the Demo').waitFor();
    await button('the first steps').waitFor();
    await desk.picture('first-use-no-accounts');
  });

  it('leads to the walkthrough by the keyboard', async () => {
    await desk.run('cloudTasks.tasks.focus');
    await tabTo(button('the first steps'));
    await desk.page.keyboard.press('Enter');
    await step('Add an account').waitFor();
    assert.equal(await desk.page.locator('.getting-started-step').count(), 5);
    for (const title of Object.keys(steps)) assert.equal(await isDone(title), false, title);
    await desk.picture('walkthrough-account');
  });

  it('completes the first step when there is an account, and no other', async () => {
    const huawei = await startCloud(
      'huawei',
      {
        tasks: [
          taskOf('hss', 'h1', Date.now() - 3600_000, {
            region: testRegion,
            file: { name: 'scan.zip', content: await zipOf({ 'scan.csv': 'a,b' }) },
          }),
        ],
      },
      systemClock,
    );
    servers.push(huawei);
    account = await desk.run<string>('cloudTasks.addAccount', {
      ...{ cloud: 'huawei', label: 'scans', credential: credentials.huawei, regions: [testRegion] },
      endpoints: endpointsOf('huawei', huawei.origin),
    });
    await desk.eventually(() => isDone('Add an account'), Boolean);
    assert.equal(await isDone('Watch your tasks'), false);
    assert.equal(await isDone('Try the demo'), false);
  });

  it('says what will show where there is no task, and offers to track one', async () => {
    await welcome().getByText('There are no tasks now.').waitFor();
    for (const name of ['Refresh', 'Track Export Task…', 'show the history', 'the first steps'])
      await button(name).waitFor();
    await desk.picture('first-use-no-tasks');
    await tabTo(button('Track Export Task…'));
    await desk.page.keyboard.press('Enter');
    await desk.inputFor('Id of the export task');
    await desk.page.keyboard.press('Escape');
  });

  it('completes the second step when tasks are seen', async () => {
    await desk.run('cloudTasks.trackTask', { account, region: testRegion, taskId: 'h1' });
    await desk.treeWhere(rows => rows.length === 1);
    await desk.eventually(() => isDone('Watch your tasks'), Boolean);
  });

  it('completes the third step when a file was fetched', async () => {
    assert.equal(await isDone('Download a file'), false);
    const [task] = await desk.run<{ key: string }[]>('tasks');
    await desk.run('cloudTasks.download', {
      task: task?.key,
      target: `${desk.workbench.dataDir}/report.zip`,
    });
    await desk.eventually(() => isDone('Download a file'), Boolean);
  });

  it('says that a list cannot be read, and what mends that', async () => {
    const alibaba = await startCloud(
      'alibaba',
      { refusals: { cdn: 'permission', cloudFirewall: 'permission' } },
      systemClock,
    );
    servers.push(alibaba);
    await desk.run('cloudTasks.removeAccount', { account });
    await welcome().waitFor();
    let answer = () => undefined;
    const answered = new Promise<undefined>(resolve => (answer = () => void resolve(undefined)));
    alibaba.intercept(() => answered);
    account = await desk.run<string>('cloudTasks.addAccount', {
      ...{ cloud: 'alibaba', label: 'sites', credential: credentials.alibaba },
      endpoints: endpointsOf('alibaba', alibaba.origin),
      verify: false,
    });
    await welcome().getByText('Reading the tasks of your accounts').waitFor();
    answer();
    await welcome().getByText('A test says what is wrong and what to do about it').waitFor();
    for (const name of ['Test Account', 'Refresh', 'Show Log']) await button(name).waitFor();
    await desk.picture('first-use-failing');
  });

  it('completes the last step when the demo runs', async () => {
    assert.equal(await isDone('Try the demo'), false);
    await desk.palette('Cloud Tasks: Try the Demo');
    await desk.eventually(() => isDone('Try the demo'), Boolean);
    await desk.palette('Cloud Tasks: Stop the Demo');
  });
});

describe('the pictures of the first steps', () => {
  let desk: Desk;
  before(async () => {
    desk = await Desk.open({ viewport });
    await desk.run('cloudTasks.openWalkthrough');
  });
  after(() => desk.close());

  for (const [name, kind, file] of [
    ['Default Light Modern', 'vs', 'light_modern'],
    ['Default Dark Modern', 'vs-dark', 'dark_modern'],
    ['Default High Contrast', 'hc-black', 'hc_black'],
    ['Default High Contrast Light', 'hc-light', 'hc_light'],
  ] as const) {
    it(`have the colours of the theme: ${name}`, async () => {
      await desk.run('setting', { key: 'workbench.colorTheme', value: name });
      // By its file: the theme before may be of the same kind, and its colours would be waited for.
      await desk.page.locator(`.monaco-workbench.${kind}[class*="-themes-${file}-json"]`).waitFor();
      const wanted = await desk.page.evaluate<string>(foregroundOf);
      for (const [title, id] of Object.entries(steps)) {
        await desk.page.locator('.getting-started-step', { hasText: title }).click();
        const line = lineOf(desk);
        await desk.eventually(
          () => line.evaluate(strokeOf).catch(() => ''), // a change of the theme may load the page anew
          stroke => stroke === wanted,
        );
        await desk.picture(`walkthrough-${id}-${kind}`);
      }
    });
  }
});

/** A walkthrough has no picture beside its steps in less. */
const viewport = { width: 1700, height: 900 };

/** A line that has the colour of text, in the picture of the step that is open. */
const lineOf = ({ page }: Desk): Locator =>
  page
    .frameLocator('iframe.webview.ready')
    .frameLocator('iframe#active-frame')
    .locator('svg [stroke^="var(--vscode-foreground"]')
    .first();

/** The colour of the workbench's text, as the page of a walkthrough is given it. */
const foregroundOf = `getComputedStyle(document.querySelector('.monaco-workbench'))
  .getPropertyValue('--vscode-foreground').trim()`;

/** As much of an element of the page as is looked at: this code has no types of a browser. */
interface Shown {
  contains(other: unknown): boolean;
  readonly ownerDocument: {
    readonly activeElement: unknown;
    readonly defaultView: { getComputedStyle(element: Shown): { readonly stroke: string } };
  };
}

const holdsFocus = (element: Shown): boolean => element.contains(element.ownerDocument.activeElement);

/** The colour of the lines of a picture, written as in a style sheet. */
const strokeOf = (line: Shown): string => {
  const parts = line.ownerDocument.defaultView.getComputedStyle(line).stroke.match(/[0-9.]+/g) ?? [];
  const hex = parts.slice(0, 3).map(part => Number(part).toString(16).padStart(2, '0'));
  return `#${hex.join('')}`;
};
