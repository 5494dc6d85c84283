import assert from 'node:assert/strict';
import { readStoredState } from '../../scripts/lib/editor/storedState.mjs';
import { Desk } from './desk';

describe('the demo', () => {
  let desk: Desk;

  before(async () => {
    desk = await Desk.open();
    await desk.openView();
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') return desk.picture(`failed ${this.currentTest.title}`);
    return undefined;
  });
  after(() => desk.close());

  it('is offered where there are no accounts, and fills the tree', async () => {
    await desk.picture('welcome');
    await desk.page.getByRole('button', { name: 'Try the Demo' }).click();
    const rows = await desk.treeWhere(all => all.filter(row => row.expanded === null).length > 20);
    const clouds = rows.filter(row => row.level === 1).map(row => row.label);
    assert.deepEqual(clouds, ['Alibaba Cloud', 'Baidu AI Cloud', 'Huawei Cloud']);
    await desk.statusBar.waitFor();
    await desk.picture('demo');
  });

  it('has files that open', async () => {
    await desk.clickRow('k8s-events');
    await desk.page.getByRole('tab', { name: /^k8s-events/ }).waitFor();
  });

  it('leaves no account behind when it stops', async () => {
    await desk.palette('Cloud Tasks: Stop the Demo');
    await desk.page.getByRole('button', { name: 'Try the Demo' }).waitFor();
    await desk.treeWhere(rows => rows.length === 0);
    await desk.statusBar.waitFor({ state: 'detached' });
    assert.doesNotMatch(await readStoredState(desk.page), /cloudTasks\.accounts|cloudTasks\.credential/);
  });
});
