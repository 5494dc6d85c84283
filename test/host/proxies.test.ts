import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CloudTasksApi, PlainProblem } from '../../src/vscode/api';
import type { SimulatorServer } from '../../src/simulator/server';
import { authority } from '../fakes/certificate';
import { ProxyProcess } from '../harness/proxyProcess';
import { taskOf } from '../harness/simulators';
import { tlsFront, type TlsFront } from '../harness/tlsFront';
import { EditorSettings } from './editorSettings';
import { accountArgument, getApi, run, Stage } from './world';

const credential = { user: 'planted-user', password: 'planted-password' };
const variables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];

describe('the proxy of the editor', () => {
  const stage = new Stage();
  const http = new EditorSettings('http');
  const environment = new Map(variables.map(name => [name, process.env[name]]));
  let api: CloudTasksApi;
  let proxy: ProxyProcess;
  let guarded: ProxyProcess;
  let baidu: SimulatorServer;
  let front: TlsFront;
  let account: string;
  let tunnel: string;

  before(async () => {
    for (const name of variables) delete process.env[name];
    api = await getApi();
    const root = vscode.extensions.getExtension('cloud-tasks.cloud-tasks')?.extensionPath;
    proxy = await ProxyProcess.start({}, root);
    guarded = await ProxyProcess.start({ credential }, root);
    baidu = await stage.start('baidu', { tasks: [taskOf('bls', '1', stage.clock.now() - 3600_000)] });
    front = await tlsFront(authority().issue(['bls.example.com']), baidu.origin);
    tunnel = `CONNECT bls.example.com:${front.port}`;
    // Nobody but the proxy knows the host, and nobody the authority.
    await http.set('proxyStrictSSL', false);
    await http.set('proxy', proxy.origin);
    account = await stage.add(accountArgument('baidu', `https://bls.example.com:${front.port}`));
  });
  afterEach(async () => {
    for (const name of ['proxy', 'proxySupport', 'noProxy', 'proxyAuthorization'])
      await http.set(name, undefined);
    for (const name of variables) delete process.env[name];
    await proxy.seen();
  });
  after(async () => {
    await http.restore();
    for (const [name, value] of environment) if (value !== undefined) process.env[name] = value;
    await stage.end();
    await front.close();
    await proxy.stop();
    await guarded.stop();
  });

  const tasks = () => api.tasks().filter(task => task.account === account).length;
  async function refreshed(): Promise<PlainProblem | undefined> {
    await run('refresh', { account });
    return api.accounts().find(({ id }) => id === account)?.services[0]?.problem;
  }

  it('is used', async () => {
    assert.equal(tasks(), 1);
    assert.deepEqual(new Set(await proxy.seen()), new Set([tunnel]));
  });

  it('is gone when the setting is', async () => {
    assert.equal((await refreshed())?.kind, 'network');
    assert.deepEqual(await proxy.seen(), []);
    assert.equal(tasks(), 1, 'the rows stay');
  });

  it('is that of the environment when there is none in the settings', async () => {
    process.env['HTTPS_PROXY'] = proxy.origin;
    // The environment is looked at when settings change, as it stays the same otherwise.
    await http.set('proxySupport', 'on');
    assert.equal(await refreshed(), undefined);
    assert.deepEqual(await proxy.seen(), [tunnel]);
    await http.set('proxySupport', 'off');
    assert.equal((await refreshed())?.kind, 'network');
    assert.deepEqual(await proxy.seen(), []);
  });

  it('is not used for the hosts that are excepted', async () => {
    await http.set('noProxy', ['.example.com']);
    await http.set('proxy', proxy.origin);
    assert.equal((await refreshed())?.kind, 'network');
    assert.deepEqual(await proxy.seen(), []);
  });

  it('is given the credential in its address, or the one that is set', async () => {
    const { user, password } = credential;
    await http.set('proxy', guarded.origin.replace('//', `//${user}:${password}@`));
    assert.equal(await refreshed(), undefined);
    await http.set('proxy', guarded.origin);
    const wrong = await refreshed();
    assert.deepEqual([wrong?.kind, wrong?.code], ['proxy', 'HTTP 407']);
    const basic = Buffer.from(`${user}:${password}`).toString('base64');
    await http.set('proxyAuthorization', `Basic ${basic}`);
    assert.equal(await refreshed(), undefined);
  });

  it('lets a call under way end when it changes', async () => {
    await http.set('proxy', proxy.origin);
    let release: () => void = () => undefined;
    const released = new Promise<void>(resolve => void (release = resolve));
    const arrived = new Promise<void>(resolve => {
      baidu.intercept(async () => {
        resolve();
        await released;
        return undefined;
      });
    });
    const outcome = refreshed();
    await arrived;
    await http.set('proxy', 'http://127.0.0.1:1');
    baidu.intercept(undefined);
    const calls = baidu.requests.length;
    release();
    assert.equal(await outcome, undefined);
    assert.deepEqual(
      [baidu.requests.length, (await proxy.seen()).length],
      [calls, 1],
      'it was the same call',
    );
  });

  it('is told to be down when it is', async () => {
    await http.set('proxy', `http://${credential.user}:${credential.password}@127.0.0.1:1`);
    const problem = await refreshed();
    assert.deepEqual([problem?.kind, problem?.code], ['proxy', 'ECONNREFUSED']);
    assert.doesNotMatch(JSON.stringify(problem), /planted/);
  });
});
