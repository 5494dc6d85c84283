import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CloudTasksApi } from '../../src/vscode/api';
import { manyTasks, taskOf, testRegion } from '../harness/simulators';
import { accountArgument, getApi, run, Stage } from './world';

describe('accounts added by argument', () => {
  const stage = new Stage();
  let api: CloudTasksApi;
  let alibaba: string;
  let baidu: string;
  let huawei: string;

  before(async () => {
    api = await getApi();
    const now = stage.clock.now();
    const old = now - 3600_000;
    const cdnTasks = [
      taskOf('cdn', '801', now, {
        type: 'file',
        name: 'https://img.example.com/a.css',
        steps: [{ after: 0, state: 'running', progress: 0.635 }],
      }),
      taskOf('cdn', '802', old, {
        type: 'preload',
        name: 'https://img.example.com/b.js',
        steps: [{ after: 0, state: 'failed', progress: 0.1 }],
        failure: { code: 'OriginTimeout', message: '' },
      }),
    ];
    const clouds = {
      alibaba: await stage.start('alibaba', { tasks: [...manyTasks('cloudFirewall', 60, old), ...cdnTasks] }),
      baidu: await stage.start('baidu', { tasks: manyTasks('bls', 103, old, { region: 'bj' }) }),
      huawei: await stage.start('huawei', { tasks: [taskOf('hss', 'hss-1', old, { region: testRegion })] }),
    };
    alibaba = await stage.add(accountArgument('alibaba', clouds.alibaba.origin));
    baidu = await stage.add(accountArgument('baidu', clouds.baidu.origin));
    huawei = await stage.add(accountArgument('huawei', clouds.huawei.origin));
    await run('trackTask', { account: huawei, region: testRegion, taskId: 'hss-1' });
  });
  after(() => stage.end());

  const tasksOf = (account: string) => api.tasks().filter(task => task.account === account);

  it('shows every task of every service, over all pages', () => {
    const count = (service: string) => api.tasks().filter(task => task.service === service).length;
    assert.deepEqual(
      { cloudFirewall: count('cloudFirewall'), cdn: count('cdn'), bls: count('bls'), hss: count('hss') },
      { cloudFirewall: 60, cdn: 2, bls: 103, hss: 1 },
    );
    assert.equal(new Set(api.tasks().map(task => task.key)).size, 166);
  });

  it('tells the state of each service of each account', () => {
    const states = api
      .accounts()
      .map(({ id, services }) => [id, services.map(s => [s.service, s.region, s.state])]);
    assert.deepEqual(states, [
      [
        alibaba,
        [
          ['cloudFirewall', '', 'ok'],
          ['cdn', '', 'ok'],
        ],
      ],
      [baidu, [['bls', 'bj', 'ok']]],
      [huawei, [['hss', testRegion, 'ok']]],
    ]);
    for (const { services } of api.accounts()) {
      for (const { refreshedAt } of services) assert.ok(Date.parse(refreshedAt ?? '') > 0);
    }
  });

  it('shows progress and the reason of a failure on CDN tasks', () => {
    const [running, failed] = tasksOf(alibaba)
      .filter(task => task.service === 'cdn')
      .sort((a, b) => a.id.localeCompare(b.id));
    assert.deepEqual(
      [running?.status, running?.kind, running?.progress, running?.name],
      ['running', 'refresh', 0.635, 'https://img.example.com/a.css'],
    );
    assert.deepEqual(
      [failed?.status, failed?.kind, failed?.failure?.code],
      ['failed', 'prefetch', 'OriginTimeout'],
    );
  });

  it('gives plain data: ISO times, the service’s own id, no link', () => {
    const task = tasksOf(alibaba).find(({ service, id }) => service === 'cloudFirewall' && id === '60');
    assert.ok(task);
    assert.equal(new Date(task.createdAt ?? '').toISOString(), task.createdAt);
    assert.equal(task.status, 'succeeded');
    assert.equal(task.file?.name, '文件-60.csv');
    assert.doesNotMatch(JSON.stringify(api.tasks()), /Signature=|authorization=|FileURL/i);
    assert.deepEqual(JSON.parse(JSON.stringify(task)), task);
  });

  it('shows the vendor’s record as a read-only JSON document', async () => {
    const task = tasksOf(alibaba).find(({ id }) => id === '802');
    await run('showDetails', { task: task?.key });
    const document = vscode.window.activeTextEditor?.document;
    const shown = JSON.parse(document?.getText() ?? '') as { record: Record<string, unknown> };
    assert.equal(document?.languageId, 'json');
    assert.equal(shown.record['Status'], 'Failed');
    assert.equal(shown.record['Description'], 'OriginTimeout');
    assert.equal(vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) ?? false, false);
  });

  it('follows a tracked HSS task and forgets it when told to', async () => {
    const [task] = tasksOf(huawei);
    assert.equal(task?.status, 'succeeded');
    await run('stopTracking', task.key);
    assert.deepEqual(tasksOf(huawei), []);
    await run('refresh', { account: huawei });
    assert.deepEqual(tasksOf(huawei), []);
    const key = await run<string>('trackTask', { account: huawei, region: testRegion, taskId: 'hss-1' });
    assert.equal(key, task.key);
  });

  it('copies id and JSON, by key and by row alike', async () => {
    const task = tasksOf(baidu)[0];
    await run('copyId', { task: task?.key });
    assert.equal(await vscode.env.clipboard.readText(), task?.id);
    await run('copyJson', { task });
    assert.match(await vscode.env.clipboard.readText(), /"record"/);
  });
});
