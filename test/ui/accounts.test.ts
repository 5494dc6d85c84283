import assert from 'node:assert/strict';
import { readStoredState } from '../../scripts/lib/editor/storedState.mjs';
import { asText } from '../../scripts/lib/demo/tree.mjs';
import { systemClock } from '../../src/core/clock';
import type { SimulatorServer } from '../../src/simulator/server';
import {
  credentials,
  endpointsOf,
  manyTasks,
  startCloud,
  taskOf,
  testRegion,
  type CloudId,
  type World,
} from '../harness/simulators';
import { Desk } from './desk';

const hour = 3600_000;

describe('three accounts added by argument and one by clicking', () => {
  const servers: SimulatorServer[] = [];
  let desk: Desk;

  const start = async (cloud: CloudId, world: Partial<World>) => {
    const server = await startCloud(cloud, world, systemClock);
    servers.push(server);
    return server;
  };
  const add = (cloud: CloudId, origin: string, more: object = {}) =>
    desk.run<string>('cloudTasks.addAccount', {
      cloud,
      label: `my ${cloud}`,
      credential: credentials[cloud],
      endpoints: endpointsOf(cloud, origin),
      ...more,
    });

  before(async () => {
    desk = await Desk.open();
    const old = Date.now() - hour;
    const alibaba = await start('alibaba', {
      tasks: [
        ...manyTasks('cloudFirewall', 3, old),
        taskOf('cdn', '7', Date.now(), { steps: [{ after: 0, state: 'running', progress: 0.42 }] }),
        taskOf('cdn', '8', old, {
          type: 'preload',
          steps: [{ after: 0, state: 'failed' }],
          failure: { code: 'OriginTimeout', message: '' },
        }),
      ],
    });
    const baidu = await start('baidu', { tasks: manyTasks('bls', 2, old) });
    const huawei = await start('huawei', { tasks: [taskOf('hss', 'h1', old, { region: testRegion })] });
    await add('alibaba', alibaba.origin);
    await add('baidu', baidu.origin, { regions: ['bj'] });
    const account = await add('huawei', huawei.origin, { regions: [testRegion] });
    await desk.run('cloudTasks.trackTask', { account, region: testRegion, taskId: 'h1' });
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

  /** Length of the workbench's sealed secrets: it tells how much is in there, and nothing more. */
  const sealed = async () => {
    const lines = (await readStoredState(desk.page)).split('\n');
    return lines.find(line => line.startsWith('localStorage secrets.provider'))?.length ?? 0;
  };
  let sealedBefore = 0;

  it('guides through the fourth, step by step and back', async () => {
    sealedBefore = await sealed();
    const partner = await start('baidu', { tasks: manyTasks('bls', 4, Date.now() - hour) });
    await desk.page.getByRole('button', { name: 'Add Account' }).first().click();
    await desk.pick('Choose the cloud', 'Huawei Cloud');
    await desk.quickInput
      .locator('.quick-input-left-action-bar .action-label, .codicon-quick-input-back')
      .first()
      .click();
    await desk.pick('Choose the cloud', 'Baidu AI Cloud');
    await desk.pick('Choose the kind of credential', 'Access key');
    await desk.answer('Access Key ID', '');
    await desk.quickInput.getByText('This must not be empty.').waitFor();
    await desk.answer('Access Key ID', credentials.baidu.accessKeyId);
    const secret = await desk.inputFor('Secret Access Key');
    assert.equal(await secret.getAttribute('type'), 'password');
    await desk.answer('Secret Access Key', credentials.baidu.secretAccessKey);
    await desk.inputFor('Choose the regions');
    await desk.page.keyboard.press('Enter');
    await desk.pick('Choose where the account lives', 'Private or partner cloud');
    await desk.answer('Endpoint of Log Service', 'http://example.com');
    await desk.quickInput.getByText('It must begin with https://').waitFor();
    await desk.answer('Endpoint of Log Service', partner.origin);
    await desk.answer('Name of the account', 'partner');
    await desk.page.getByText('“partner” was added. Log Service (BLS) bj: 4 tasks').first().waitFor();
    await desk.picture('account-added');
  });

  it('shows every task under its cloud and status, with right counts', async () => {
    const expected = [
      '▾ Alibaba Cloud  my alibaba',
      '  ▾ Running  1',
      '      https://example.com/7.js  42% · refresh',
      '  ▾ Failed  1',
      '      https://example.com/8.js  OriginTimeout · prefetch',
      '  ▾ Succeeded  3',
      ...[3, 2, 1].map(id => `      task ${id}  31 bytes · expires in 89 days · Cloud Firewall`),
      '▾ Baidu AI Cloud  2 accounts',
      '  ▾ my baidu',
      '    ▾ Succeeded  2',
      ...[2, 1].map(id => `        task ${id}  2 rows · Log Service (BLS)`),
      '  ▾ partner',
      '    ▾ Succeeded  4',
      ...[4, 3, 2, 1].map(id => `        task ${id}  2 rows · Log Service (BLS)`),
      '▾ Huawei Cloud  my huawei',
      '  ▾ Succeeded  1',
      '      task h1  Host Security (HSS)',
    ].join('\n');
    await desk.treeWhere(rows => asText(rows) === expected);
    await desk.picture('tree');
  });

  it('counts the same in the status bar', async () => {
    await desk.statusBar.getByText('10').first().waitFor();
    assert.equal(
      await desk.statusBar.locator('a').getAttribute('aria-label'),
      'Cloud Tasks: Running 1, Succeeded 10, Failed 1',
    );
  });

  it('removes an account and its secret from its menu after asking', async () => {
    await desk.eventually(sealed, size => size > sealedBefore); // the fourth secret is stored
    await desk.menu('partner', 'Remove Account…');
    await desk.page.getByText('Remove the account “partner”?').waitFor();
    await desk.page.getByRole('button', { name: 'Remove', exact: true }).click();
    await desk.treeWhere(rows => asText(rows).includes('▾ Baidu AI Cloud  my baidu\n  ▾ Succeeded  2\n'));
  });

  it('has as many secrets as before the fourth account', async () => {
    await desk.eventually(sealed, size => size === sealedBefore);
  });

  it('keeps no secret in stored state, tree or page', async () => {
    const state = (await readStoredState(desk.page))
      .split('\n')
      // The secret storage of a workbench in a browser, sealed.
      .filter(line => !line.startsWith('localStorage secrets.provider'));
    assert.ok(
      state.some(line => line.includes('my alibaba')),
      'the accounts are in what was read',
    );
    const seen = state.join('\n') + (await desk.page.content());
    const secrets = [
      credentials.alibaba.accessKeySecret,
      credentials.baidu.secretAccessKey,
      credentials.huawei.secretAccessKey,
      credentials.alibaba.accessKeyId,
      credentials.baidu.accessKeyId,
      credentials.huawei.accessKeyId,
    ];
    assert.deepEqual(
      secrets.filter(secret => seen.includes(secret)),
      [],
    );
  });
});
