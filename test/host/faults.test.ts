import assert from 'node:assert/strict';
import type { SimulatorServer } from '../../src/simulator/server';
import type { CloudTasksApi } from '../../src/vscode/api';
import { credentials, taskOf, testRegion, worldOf } from '../harness/simulators';
import { accountArgument, getApi, rejection, run, Stage } from './world';

const wrongKey = { ...credentials.alibaba, accessKeySecret: 'not-the-secret' };

describe('what goes wrong', () => {
  const stage = new Stage();
  let api: CloudTasksApi;
  let alibaba: SimulatorServer;

  const services = (id: string) => api.accounts().find(account => account.id === id)?.services ?? [];
  const tasksOf = (id: string) => api.tasks().filter(task => task.account === id);

  before(async () => {
    api = await getApi();
    const old = stage.clock.now() - 3600_000;
    alibaba = await stage.start('alibaba', {
      tasks: [
        taskOf('cloudFirewall', '1', old),
        taskOf('cloudFirewall', '2', old, { overrides: { Status: 5 } }),
        taskOf('cloudFirewall', '3', old, { overrides: { Status: 'melting' } }),
        taskOf('cloudFirewall', '4', old, { overrides: { TaskId: undefined, TaskName: null } }),
        taskOf('cdn', '9', old),
      ],
    });
  });
  after(() => stage.end());

  it('refuses a wrong key in one sentence and saves nothing', async () => {
    const before = api.accounts().length;
    const argument = accountArgument('alibaba', alibaba.origin, { label: 'prod', credential: wrongKey });
    const message = await rejection(run('addAccount', argument));
    assert.match(
      message,
      /^prod, Cloud Firewall: the credential was refused \(SignatureDoesNotMatch: .+\)\. Check the key/,
    );
    assert.doesNotMatch(message, /not-the-secret/);
    assert.equal(api.accounts().length, before);
  });

  it('marks an account whose key is wrong and stops calling it, until the user acts', async () => {
    const argument = accountArgument('alibaba', alibaba.origin, { credential: wrongKey, verify: false });
    const id = await stage.add(argument);
    assert.deepEqual(
      services(id).map(({ service, state, problem }) => [service, state, problem?.kind]),
      [
        ['cloudFirewall', 'failed', 'auth'],
        ['cdn', 'off', 'auth'],
      ],
    );
    const calls = alibaba.requests.length;
    await run('refresh', { account: id });
    assert.equal(alibaba.requests.length, calls + 1, 'an explicit refresh is one call');
  });

  it('goes on with the service that is allowed when another is denied', async () => {
    alibaba.setWorld(worldOf('alibaba', { refusals: { cdn: 'permission' }, tasks: [] }));
    const id = await stage.add(accountArgument('alibaba', alibaba.origin));
    assert.deepEqual(
      services(id).map(({ service, state, problem }) => [service, state, problem?.kind]),
      [
        ['cloudFirewall', 'ok', undefined],
        ['cdn', 'failed', 'permission'],
      ],
    );
    assert.ok(services(id)[1]?.problem?.requestId);
  });

  it('saves an account whose service is not activated, and says so', async () => {
    const world = { refusals: { bls: 'notActivated' as const } };
    const baidu = await stage.start('baidu', world);
    const id = await stage.add(accountArgument('baidu', baidu.origin));
    assert.equal(services(id)[0]?.problem?.kind, 'notActivated');
  });

  it('keeps the old rows when the endpoint dies, and the other accounts', async () => {
    const old = stage.clock.now() - 3600_000;
    const baidu = await stage.start('baidu', { tasks: [taskOf('bls', 'b1', old)] });
    const id = await stage.add(accountArgument('baidu', baidu.origin));
    const others = api.tasks().length - 1;
    await baidu.close();
    await run('refresh', { account: id });
    const [bls] = services(id);
    assert.deepEqual([bls?.state, bls?.problem?.kind], ['failed', 'network']);
    assert.ok(bls?.refreshedAt);
    assert.equal(tasksOf(id).length, 1);
    assert.equal(api.tasks().length, others + 1);
    const message = await rejection(run('copyLink', { task: tasksOf(id)[0]?.key }));
    assert.match(message, /^baidu account.*: the cloud could not be reached .*Check the network/);
  });

  it('shows an unknown status and a malformed record as a row each', async () => {
    const old = stage.clock.now() - 3600_000;
    const odd = { Status: 5 };
    alibaba.setWorld(
      worldOf('alibaba', {
        tasks: [
          taskOf('cloudFirewall', '1', old),
          taskOf('cloudFirewall', '2', old, { overrides: odd }),
          taskOf('cloudFirewall', '3', old, { overrides: { Status: 'melting' } }),
          taskOf('cloudFirewall', '4', old, { overrides: { TaskId: undefined, TaskName: null } }),
        ],
      }),
    );
    const id = await stage.add(accountArgument('alibaba', alibaba.origin));
    const rows = tasksOf(id).map(({ id: task, status, rawStatus }) => [task, status, rawStatus]);
    assert.deepEqual(rows.sort(), [
      ['', 'succeeded', 'finish'],
      ['1', 'succeeded', 'finish'],
      ['2', 'unknown', ''],
      ['3', 'unknown', 'melting'],
    ]);
  });

  it('rejects the id of a task that the cloud does not know, and one that is no id', async () => {
    const huawei = await stage.start('huawei', {});
    const account = await stage.add(accountArgument('huawei', huawei.origin));
    const track = (taskId: string) => rejection(run('trackTask', { account, region: testRegion, taskId }));
    assert.match(
      await track('0123-4567'),
      /^huawei account, Host Security \(HSS\), cn-north-4: the cloud does not know it/,
    );
    const calls = huawei.requests.length;
    assert.match(await track('../../projects'), /“taskId” cannot be used/);
    assert.equal(huawei.requests.length, calls);
    assert.deepEqual(tasksOf(account), []);
  });

  const bad: [string, string, unknown, RegExp][] = [
    [
      'a cloud that is not there',
      'addAccount',
      { cloud: 'tencent', label: 'x', credential: {} },
      /“cloud”.*alibaba, baidu, huawei/,
    ],
    ['a missing label', 'addAccount', { cloud: 'baidu', credential: {} }, /“label”/],
    [
      'a misspelt field',
      'addAccount',
      { cloud: 'baidu', label: 'x', credential: {}, region: 'bj' },
      /“region”.*There is no such field/,
    ],
    [
      'a credential without a secret',
      'addAccount',
      { cloud: 'baidu', label: 'x', credential: { kind: 'accessKey', accessKeyId: 'a' } },
      /“credential\.secretAccessKey”/,
    ],
    [
      'plain HTTP elsewhere',
      'addAccount',
      accountArgument('baidu', 'http://10.0.0.1'),
      /“endpoints\.bls”.*https/,
    ],
    [
      'a user name in an endpoint',
      'addAccount',
      accountArgument('baidu', 'https://me:pw@example.com'),
      /“endpoints\.bls”.*user name/,
    ],
    [
      'a region that is none',
      'addAccount',
      accountArgument('baidu', 'https://example.com', { regions: ['bj/../x'] }),
      /“regions\.0”/,
    ],
    [
      'an unknown site',
      'addAccount',
      accountArgument('alibaba', 'https://example.com', { site: 'moon' }),
      /“site”.*china, international/,
    ],
    ['an unknown task', 'copyLink', { task: 'no/such/task/1' }, /no task “no\/such\/task\/1”/],
    ['a task that is no key', 'download', { task: 7 }, /“task”/],
    ['a target that is no path', 'download', { task: 'a', target: 7 }, /“target”/],
    ['an unknown account', 'removeAccount', { account: 'nobody' }, /no account “nobody”/],
    ['an unknown account to refresh', 'refresh', { account: 'nobody' }, /no account “nobody”/],
    ['an unknown field', 'refresh', { acount: 'x' }, /“acount”/],
    ['a list for an object', 'trackTask', ['x'], /argument|account/],
  ];
  for (const [what, command, argument, expected] of bad) {
    it(`refuses ${what} and names it`, async () => {
      const before = api.accounts().length;
      const message = await rejection(run(command, argument));
      assert.match(message, expected);
      assert.equal(api.accounts().length, before);
    });
  }
});
