import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/core/clock';
import type { ScriptedTask } from '../../src/core/cloud';
import type { SimulatorServer } from '../../src/simulator/server';
import { credentials, endpointsOf, startCloud, taskOf, worldOf, type CloudId } from '../harness/simulators';
import { Desk } from './desk';

const hour = 3600_000;
const list = '.pane:has(> .pane-header[aria-label^="Tasks"])';

describe('a user’s way through the list', () => {
  const servers: SimulatorServer[] = [];
  let desk: Desk;
  let folder: string;
  let logTasks: readonly ScriptedTask[];

  const add = async (cloud: CloudId, tasks: Parameters<typeof startCloud>[1]['tasks']) => {
    const server = await startCloud(cloud, { tasks: tasks ?? [] }, systemClock);
    servers.push(server);
    const endpoints = endpointsOf(cloud, server.origin);
    const account = { cloud, label: cloud, credential: credentials[cloud], endpoints };
    return desk.run<string>('cloudTasks.addAccount', account);
  };
  /** Picks the item of just this label. */
  const pick = async (expected: string, label: string) => {
    await desk.inputFor(expected);
    await desk.quickInput.getByRole('option', { name: new RegExp(`^${label}(?:,|$)`) }).click();
  };
  const labels = async () => (await desk.rows()).map(({ label }) => label);
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => desk.page.keyboard.press(key)), Promise.resolve());
  const treeHas = (...wanted: string[]) =>
    desk.treeWhere(rows => JSON.stringify(rows.map(({ label }) => label)) === JSON.stringify(wanted));
  const clipboard = () => desk.page.evaluate<string>('navigator.clipboard.readText()');

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-ui-'));
    desk = await Desk.open({ settings: { 'cloudTasks.downloadDirectory': folder } });
    const now = Date.now();
    const file = (size: number) => ({ name: `file-${size}.json`, content: Buffer.alloc(size, 49) });
    logTasks = [
      taskOf('bls', 'one', now - 3 * hour, { name: 'nginx-errors', file: file(10) }),
      taskOf('bls', 'two', now - 2 * hour, { name: 'nginx-access', file: file(3000) }),
      taskOf('bls', 'three', now - hour, { name: 'orders', steps: [{ after: 0, state: 'running' }] }),
    ];
    await add('baidu', logTasks);
    await add('alibaba', [
      taskOf('cloudFirewall', '77', now - hour, {
        name: 'assets',
        file: { name: 'assets.csv', content: Buffer.from('a\n') },
        expiresAt: now + 5 * hour,
      }),
    ]);
    await desk.workbench.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await desk.openView();
    await desk.row('assets').waitFor();
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

  it('warns of a file that its cloud will soon delete, and downloads it', async () => {
    const warning = desk.page.locator('.notification-list-item', {
      hasText: 'The file of “assets” will be deleted',
    });
    await warning.waitFor();
    await desk.picture('expiry warning');
    await warning.getByRole('button', { name: 'Download', exact: true }).click();
    await desk.page.getByText('“assets.csv” is downloaded.').first().waitFor();
  });

  it('groups by what the user chooses, by a preset or in an order of one’s own', async () => {
    await desk.palette('Cloud Tasks: Group By…');
    await pick('Group tasks by', 'Status');
    await desk.treeWhere(rows => rows[0]?.label === 'Running' && rows[0].level === 1);
    await desk.palette('Cloud Tasks: Group By…');
    await pick('Group tasks by', 'Choose an order…');
    await pick('Group 1: what is it by?', 'Service');
    await pick('Group 2: what is it by?', 'Status');
    await pick('Group 3: what is it by?', 'Done');
    await treeHas(
      ...['Cloud Firewall', 'Succeeded', 'assets'],
      ...['Log Service (BLS)', 'Running', 'orders', 'Succeeded', 'nginx-access', 'nginx-errors'],
    );
    await desk.picture('grouped by service and status');
  });

  it('sorts by what the user chooses', async () => {
    await desk.palette('Cloud Tasks: Sort By…');
    await pick('Sort tasks by', 'Oldest first');
    await desk.treeWhere(rows => rows.at(-1)?.label === 'nginx-access');
    await desk.palette('Cloud Tasks: Sort By…');
    await pick('Sort tasks by', 'Newest first');
    await desk.treeWhere(rows => rows.at(-1)?.label === 'nginx-errors');
  });

  it('filters while it is typed, says so in its head, and shows all again by one click', async () => {
    await desk.clickTitle('Tasks', 'Filter…');
    const input = await desk.inputFor('Type a part of the name, id or file; choose what else has to fit');
    await input.fill('nginx');
    await treeHas('Log Service (BLS)', 'Succeeded', 'nginx-access', 'nginx-errors');
    await input.fill('nginx err');
    await treeHas('Log Service (BLS)', 'Succeeded', 'nginx-errors');
    await press('Enter');
    await desk.page.getByText('Filter: nginx err').waitFor();
    await desk.picture('filtered');
    await desk.palette('Cloud Tasks: Save Filter…');
    await desk.page.locator('.quick-input-widget input[type="text"]').first().fill('errors');
    await press('Enter');
    await desk.clickTitle('Tasks', 'Clear Filter');
    await desk.row('assets').waitFor();
  });

  it('keeps what was there when the user leaves the filter by Escape', async () => {
    await desk.palette('Cloud Tasks: Filter…');
    const input = await desk.inputFor('Type a part of the name, id or file; choose what else has to fit');
    await input.fill('nothing of this name');
    await desk.page.getByText('No task passes the filter.').waitFor();
    await desk.picture('nothing passes the filter');
    await press('Escape');
    await desk.row('assets').waitFor();
  });

  it('filters by what was saved, and forgets it when it is told so', async () => {
    await desk.palette('Cloud Tasks: Filter…');
    await desk.pick('Type a part of the name, id or file; choose what else has to fit', 'errors');
    await press('Enter');
    await treeHas('Log Service (BLS)', 'Succeeded', 'nginx-errors');
    await desk.run('cloudTasks.clearFilter', {});
    await desk.palette('Cloud Tasks: Delete Saved Filter…');
    await desk.pick('Choose the filter to delete', 'errors');
    await desk.quickInput.waitFor({ state: 'hidden' });
    await desk.palette('Cloud Tasks: Delete Saved Filter…');
    await desk.inputFor('No filter has been saved yet.');
    await press('Escape');
    await assert.rejects(desk.run('cloudTasks.deleteFilter', { name: 'errors' }), /no saved filter “errors”/);
  });

  it('finds a task by letters of its name, and shows it through filter and closed groups', async () => {
    await desk.run('cloudTasks.filterTasks', { text: 'orders' });
    await treeHas('Log Service (BLS)', 'Running', 'orders');
    await desk.palette('Cloud Tasks: Find Task…');
    const input = await desk.inputFor('Find a task by its name, id or file');
    await input.fill('ngxacc');
    const offered = () => desk.quickInput.locator('.monaco-list-row').allInnerTexts();
    await desk.eventually(
      offered,
      ([only = '', ...others]) => others.length === 0 && only.includes('nginx-access'),
    );
    await press('Enter');
    await desk.row('nginx-access').and(desk.page.locator('.selected')).waitFor();
  });

  it('acts by keys on the row that has the focus, wherever the selection is', async () => {
    await desk.clickRow('orders'); // selects it, and shows its details
    await desk.page.getByRole('tab', { name: /^orders/ }).waitFor();
    await desk.editorFocused();
    await desk.focus('tasks');
    await press('ArrowDown', 'ArrowDown');
    assert.deepEqual((await desk.place()).focused, 'nginx-access');
    assert.deepEqual((await desk.place()).selected, 'orders');
    await press('Shift+Alt+c');
    await desk.eventually(clipboard, text => text === 'two');
    assert.deepEqual((await desk.place()).selected, 'nginx-access', 'what is acted on is selected');
    await press('Alt+Enter');
    await desk.page.getByRole('tab', { name: /^nginx-access/ }).waitFor();
    await desk.editorFocused();
    await desk.focus('tasks');
    await press('Control+c');
    await desk.eventually(clipboard, text => /^http.*file-3000/.test(text));
    await press('Control+d');
    await desk.page.getByText('“file-3000.json” is downloaded.').first().waitFor();
    await desk.focus('tasks');
    await press('Control+Alt+f');
    await desk.inputFor('Find a task by its name, id or file');
    await press('Escape');
    await desk.focus('tasks');
    const calls = servers[0]?.requests.length ?? 0;
    await press('Control+Alt+r');
    await desk.eventually(
      () => Promise.resolve(servers[0]?.requests.length ?? 0),
      count => count > calls,
    );
  });

  it('acts by keys on that row also while the list is drawn anew', async () => {
    await desk.clickRow('nginx-access');
    await desk.editorFocused();
    // Milliseconds after a change: all is drawn once more when it has been quiet for a second, and the editor forgets
    // its rows for a moment then.
    for (let moment = 1080; moment < 1150; moment += 10) {
      await desk.page.evaluate('navigator.clipboard.writeText("")');
      await desk.focus('tasks');
      await desk.run('cloudTasks.filterTasks', { text: moment % 20 === 0 ? 'nginx' : '' });
      await desk.page.waitForTimeout(moment);
      await press('Shift+Alt+c');
      await desk.eventually(clipboard, copied => copied === 'two');
    }
    assert.equal(await desk.quickInput.isVisible(), false, 'it was not asked which');
    await desk.run('cloudTasks.clearFilter');
  });

  it('marks what is downloaded', async () => {
    const contents = () =>
      desk.page.evaluate<Record<string, string>>(
        `Object.fromEntries([...document.querySelectorAll('${list} .monaco-list-row .monaco-icon-label')].map(label => [
          label.querySelector('.label-name')?.textContent,
          getComputedStyle(label, '::after').content,
        ]))`,
      );
    const marked = async (label: string, badge: string) =>
      (await contents())[label]?.includes(badge) ?? false;
    await desk.eventually(
      () => marked('nginx-access', '↓'),
      seen => seen,
    );
    await desk.eventually(
      () => marked('assets', '↓'),
      seen => seen,
    );
    assert.equal(await marked('nginx-errors', '↓'), false);
    const spoken = await desk.row('nginx-access').first().getAttribute('aria-label');
    assert.match(spoken ?? '', /downloaded$/);
    await desk.picture('marks');
  });

  it('copies the ids of all that are selected', async () => {
    await desk.clickRow('nginx-access');
    await desk
      .row('nginx-errors')
      .first()
      .click({ modifiers: ['ControlOrMeta'] });
    await desk.menu('nginx-errors', 'Copy Task ID');
    const ids = await desk.eventually(clipboard, text => text.includes('one'));
    assert.ok(ids.split('\n').includes('two'));
    assert.ok((await labels()).length > 0);
  });

  it('finds what its cloud lists no more, while the history is shown', async () => {
    servers[0]?.setWorld(worldOf('baidu', { tasks: logTasks.filter(({ id }) => id !== 'one') }));
    await desk.run('cloudTasks.refresh', {});
    const all = await desk.run<string[]>('cloudTasks.findTask', { text: 'nginx errors' });
    assert.deepEqual(all, [], 'not before it is shown');
    await desk.run('cloudTasks.showHistory');
    await desk.run('cloudTasks.filterTasks', { text: 'orders' });
    await treeHas('Log Service (BLS)', 'Running', 'orders');
    await desk.palette('Cloud Tasks: Find Task…');
    await (await desk.inputFor('Find a task by its name, id or file')).fill('nginx errors');
    await press('Enter');
    await desk.row('nginx-errors').and(desk.page.locator('.selected')).waitFor();
    assert.ok((await labels()).includes('History'));
    await desk.picture('found in the history');
    await desk.run('cloudTasks.hideHistory');
  });
});
