import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/core/clock';
import type { ScriptedTask } from '../../src/core/cloud';
import { answerWith } from '../../src/simulator/faults';
import type { SimulatorServer } from '../../src/simulator/server';
import { credentials, endpointsOf, startCloud, taskOf, worldOf } from '../harness/simulators';
import { hour, inState } from '../harness/worlds';
import { Desk } from './desk';

const started = Date.now() - hour;

const task = (id: string, state: string) =>
  taskOf('bls', id, started, {
    ...inState(state),
    name: id,
    file: { name: `${id}.json`, content: Buffer.from(`{"id":"${id}"}\n`), rows: 100 },
    ...(state === 'failed' && { failure: { code: 'OriginTimeout', message: '' } }),
  });

describe('being told of tasks that end', () => {
  let server: SimulatorServer;
  let desk: Desk;
  let folder: string;
  let tasks: readonly ScriptedTask[] = [];

  /** The cloud says so from now on, and the extension learns of it. */
  const change = async (...changed: readonly ScriptedTask[]) => {
    tasks = [...tasks.filter(({ id }) => changed.every(other => other.id !== id)), ...changed];
    server.setWorld(worldOf('baidu', { tasks }));
    await desk.run('cloudTasks.refresh', {});
  };
  const start = (...ids: string[]) => change(...ids.map(id => task(id, 'running')));
  const finish = (...ids: string[]) => change(...ids.map(id => task(id, 'succeeded')));

  const lookElsewhere = () => desk.run('workbench.view.explorer');
  const notice = (text: string) =>
    desk.page.locator('.notification-toast .notification-list-item', { hasText: text });
  const anyNotice = () => desk.page.locator('.notification-toast .notification-list-item');
  const press = (text: string, button: string) =>
    notice(text).getByRole('button', { name: button, exact: true }).click();
  const buttonsOf = (text: string) => notice(text).locator('.monaco-text-button').allInnerTexts();
  const badge = () =>
    desk.page.locator('.activitybar .action-item:has([aria-label*="Cloud Tasks"]) .badge-content');
  const counted = (text: string) =>
    badge()
      .filter({ hasText: new RegExp(`^${text}$`), visible: true })
      .waitFor();
  const tab = (name: string) => desk.page.getByRole('tab', { name: new RegExp(`^${name}`) });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-ui-'));
    desk = await Desk.open({ settings: { 'cloudTasks.downloadDirectory': folder } });
    tasks = ['nginx', 'seen', 'unseen', 'a', 'b', 'c', 'd', 'e'].map(id => task(id, 'running'));
    server = await startCloud('baidu', { tasks: [...tasks, task('old', 'succeeded')] }, systemClock);
    tasks = [...tasks, task('old', 'succeeded')];
    await desk.run('cloudTasks.addAccount', {
      ...{ cloud: 'baidu', label: 'logs', credential: credentials.baidu, regions: ['bj'] },
      endpoints: endpointsOf('baidu', server.origin),
    });
    await lookElsewhere();
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

  it('a message offers the file of one that has finished, and the icon counts it', async () => {
    await finish('nginx');
    const text = '“nginx” has finished (100 rows · json).';
    await notice(text).waitFor();
    await counted('1');
    assert.deepEqual(await buttonsOf(text), ['Open', 'Download', 'Show', 'Don’t Show Again']);
    await desk.picture('notice');
    await press(text, 'Open');
    await tab('nginx.json').waitFor();
    await notice(text).waitFor({ state: 'detached' });
  });

  it('who looks at the tasks is told nothing, and the count is gone', async () => {
    await desk.openView();
    await badge().filter({ visible: true }).waitFor({ state: 'detached' });
    await finish('seen');
    await lookElsewhere();
    await finish('unseen');
    await notice('“unseen” has finished').waitFor();
    assert.equal(await anyNotice().count(), 1, 'nothing was said of the other');
    await counted('1');
    await press('“unseen” has finished', 'Download');
    await notice('“unseen.json” is downloaded.').waitFor();
    assert.ok((await readdir(folder)).includes('unseen.json'));
    await desk.run('notifications.clearAll');
  });

  it('several that end together are one message, and what began and ended between two readings is among them', async () => {
    const brief = { ...task('brief', 'succeeded'), createdAt: Date.now() };
    await change(task('a', 'succeeded'), task('b', 'failed'), brief);
    const text = '2 tasks finished, 1 failed';
    await notice(text).waitFor();
    assert.deepEqual(await buttonsOf(text), ['Download All', 'Show', 'Don’t Show Again']);
    await desk.picture('notice of several');
    await press(text, 'Show');
    const { selected } = await desk.eventually(
      () => desk.place(),
      place => place.selected !== '',
    );
    assert.ok(['a', 'b', 'brief'].includes(selected), selected);
    await lookElsewhere();
  });

  it('a failure can be looked into', async () => {
    await change(task('c', 'failed'));
    const text = '“c” failed';
    await notice(text).waitFor();
    assert.deepEqual(await buttonsOf(text), ['Show', 'Show Details', 'Don’t Show Again']);
    await press(text, 'Show Details');
    await tab('c.json').waitFor();
  });

  it('a file that comes by itself has one message, when it is there or when it cannot be fetched', async () => {
    await desk.run('setting', { key: 'cloudTasks.downloads.whenFinished', value: [{ name: 'wanted*' }] });
    await start('wanted', 'wanted too', 'other');
    server.intercept(({ path }) => (path.includes('too') ? answerWith(403, '<Error/>') : undefined));
    await finish('wanted', 'wanted too', 'other');
    await notice('“wanted.json” is downloaded.').waitFor();
    await notice('“wanted too.json” could not be downloaded.').waitFor();
    await notice('“other” has finished').waitFor();
    assert.equal(await anyNotice().count(), 3, 'that their tasks have finished is not said too');
    await desk.picture('notice of what could not be downloaded');
    server.intercept(undefined);
    await press('“wanted too.json” could not be downloaded.', 'Retry');
    await notice('“wanted too.json” is downloaded.').waitFor();
    await desk.run('setting', { key: 'cloudTasks.downloads.whenFinished', value: undefined });
    await desk.run('notifications.clearAll');
    await counted('4');
  });

  it('says nothing any more when it is not wanted, and the icon still counts', async () => {
    await start('f', 'g');
    await finish('d');
    await notice('“d” has finished').waitFor();
    await press('“d” has finished', 'Don’t Show Again');
    await desk.page
      .getByText('Notifications are off; “cloudTasks.notify.when” turns them on.')
      .first()
      .waitFor();
    await desk.picture('notices off');
    await finish('f');
    await counted('6');
  });

  it('a click on the status bar opens a menu, by which they are turned on again', async () => {
    const placeholder = 'Choose tasks to show, or what to do';
    await desk.statusBar.click();
    await desk.inputFor(placeholder);
    await desk.quickInput.getByText('Show Log').first().waitFor();
    await desk.picture('status bar menu');
    await desk.page.keyboard.press('Escape');
    const done = desk.run('cloudTasks.showMenu'); // resolves when the setting is written
    await desk.pick(placeholder, 'Notifications…');
    await desk.pick('Which ends of tasks do you want to be told of?', 'All');
    await done;
    await finish('g');
    await notice('“g” has finished').waitFor();
    assert.equal(await anyNotice().count(), 1, 'nothing was said of what ended meanwhile');
    await desk.run('notifications.clearAll');
  });

  it('the menu shows the tasks of a status, by keyboard alone', async () => {
    await desk.palette('Cloud Tasks: Show Menu…');
    await desk.inputFor('Choose tasks to show, or what to do');
    await desk.page.keyboard.type('failed');
    await desk.page.keyboard.press('Enter');
    const rows = await desk.treeWhere(all => all.length > 0 && all.every(({ label }) => label !== 'old'));
    assert.deepEqual(
      rows.filter(({ level }) => level === 3).map(({ label }) => label),
      ['b', 'c'],
    );
    assert.equal((await desk.place()).hasKeyboard, true);
    await desk.run('cloudTasks.clearFilter');
    await desk.run('cloudTasks.showMenu', { status: 'running' });
    await desk.treeWhere(
      all => all.some(({ label }) => label === 'e') && all.every(({ label }) => label !== 'b'),
    );
    await assert.rejects(desk.run('cloudTasks.showMenu', { cloud: 'nowhere' }));
  });

  it('tells of single services what is wanted of them', async () => {
    await desk.run('setting', { key: 'cloudTasks.notify.services', value: { bls: 'failures' } });
    await start('h', 'i');
    await lookElsewhere();
    await finish('h');
    await change(task('i', 'failed'));
    await notice('“i” failed').waitFor();
    assert.equal(await anyNotice().count(), 1, 'nothing was said of the other');
    await desk.run('setting', { key: 'cloudTasks.notify.services', value: undefined });
    await desk.run('setting', { key: 'cloudTasks.notify.when', value: undefined });
    await desk.run('notifications.clearAll');
  });

  it('counts in the status bar what the user wants counted', async () => {
    const text = () => desk.statusBar.innerText();
    const icons = () => desk.statusBar.locator('.codicon-error').count();
    await desk.eventually(icons, count => count === 1);
    const before = await text();
    await desk.run('setting', { key: 'cloudTasks.statusBar.statuses', value: ['succeeded'] });
    await desk.eventually(icons, count => count === 0);
    assert.notEqual(await text(), before);
    await desk.run('setting', { key: 'cloudTasks.statusBar.visible', value: false });
    await desk.statusBar.waitFor({ state: 'hidden' });
  });
});

