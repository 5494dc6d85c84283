import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import yazl from 'yazl';
import { buffer } from 'node:stream/consumers';
import type { SimulatorServer } from '../../src/simulator/server';
import type { CloudTasksApi } from '../../src/vscode/api';
import { taskOf, testRegion } from '../harness/simulators';
import { accountArgument, getApi, rejection, run, Stage, until } from './world';

const csv = Buffer.from('编号,名称\r\n1,甲\r\n');
const json = Buffer.from('{"log":"one"}\n{"log":"two"}\n');

async function zipOf(entries: Record<string, string>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, text] of Object.entries(entries)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  return buffer(zip.outputStream);
}

describe('files of tasks', () => {
  const stage = new Stage();
  let api: CloudTasksApi;
  let folder: string;
  let zip: Buffer;
  let baidu: SimulatorServer;
  let hss: string;

  const key = (service: string, id: string): string => {
    const task = api.tasks().find(candidate => candidate.service === service && candidate.id === id);
    assert.ok(task, `there is no ${service} ${id}`);
    return task.key;
  };
  const inFolder = (name: string) => vscode.Uri.file(join(folder, name));
  const save = (task: string, name: string) =>
    run<vscode.Uri>('download', { task, target: inFolder(name) }).then(uri => readFile(uri.fsPath));

  before(async () => {
    api = await getApi();
    folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-files-'));
    zip = await zipOf({
      '漏洞.csv': '编号,等级\r\n1,高\r\n',
      'readme.txt': 'read me',
      'in a folder/NOTES': '编号',
    });
    const old = stage.clock.now() - 3600_000;
    const alibaba = await stage.start('alibaba', {
      tasks: [
        taskOf('cloudFirewall', '1', old, { file: { name: '资产-IPv4_1069.csv', content: csv } }),
        taskOf('cloudFirewall', '2', stage.clock.now(), { steps: [{ after: 0, state: 'running' }] }),
        taskOf('cdn', '9', old),
      ],
    });
    baidu = await stage.start('baidu', {
      tasks: [taskOf('bls', 'b1', old, { file: { name: 'nginx_json_b1.json', content: json, rows: 2 } })],
    });
    const steps = [
      { after: 0, state: 'running' },
      { after: 600_000, state: 'succeeded' },
    ];
    const file = { name: 'hss-vul-zh.zip', content: zip };
    const huawei = await stage.start('huawei', {
      tasks: [taskOf('hss', 'h1', stage.clock.now(), { region: testRegion, steps, file })],
    });
    await stage.add(accountArgument('alibaba', alibaba.origin));
    await stage.add(accountArgument('baidu', baidu.origin));
    hss = await stage.add(accountArgument('huawei', huawei.origin));
  });
  after(async () => {
    await stage.end();
    await rm(folder, { recursive: true, force: true });
  });

  it('downloads a firewall export byte for byte', async () => {
    assert.deepEqual(await save(key('cloudFirewall', '1'), 'firewall.csv'), csv);
    const { mode } = await stat(join(folder, 'firewall.csv'));
    if (process.platform !== 'win32') assert.equal(mode & 0o777, 0o600); // Windows has no such bits
  });

  it('takes another name when one is taken', async () => {
    await writeFile(join(folder, 'taken.csv'), 'mine');
    const uri = await run<vscode.Uri>('download', {
      task: key('cloudFirewall', '1'),
      target: join(folder, 'taken.csv'),
    });
    assert.equal(uri.fsPath, join(folder, 'taken (1).csv'));
    assert.equal(await readFile(join(folder, 'taken.csv'), 'utf8'), 'mine');
    assert.deepEqual(await readFile(uri.fsPath), csv);
  });

  it('downloads to the folder of the setting under the cloud’s name', async () => {
    const settings = vscode.workspace.getConfiguration('cloudTasks');
    await settings.update('downloadDirectory', join(folder, 'new folder'), vscode.ConfigurationTarget.Global);
    try {
      const uri = await api.download(key('cloudFirewall', '1'));
      assert.equal(uri.fsPath, join(folder, 'new folder', '资产-IPv4_1069.csv'));
    } finally {
      await settings.update('downloadDirectory', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('replaces a BLS link that has expired meanwhile', async () => {
    const before = await run<{ url: string; expiresAt: string }>('copyLink', { task: key('bls', 'b1') });
    assert.equal(await vscode.env.clipboard.readText(), before.url);
    assert.ok(Date.parse(before.expiresAt) > stage.clock.now());
    // The first link that the download gets dies before it is used.
    let handedOut = 0;
    baidu.intercept(({ path }) => {
      if (path.includes('/download/link/')) handedOut++;
      if (path.startsWith('/bos/') && handedOut === 1) stage.clock.advance(301_000);
      return undefined;
    });
    try {
      assert.deepEqual(await save(key('bls', 'b1'), 'bls.json'), json);
      assert.equal(handedOut, 2);
    } finally {
      baidu.intercept(undefined);
      stage.clock.advance(-301_000);
    }
  });

  it('watches an HSS export from running to success and downloads its zip', async () => {
    const task = await run<string>('trackTask', { account: hss, region: testRegion, taskId: 'h1' });
    const status = () => api.tasks().find(candidate => candidate.key === task)?.status;
    assert.equal(status(), 'running');
    assert.match(await rejection(run('download', { task })), /not finished \(Running\)/);
    stage.clock.advance(600_000);
    await until(api, () => status() === 'succeeded');
    assert.deepEqual(await save(task, 'hss.zip'), zip);
  }).timeout(30_000);

  it('opens a text with its encoding, in the right language', async () => {
    await run('open', { task: key('bls', 'b1') });
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.getText(), json.toString());
    assert.equal(document.languageId, 'json');
  });

  it('opens an entry of the zip without unpacking it to disk', async () => {
    const task = key('hss', 'h1');
    const names = await readdir(folder);
    await run('open', { task, entry: '漏洞.csv' });
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.getText(), '编号,等级\r\n1,高\r\n');
    assert.equal(document.uri.scheme, 'cloud-task-zip');
    assert.deepEqual(await readdir(folder), names);
  });

  it('opens a file of the zip without an extension as the text that it is', async () => {
    await run('open', { task: key('hss', 'h1'), entry: 'in a folder/NOTES' });
    assert.equal(vscode.window.activeTextEditor?.document.getText(), '编号');
  });

  it('says what there is in the zip when no entry is named, or one that there is not', async () => {
    const task = key('hss', 'h1');
    for (const argument of [{ task }, { task, entry: 'no.txt' }, { task, entry: 'in a folder' }])
      assert.match(
        await rejection(run('open', argument)),
        /entry.*漏洞\.csv, readme\.txt, in a folder\/NOTES/,
      );
    assert.match(await rejection(run('open', { task, entry: '../evil' })), /“\.\.\/evil” leads out/);
  });

  it('says why there is no link, and that a task is not finished', async () => {
    assert.match(await rejection(run('copyLink', { task: key('hss', 'h1') })), /no link that can be shared/);
    assert.match(await rejection(run('copyLink', { task: key('cloudFirewall', '2') })), /not finished/);
    assert.match(await rejection(run('download', { task: key('cdn', '9') })), /no file/);
  });

  it('gives a CDN task’s own address as its link', async () => {
    const link = await run('copyLink', { task: key('cdn', '9') });
    assert.deepEqual(link, { url: 'https://example.com/9.js' });
  });

  it('says that a folder is none, and the editor’s host goes on', async () => {
    await writeFile(join(folder, 'afile'), '');
    const faults: string[] = [];
    const note = (error: Error) => faults.push(String(error));
    process.on('uncaughtException', note);
    try {
      const target = join(folder, 'afile', 'below.csv');
      const message = await rejection(run('download', { task: key('cloudFirewall', '1'), target }));
      assert.match(message, /The folder of “.*below\.csv” is not there/);
      await save(key('bls', 'b1'), 'after.json');
    } finally {
      process.off('uncaughtException', note);
    }
    assert.deepEqual(faults, []);
  });

  it('leaves no part file behind', async () => {
    assert.deepEqual(
      (await readdir(folder)).filter(name => name.endsWith('.part')),
      [],
    );
  });
});
