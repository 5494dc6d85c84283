import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asText, paneOf } from '../../scripts/lib/demo/tree.mjs';
import { systemClock } from '../../src/core/clock';
import type { ScriptedTask } from '../../src/core/cloud';
import { answerWith, stallAfter } from '../../src/simulator/faults';
import type { SimulatorServer } from '../../src/simulator/server';
import { zipOf } from '../fakes/zip';
import { credentials, endpointsOf, startCloud, taskOf, testRegion, worldOf } from '../harness/simulators';
import { hour, inState } from '../harness/worlds';
import { Desk } from './desk';
import type { Hands } from './hands';

interface Teller {
  /** Display language; English when absent. */
  readonly locale?: string;
  readonly handsOf: (desk: Desk) => Hands;
}

/** What the product is for, from the first account to the last file: the same in each language and by any means. */
export function stories({ locale, handsOf }: Teller): void {
  let desk: Desk;
  let hands: Hands;
  let folder: string;
  let bls: SimulatorServer;
  let hss: SimulatorServer;
  let tasks: readonly ScriptedTask[];
  let letGo: () => void = () => undefined;

  const say = (key: string) => desk.say(key);
  const code = (english: string, ...args: (string | number)[]) => desk.say.code(english, ...args);
  const clipboard = () => desk.page.evaluate<string>('navigator.clipboard.readText()');
  const tab = (name: string) => desk.page.getByRole('tab', { name: new RegExp(`^${name}`) }).first();
  const said = (text: string) => desk.page.getByText(text).first().waitFor();
  const treeHas = (...texts: string[]) =>
    desk.treeWhere(rows => texts.every(text => asText(rows).includes(text)));
  const labelsAre = (...wanted: string[]) =>
    desk.treeWhere(rows => JSON.stringify(rows.map(({ label }) => label)) === JSON.stringify(wanted));
  const download = (name: string) =>
    desk.page.locator(`${paneOf(say('view.downloads'))} .monaco-list-row`, { hasText: name });
  const downloadSays = (name: string, text: string) =>
    download(name).locator('.label-description', { hasText: text }).waitFor();
  /** The part of a text before what is put into it. */
  const beginOf = (english: string) => code(english, '|').split('|')[0] ?? '';
  const quiet = () => desk.run('notifications.clearAll');
  /**
   * Runs a command on a row, until it does this. A command of a menu asks for its task when the editor is just drawing
   * the list anew and knows none of its rows: the user chooses again.
   */
  const act = async (
    row: string,
    command: string,
    effect: () => Promise<unknown>,
    view?: 'tasks' | 'downloads',
  ) => {
    const questions = ['Choose a task', 'Choose an account', 'Choose a download'].map(text => code(text));
    const asked = desk.quickInput
      .locator('input')
      .and(desk.page.getByPlaceholder(new RegExp(`^(${questions.join('|')})$`)));
    for (;;) {
      await hands.act(row, command, view);
      const outcomes = [effect().then(() => true), asked.waitFor().then(() => false)];
      for (const outcome of outcomes) outcome.catch(() => undefined); // of the slower one
      if (await Promise.race(outcomes)) return;
      await desk.page.keyboard.press('Escape');
      await asked.waitFor({ state: 'hidden' });
    }
  };
  const opened = async (name: string) => {
    await tab(name).waitFor();
    await desk.editorFocused();
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-ui-'));
    desk = await Desk.open({
      ...(locale !== undefined && { locale }),
      settings: {
        'cloudTasks.downloadDirectory': folder,
        'cloudTasks.notify.expiry': false,
        // The key that is imported is one of the vendor's own cloud: nothing of it may leave this computer.
        'http.proxy': 'http://127.0.0.1:9',
        'http.noProxy': ['127.0.0.1'],
      },
      env: { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI0123456789x7', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'unknown' },
    });
    await desk.workbench.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    hands = handsOf(desk);
    const old = Date.now() - hour;
    const file = (name: string, lines = 1) => ({ name, content: Buffer.from('{"a":1}\n'.repeat(lines)) });
    const failure = { code: 'InternalError', message: '' };
    tasks = [
      taskOf('bls', 'one', old, { name: 'access', file: file('access.json') }),
      taskOf('bls', 'two', old - 1000, { name: 'errors', file: file('errors.json', 1000) }),
      taskOf('bls', 'three', old - 2000, {
        name: 'orders',
        ...inState('running'),
        file: file('orders.json'),
      }),
      { ...taskOf('bls', 'four', old - 3000, { name: 'payments', ...inState('failed') }), failure },
    ];
    bls = await startCloud('baidu', { tasks }, systemClock);
    const archive = {
      name: 'hss.zip',
      content: await zipOf({ 'hosts/weak.csv': 'host,level\na,high\n', 'readme.txt': 'read me' }),
    };
    const weekly = taskOf('hss', 'h1', old, { name: 'weekly', region: testRegion, file: archive });
    hss = await startCloud('huawei', { tasks: [weekly] }, systemClock);
    await desk.openView();
  });
  afterEach(function () {
    const { state, parent, title } = this.currentTest ?? {};
    return state === 'failed' ? desk.picture(`failed ${parent?.title} ${title}`) : undefined;
  });
  after(async () => {
    letGo();
    await desk.close();
    await Promise.all([bls, hss].map(server => server.close()));
    await rm(folder, { recursive: true, force: true });
  });

  it('adds an account and shows its tasks', async () => {
    await hands.welcome(code('Add Account'));
    await hands.pick(code('Choose the cloud'), code('Baidu AI Cloud'));
    await hands.pick(code('Choose the kind of credential'), code('Access key'));
    await desk.answer(code('Access Key ID'), credentials.baidu.accessKeyId);
    await desk.answer(code('Secret Access Key'), credentials.baidu.secretAccessKey);
    await hands.accept(code('Choose the regions to watch'));
    await hands.pick(
      code('Choose where the account lives'),
      code('Private or partner cloud, with endpoints of its own…'),
    );
    const endpoint =
      'Endpoint of {0}, such as https://example.com; {1} stands for the region. Empty = the public one.';
    await desk.answer(code(endpoint, code('Log Service (BLS)'), '{region}'), bls.origin);
    await desk.answer(code('Name of the account in Cloud Tasks'), 'logs');
    await said(code('“{0}” was added. {1}', 'logs', ''));
    await labelsAre(
      code('Baidu AI Cloud'),
      ...[code('Running'), 'orders'],
      ...[code('Failed'), 'payments'],
      ...[code('Succeeded'), 'access', 'errors'],
    );
    await quiet();
  });

  it('opens the file of a finished export', async () => {
    await hands.open('access');
    await opened('access.json');
    await downloadSays('access.json', code('just now'));
  });

  it('shows the vendor’s record of a task that failed', async () => {
    await hands.open('payments');
    await opened('payments.json');
    await desk.run('workbench.action.closeAllEditors');
  });

  it('copies a link and the command lines that use it', async () => {
    await act('access', 'copyLink', () => said(beginOf('Link copied. It stops working {0}.')));
    assert.match(await clipboard(), /^http/);
    await quiet();
  });

  it('acts on several tasks that are selected', async () => {
    await hands.actOnAll(['access', 'errors'], 'copyId');
    await said(code('{0} ids copied.', 2));
    assert.deepEqual((await clipboard()).split('\n').sort(), ['one', 'two']);
    await quiet();
  });

  it('pauses a download, goes on with it and takes it off the list', async () => {
    const gate = new Promise<void>(resolve => (letGo = resolve));
    bls.intercept(({ path }) =>
      path.includes('errors') && path.startsWith('/bos/') ? stallAfter(10, gate) : undefined,
    );
    await act('errors', 'download', () => downloadSays('errors.json', '0%'));
    await act('errors.json', 'pauseDownload', () => downloadSays('errors.json', code('paused')), 'downloads');
    letGo();
    bls.intercept(undefined);
    await act(
      'errors.json',
      'resumeDownload',
      () => downloadSays('errors.json', code('just now')),
      'downloads',
    );
    assert.ok((await readdir(folder)).includes('errors.json'));
    const gone = () => download('errors.json').waitFor({ state: 'detached' });
    await act('errors.json', 'removeDownload', gone, 'downloads');
    await quiet();
  });

  it('tells that a task has ended, and opens its file', async () => {
    await desk.run('workbench.view.explorer');
    tasks = [
      ...tasks.filter(({ id }) => id !== 'three'),
      { ...tasks[2], ...inState('succeeded') } as ScriptedTask,
    ];
    bls.setWorld(worldOf('baidu', { tasks }));
    await desk.run('cloudTasks.refresh', {});
    await hands.press('orders', code('Open'));
    await opened('orders.json');
    await quiet();
    await desk.openView();
    await desk.run('workbench.action.closeAllEditors');
  });

  it('groups and sorts as one likes', async () => {
    await hands.run('groupBy');
    await hands.pick(code('Group tasks by'), code('No groups'));
    await labelsAre('access', 'errors', 'orders', 'payments');
    await hands.run('sortBy');
    await hands.pick(code('Sort tasks by'), code('Oldest first'));
    await labelsAre('payments', 'orders', 'errors', 'access');
  });

  it('filters, says so, and shows all again', async () => {
    await hands.run('filterTasks');
    await desk.answer(code('Type a part of the name, id or file; choose what else has to fit'), 'err');
    await labelsAre('errors');
    await desk.page.getByText(code('Filter: {0}', 'err')).waitFor();
    await hands.run('clearFilter');
    await labelsAre('payments', 'orders', 'errors', 'access');
  });

  it('finds a task', async () => {
    await hands.run('findTask');
    await hands.pick(code('Find a task by its name, id or file'), 'payments');
    await desk.eventually(
      () => desk.place(),
      ({ selected }) => selected === 'payments',
    );
  });

  it('shows the tasks of a status from the status bar', async () => {
    await hands.showMenu();
    await hands.pick(code('Choose tasks to show, or what to do'), code('Failed'));
    await labelsAre('payments');
    await hands.run('clearFilter');
    await hands.run('groupBy');
    await hands.pick(
      code('Group tasks by'),
      ['Cloud', 'Account', 'Status'].map(text => code(text)).join(' › '),
    );
    await treeHas(`▾ ${code('Baidu AI Cloud')}  logs`);
  });

  it('renames an account, puts it out of use and back', async () => {
    const row = code('Baidu AI Cloud');
    const described = (holds: (text: string) => boolean) => () =>
      desk.treeWhere(rows => holds(rows[0]?.description ?? ''));
    const name = code('Name of the account in Cloud Tasks');
    await act(row, 'renameAccount', () => desk.inputFor(name));
    await desk.answer(name, 'web logs');
    await treeHas(`▾ ${row}  web logs`);
    await act(
      row,
      'disableAccount',
      described(text => text.includes(beginOf('disabled, as of {0}'))),
    );
    await act(
      row,
      'enableAccount',
      described(text => text === 'web logs'),
    );
  });

  it('tests an account, and copies the policy with what it lacks', async () => {
    bls.intercept(() => answerWith(403, { code: 'AccessDenied', message: 'no', requestId: 'R-5' }));
    const list = code('How each service answered, and what can be done');
    await act(code('Baidu AI Cloud'), 'testAccount', () => desk.inputFor(list));
    await desk.quickInput.getByText('AccessDenied').first().waitFor();
    bls.intercept(undefined);
    await hands.pick(list, code('Copy Policy'));
    await said(code('A policy with what “{0}” needs was copied.', 'web logs'));
    await quiet();
  });

  it('follows an export task by its id, and opens a file of its archive', async () => {
    await desk.run('cloudTasks.addAccount', {
      ...{ cloud: 'huawei', label: 'hosts', credential: credentials.huawei, regions: [testRegion] },
      endpoints: endpointsOf('huawei', hss.origin),
    });
    await desk.row(code('Huawei Cloud')).waitFor();
    const id = code('Id of the export task');
    await act(code('Huawei Cloud'), 'trackTask', () => desk.inputFor(id));
    await desk.answer(id, 'h1');
    await desk.row('weekly').waitFor();
    await hands.open('weekly');
    await hands.pick(code('Choose a file of “{0}”', 'hss.zip'), 'readme.txt');
    await opened('readme.txt');
    await act('weekly', 'stopTracking', () => desk.row('weekly').waitFor({ state: 'detached' }));
    await quiet();
  });

  it('imports a key that is on this computer', async () => {
    await hands.run('importCredentials');
    await hands.accept(code('Choose what to import; the files stay as they are'), ['environment']);
    await said(code('“{0}” was added. {1}', 'environment', ''));
    await treeHas(`▾ ${code('Alibaba Cloud')}  environment`);
    await quiet();
  });

  it('removes an account when the user is sure', async () => {
    const question = desk.page.getByText(code('Remove the account “{0}”?', 'hosts'));
    await act(code('Huawei Cloud'), 'removeAccount', () => question.waitFor());
    await hands.confirm(code('Remove'));
    await desk.row(code('Huawei Cloud')).waitFor({ state: 'detached' });
  });

  it('shows all of it without an account', async () => {
    await hands.run('tryDemo');
    await desk.treeWhere(rows => rows.length > 10);
    await hands.run('stopDemo');
    await desk.treeWhere(rows => rows.length < 10);
    await quiet();
  });

  it('leads through the first steps', async () => {
    await hands.run('openWalkthrough');
    // What was done before is done.
    for (const step of ['account', 'watch', 'download'])
      await desk.page
        .locator('.getting-started-step', { hasText: say(`walkthrough.${step}.title`) })
        .locator('.codicon-getting-started-step-checked')
        .waitFor();
    // It takes the keyboard whenever its picture is loaded, also from a list that has been opened meanwhile.
    await desk.run('workbench.action.closeAllEditors');
  });

  it('writes a report for who helps', async () => {
    await hands.run('reportIssue');
    await hands.press(
      code('Look the report over before you pass it on. Nothing has been sent.'),
      code('Copy'),
    );
    await said(code('The report was copied.'));
    assert.match(await clipboard(), /Cloud Tasks/);
  });

  it('removes all accounts, and nothing when the user is not sure', async () => {
    const accounts = await desk.run<readonly unknown[]>('accounts');
    const question = desk.page.getByText(code('Remove all {0} accounts?', accounts.length));
    await hands.run('removeAllAccounts');
    await question.waitFor();
    await desk.page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    assert.equal((await desk.run<readonly unknown[]>('accounts')).length, accounts.length);
    await hands.run('removeAllAccounts');
    await question.waitFor();
    await hands.confirm(code('Remove All'));
    await said(say('welcome.noAccounts').split('\n')[0] ?? '');
  });
}