describe('being told in two windows', () => {
  let server: SimulatorServer;
  let first: Desk;
  let second: Desk;
  let tasks = ['x', 'y', 'z'].map(id => task(id, 'running'));

  const finish = (id: string) => {
    tasks = tasks.map(other => (other.id === id ? task(id, 'succeeded') : other));
    server.setWorld(worldOf('baidu', { tasks }));
  };
  const told = (window: Desk) => window.page.locator('.notification-toast .notification-list-item');
  const isTold = (window: Desk, id: string) =>
    told(window)
      .filter({ hasText: `“${id}” has finished` })
      .waitFor();
  const badge = (window: Desk, text: string) =>
    window.page.locator('.activitybar .badge-content').filter({ hasText: text, visible: true }).waitFor();

  before(async () => {
    server = await startCloud('baidu', { tasks }, systemClock);
    first = await Desk.open({ sharedSecrets: true, viewport: { width: 1000, height: 800 } });
    await first.run('cloudTasks.addAccount', {
      ...{ cloud: 'baidu', label: 'logs', credential: credentials.baidu, regions: ['bj'] },
      endpoints: endpointsOf('baidu', server.origin),
    });
    second = await first.openWindow();
    for (const window of [first, second]) {
      await window.run('workbench.view.explorer');
      await window.statusBar.getByText('3').first().waitFor();
    }
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await first.picture('failed in the first window');
    await second.picture('failed in the second window');
  });
  after(async () => {
    await first.close();
    await server.close();
  });

  it('each end is told by one of them, whichever finds it out, and counted by both', async () => {
    finish('x');
    await first.run('cloudTasks.refresh', {});
    await isTold(first, 'x');
    for (const window of [first, second]) await badge(window, '1');
    finish('y');
    await second.run('cloudTasks.refresh', {});
    await isTold(second, 'y');
    for (const window of [first, second]) await badge(window, '2');
    assert.deepEqual(await Promise.all([first, second].map(window => told(window).count())), [1, 1]);
  });

  it('the one that goes on tells, and nothing again', async () => {
    await first.run('cloudTasks.refresh', {}); // so that it is the one that calls
    await second.run('notifications.clearAll');
    await first.closeWindow();
    finish('z');
    await isTold(second, 'z');
    assert.equal(await told(second).count(), 1);
    await badge(second, '3');
    await second.picture('notice of the window that goes on');
  });
});
