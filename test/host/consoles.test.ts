import assert from 'node:assert/strict';
import type { CloudTasksApi } from '../../src/vscode/api';
import { taskOf, testRegion } from '../harness/simulators';
import { openingsDuring } from './openings';
import { accountArgument, getApi, run, Stage } from './world';

describe('the consoles of the clouds', () => {
  const stage = new Stage();
  let api: CloudTasksApi;

  /** Of the vendor itself from now on, which is not called in a test: the account is disabled, and its rows stay. */
  const moveToTheVendor = async (account: string) => {
    await run('disableAccount', { account });
    await run('editAccount', { account, endpoints: {} });
  };
  const openedFor = (service: string) => {
    const { key = '' } = api.tasks().find(task => task.service === service) ?? {};
    return openingsDuring(() => run('openConsole', { task: key }));
  };

  before(async () => {
    api = await getApi();
    const old = stage.clock.now() - 3600_000;
    const alibaba = await stage.start('alibaba', {
      tasks: [taskOf('cloudFirewall', '1', old), taskOf('cdn', '2', old)],
    });
    const baidu = await stage.start('baidu', { tasks: [taskOf('bls', 'b', old)] });
    const huawei = await stage.start('huawei', { tasks: [taskOf('hss', 'h', old, { region: testRegion })] });
    const international = { site: 'international' };
    await moveToTheVendor(await stage.add(accountArgument('alibaba', alibaba.origin, international)));
    await moveToTheVendor(await stage.add(accountArgument('baidu', baidu.origin)));
    const account = await stage.add(accountArgument('huawei', huawei.origin));
    await run('trackTask', { account, region: testRegion, taskId: 'h' });
    await moveToTheVendor(account);
  });
  after(() => stage.end());

  for (const [service, page] of Object.entries({
    cloudFirewall: 'https://yundun.console.alibabacloud.com/?p=cfwnext',
    cdn: 'https://cdn.console.alibabacloud.com/refresh/record',
    bls: 'https://console.bce.baidu.com/bls/',
    hss: `https://console.huaweicloud.com/console/?region=${testRegion}`,
  }))
    it(`that of ${service} is opened where its tasks are, at the site and region of the account`, async () =>
      assert.deepEqual(await openedFor(service), [page]));

  it('opens for a row, a key and an object that has one', async () => {
    const { key = '' } = api.tasks().find(({ service }) => service === 'bls') ?? {};
    for (const given of [key, { key }, { task: { key } }])
      assert.equal((await openingsDuring(() => run('openConsole', given))).length, 1);
  });
});
