import assert from 'node:assert/strict';
import { systemClock } from '../../src/core/clock';
import type { SimulatorServer } from '../../src/simulator/server';
import { credentials, endpointsOf, manyTasks, startCloud } from '../harness/simulators';
import { Desk } from './desk';

describe('a list of 450 tasks', () => {
  let server: SimulatorServer;
  let desk: Desk;

  before(async () => {
    desk = await Desk.open();
    server = await startCloud('baidu', { tasks: manyTasks('bls', 450, Date.now() - 3600_000) }, systemClock);
    await desk.run('cloudTasks.addAccount', {
      cloud: 'baidu',
      label: 'long',
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
  });

  const focusOn = (label: string) => desk.row(label).and(desk.page.locator('.focused')).waitFor();

  it('begins with a page and a row for more', async () => {
    await desk.clickRow('Succeeded');
    await desk.row('task 450').waitFor();
    await desk.page.keyboard.press('End');
    await desk.row('Load 200 more… (200 of 450)').waitFor();
    await desk.row('task 251').waitFor();
    assert.equal(await desk.row('task 250').count(), 0);
    await desk.picture('long list');
  });

  it('shows the next page at a click, and the focus stands on its first task', async () => {
    await desk.clickRow('Load 200 more… (200 of 450)');
    await desk.row('task 250').waitFor();
    await focusOn('task 250');
    await desk.picture('long list, second page');
  });

  it('shows the rest by the keyboard alone', async () => {
    await desk.page.keyboard.press('End');
    await desk.row('Load 50 more… (400 of 450)').waitFor();
    await desk.page.keyboard.press('Enter');
    await focusOn('task 50');
    await desk.page.keyboard.press('End');
    await focusOn('task 1');
  });

  it('keeps its pages and its place when it is read again', async () => {
    await desk.run('cloudTasks.refresh', {});
    await focusOn('task 1');
  });
});
