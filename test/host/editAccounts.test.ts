import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { answerWith } from '../../src/simulator/faults';
import type { SimulatorServer } from '../../src/simulator/server';
import type { CloudTasksApi } from '../../src/vscode/api';
import { credentials, manyTasks, taskOf, testRegion } from '../harness/simulators';
import { accountArgument, getApi, rejection, run, Stage, until } from './world';

interface PlainVerdict {
  readonly service: string;
  readonly region: string;
  readonly ok: boolean;
  readonly kind?: string;
  readonly message: string;
  readonly count?: number;
  readonly milliseconds: number;
  readonly requestId?: string;
}

const good = { kind: 'accessKey', accessKeyId: 'PLANTEDnewKey1', secretAccessKey: 'PLANTEDnewSecret2' };
const wrong = { kind: 'accessKey', accessKeyId: 'PLANTEDbadKey3', secretAccessKey: 'PLANTEDbadSecret4' };

describe('editing and testing accounts', () => {
  const stage = new Stage();
  let api: CloudTasksApi;
  let server: SimulatorServer;
  let account: string;
  const said: string[] = [];

  const shown = () => api.accounts().find(({ id }) => id === account);
  const places = () => shown()?.services.map(({ service, region, state }) => [service, region, state]);
  const tasks = () => api.tasks().filter(task => task.account === account);
  /** The sentence of a rejection, kept to be searched for secrets. */
  const refused = async (command: string, argument: object) => {
    const message = await rejection(run(command, argument));
    said.push(message);
    return message;
  };
  const callsDuring = async (work: () => Promise<unknown>) => {
    const before = server.requests.length;
    await work();
    return server.requests.length - before;
  };

  before(async () => {
    api = await getApi();
    const old = stage.clock.now() - 3600_000;
    server = await stage.start('baidu', {
      credentials: [credentials.baidu, good],
      tasks: manyTasks('bls', 2, old), // of each region: an endpoint for all does not tell them apart
    });
    account = await stage.add(accountArgument('baidu', server.origin, { regions: ['bj', 'gz'] }));
  });
  after(() => stage.end());

  it('gives another name, and calls nothing for it', async () => {
    const calls = await callsDuring(() =>
      Promise.resolve(run('renameAccount', { account, label: 'renamed' })),
    );
    assert.equal(shown()?.label, 'renamed');
    assert.equal(calls, 0);
    assert.match(await refused('renameAccount', { account, label: ' ' }), /“label”/);
    assert.match(await refused('renameAccount', { account: 'nobody', label: 'x' }), /no account “nobody”/);
  });

  it('drops the rows of a region that is taken out, and reads one that is added', async () => {
    assert.equal(tasks().length, 4);
    await run('editAccount', { account, regions: ['bj'] });
    assert.deepEqual(
      shown()?.services.map(({ region }) => region),
      ['bj'],
    );
    assert.deepEqual(new Set(tasks().map(({ region }) => region)), new Set(['bj']));
    await run('editAccount', { account, regions: ['bj', 'gz'], label: 'edited' });
    await until(api, () => tasks().length === 4);
    assert.equal(shown()?.label, 'edited');
  });

  it('takes nothing that is wrong', async () => {
    assert.match(await refused('editAccount', { account, regions: ['no such/region'] }), /“regions.0”/);
    assert.match(await refused('editAccount', { account, services: ['cdn'] }), /“services.0”.*bls/);
    assert.match(await refused('editAccount', { account, site: 'china' }), /“site”/);
    assert.match(
      await refused('editAccount', { account, endpoints: { bls: 'http://example.com' } }),
      /“endpoints.bls”/,
    );
    assert.match(await refused('editAccount', { account, cloud: 'huawei' }), /“cloud”/);
    assert.match(await refused('editAccount', { label: 'x' }), /“account”/);
    assert.match(await refused('editAccount', { account, credential: { kind: 'token' } }), /“credential/);
    assert.match(await refused('replaceCredential', { account }), /“credential/);
    assert.equal(shown()?.label, 'edited');
  });

  it('leaves the old credential where the new one is refused', async () => {
    assert.match(
      await refused('replaceCredential', { account, credential: wrong }),
      /credential was refused/,
    );
    assert.match(await refused('editAccount', { account, label: 'no', credential: wrong }), /refused/);
    assert.equal(shown()?.label, 'edited');
    await run('refresh', { account });
    assert.deepEqual(places(), [
      ['bls', 'bj', 'ok'],
      ['bls', 'gz', 'ok'],
    ]);
  });

  it('takes a new one that is let in, and what stood still for the old one goes on', async () => {
    server.setWorld({
      credentials: [good],
      tasks: manyTasks('bls', 3, stage.clock.now() - 3600_000),
    });
    await run('refresh', { account });
    assert.deepEqual(places()?.[1], ['bls', 'gz', 'off']);
    await run('replaceCredential', { account, credential: good });
    await until(api, () => places()?.every(([, , state]) => state === 'ok') ?? false);
    assert.ok(server.requests.at(-1)?.headers['authorization']?.includes(good.accessKeyId));
  });

  it('takes one that would be refused when it is told not to try', async () => {
    await run('replaceCredential', { account, credential: wrong, verify: false });
    await until(api, () => places()?.[0]?.[2] === 'failed');
    await run('replaceCredential', { account, credential: good });
    await until(api, () => places()?.every(([, , state]) => state === 'ok') ?? false);
  });

  describe('a test', () => {
    const test = () => Promise.resolve(run<PlainVerdict[]>('testAccount', { account }));

    it('calls each place and says how it went', async () => {
      const verdicts = await test();
      assert.deepEqual(
        verdicts.map(({ service, region, ok, kind, count }) => [service, region, ok, kind, count]),
        [
          ['bls', 'bj', true, undefined, 3],
          ['bls', 'gz', true, undefined, 3],
        ],
      );
      assert.equal(verdicts[0]?.message, 'Log Service (BLS) bj: 3 tasks');
      assert.ok(verdicts.every(({ milliseconds }) => milliseconds >= 0));
    });

    it('tells a missing right from a refused key, and calls no more once it is refused', async () => {
      const denial = { code: 'AccessDenied', message: 'denied', requestId: 'R-77' };
      server.intercept(() => answerWith(403, denial));
      const denied = await test();
      assert.deepEqual(
        denied.map(({ kind, requestId }) => [kind, requestId]),
        [
          ['permission', 'R-77'],
          ['permission', 'R-77'],
        ],
      );
      assert.match(denied[0]?.message ?? '', /access denied .*R-77.*“Copy Policy”/);
      server.intercept(() => answerWith(403, { ...denial, code: 'InvalidAccessKeyId' }));
      let verdicts: PlainVerdict[] = [];
      assert.equal(await callsDuring(async () => (verdicts = await test())), 1);
      assert.deepEqual(
        verdicts.map(({ ok, kind }) => [ok, kind]),
        [
          [false, 'auth'],
          [false, 'auth'],
        ],
      );
      assert.match(verdicts[1]?.message ?? '', /was not called/);
      said.push(JSON.stringify([denied, verdicts]));
      server.intercept(undefined);
    });

    it('takes one account, and no damaged argument', async () => {
      assert.match(await refused('testAccount', {}), /“account”/);
      assert.match(await refused('testAccount', { account, more: 1 }), /“more”/);
    });
  });

  it('copies the policy of the services that are watched', async () => {
    const policy = await run<string>('copyPolicy', { account });
    assert.match(policy, /"accessControlList"/);
    assert.equal(await vscode.env.clipboard.readText(), policy);
  });

  it('calls nothing for an account that is disabled, and says how to go on', async () => {
    await run('refresh', { account });
    await run('disableAccount', { account });
    const calls = await callsDuring(async () => {
      await run('refresh');
      for (const command of ['refresh', 'refreshAccount', 'testAccount'])
        assert.match(await refused(command, { account }), /“edited” is disabled.*“Enable Account”/);
      const task = tasks()[0]?.key;
      assert.match(await refused('copyLink', { task }), /“Enable Account”/);
      await run('replaceCredential', { account, credential: wrong });
      await run('disableAccount', { account });
    });
    assert.equal(calls, 0);
    assert.equal(tasks().length, 6);
    assert.equal(shown()?.disabled, true);
    assert.deepEqual(places(), [
      ['bls', 'bj', 'off'],
      ['bls', 'gz', 'off'],
    ]);
    assert.ok(shown()?.services.every(({ refreshedAt, problem }) => refreshedAt && !problem));
  });

  it('goes on when it is enabled, with what was changed meanwhile', async () => {
    await run('editAccount', { account, disabled: false, credential: good });
    await until(api, () => places()?.every(([, , state]) => state === 'ok') ?? false);
    assert.equal(shown()?.disabled, undefined);
    await run('disableAccount', { account });
    await run('enableAccount', { account });
    await until(api, () => places()?.every(([, , state]) => state === 'ok') ?? false);
  });

  it('works for the accounts of the demo, which leave no trace', async () => {
    await run('tryDemo');
    const demo = api.accounts().find(({ id }) => id.startsWith('demo-'));
    assert.ok(demo);
    await run('renameAccount', { account: demo.id, label: 'my demo' });
    await run('disableAccount', { account: demo.id });
    assert.deepEqual(
      api
        .accounts()
        .filter(({ id }) => id === demo.id)
        .map(({ label, disabled }) => [label, disabled]),
      [['my demo', true]],
    );
    await run('enableAccount', { account: demo.id });
    assert.ok((await run<PlainVerdict[]>('testAccount', { account: demo.id })).every(({ ok }) => ok));
    await run('stopDemo');
    assert.ok(!api.accounts().some(({ id }) => id.startsWith('demo-')));
  });

  it('uses no token that was got before: its password may have been changed since', async () => {
    const user = { kind: 'password', domain: 'PLANTEDdomain', user: 'PLANTEDuser', password: 'PLANTEDold' };
    const huawei = await stage.start('huawei', { credentials: [user] });
    const id = await stage.add(accountArgument('huawei', huawei.origin, { credential: user }));
    await run('refresh', { account: id });
    const tokens = () => huawei.requests.filter(({ path }) => path === '/v3/auth/tokens').length;
    const before = tokens();
    const verdicts = await run<PlainVerdict[]>('testAccount', { account: id });
    assert.ok(verdicts.length > 0 && verdicts.every(({ ok }) => ok));
    assert.equal(tokens(), before + 1);
    said.push(JSON.stringify(verdicts));
  });

  it('works for a cloud that has no regions, and for one that tracks', async () => {
    const cdn = await stage.start('alibaba', { tasks: [taskOf('cdn', '1', stage.clock.now() - 60_000)] });
    const alibaba = await stage.add(accountArgument('alibaba', cdn.origin));
    await run('editAccount', { account: alibaba, services: ['cdn'], site: 'international' });
    const services = () => api.accounts().find(({ id }) => id === alibaba)?.services ?? [];
    assert.deepEqual(
      services().map(({ service }) => service),
      ['cdn'],
    );
    const policy = await run<string>('copyPolicy', { account: alibaba });
    assert.match(policy, /cdn:DescribeRefreshTasks/);
    assert.doesNotMatch(policy, /cloudfirewall/);
    const iam = await stage.start('huawei', {});
    const huawei = await stage.add(accountArgument('huawei', iam.origin));
    await run('disableAccount', { account: huawei });
    const tracking = { account: huawei, region: testRegion, taskId: 'h1' };
    assert.match(await refused('trackTask', tracking), /“Enable Account”/);
    await run('enableAccount', { account: huawei });
    assert.ok((await run<PlainVerdict[]>('testAccount', { account: huawei })).every(({ ok }) => ok));
  });

  // After the tests of a test, which would come last otherwise.
  describe('in the end', () => {
    it('all go at once, with their credentials and the demo', async () => {
      assert.match(await refused('removeAllAccounts', { account }), /“account”/);
      await run('tryDemo');
      assert.ok(api.accounts().length > 3);
      await run('removeAllAccounts', {});
      assert.deepEqual(api.accounts(), []);
      assert.deepEqual(api.tasks(), []);
      await run('removeAllAccounts', {}); // there is nothing more to remove
    });

    it('says no secret', () => {
      const all = said.join('\n') + JSON.stringify([api.accounts(), api.tasks()]);
      assert.doesNotMatch(all, /PLANTED|test-secret/);
    });
  });
});
