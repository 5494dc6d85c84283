import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import * as vscode from 'vscode';
import yazl from 'yazl';
import type { CloudTasksApi } from '../../src/vscode/api';
import { taskOf, testRegion } from '../harness/simulators';
import { accountArgument, getApi, rejection, run, Stage, until } from './world';

/** The file of the tab in front, if that is a table. */
function shownTable(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType === 'cloudTasks.table'
    ? input.uri
    : undefined;
}

describe('tables', () => {
  const stage = new Stage();
  let api: CloudTasksApi;
  let folder: string;
  let file: vscode.Uri;

  const key = (service: string): string => {
    const task = api.tasks().find(candidate => candidate.service === service);
    assert.ok(task, `there is no task of ${service}`);
    return task.key;
  };

  before(async () => {
    api = await getApi();
    folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-table-'));
    file = vscode.Uri.file(join(folder, 'asset [1].csv'));
    await writeFile(file.fsPath, '编号,名称\r\n1,甲\r\n');
    const settings = vscode.workspace.getConfiguration('cloudTasks');
    await settings.update('downloadDirectory', folder, vscode.ConfigurationTarget.Global);
    const old = stage.clock.now() - 3600_000;
    const csv = { name: 'export.csv', content: Buffer.from('a,b\n1,2\n') };
    const zip = new yazl.ZipFile();
    for (const name of ['by host/漏洞.csv', 'readme.txt'])
      zip.addBuffer(Buffer.from('编号,等级\n1,高\n'), name);
    zip.end();
    const archive = { name: 'hss.zip', content: await buffer(zip.outputStream) };
    const alibaba = await stage.start('alibaba', {
      tasks: [taskOf('cloudFirewall', '1', old, { file: csv })],
    });
    const huawei = await stage.start('huawei', {
      tasks: [taskOf('hss', 'h1', old, { region: testRegion, file: archive })],
    });
    await stage.add(accountArgument('alibaba', alibaba.origin));
    const account = await stage.add(accountArgument('huawei', huawei.origin));
    await run('trackTask', { account, region: testRegion, taskId: 'h1' });
    await until(api, () => api.tasks().some(({ service }) => service === 'hss'));
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  after(async () => {
    const settings = vscode.workspace.getConfiguration('cloudTasks');
    await settings.update('downloadDirectory', undefined, vscode.ConfigurationTarget.Global);
    await stage.end();
    await rm(folder, { recursive: true, force: true });
  });

  it('opens a file that is named by a Uri, its text or a path', async () => {
    for (const argument of [file, file.toString(), file.fsPath]) {
      await run('openAsTable', argument);
      assert.equal(shownTable()?.fsPath, file.fsPath);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });

  it('opens the file of the active editor', async () => {
    await vscode.commands.executeCommand('vscode.open', file);
    assert.equal(shownTable(), undefined); // a text, unless one asks
    await run('openAsTable');
    assert.equal(shownTable()?.fsPath, file.fsPath);
  });

  it('opens the file of a task, downloaded first', async () => {
    await run('openAsTable', { task: key('cloudFirewall') });
    assert.equal(shownTable()?.fsPath, join(folder, 'export.csv'));
  });

  it('opens a file of an archive without unpacking it to disk', async () => {
    await run('openAsTable', { task: key('hss'), entry: 'by host/漏洞.csv' });
    assert.equal(shownTable()?.scheme, 'cloud-task-zip');
    assert.equal(shownTable()?.path, '/by host/漏洞.csv');
    assert.match(
      await rejection(run('openAsTable', { task: key('hss') })),
      /entry.*by host\/漏洞\.csv, readme\.txt/,
    );
  });

  it('refuses what names no file', async () => {
    assert.match(await rejection(run('openAsTable', 5)), /task/);
    assert.match(await rejection(run('openAsTable', { task: 'none' })), /There is no task “none”/);
    assert.match(await rejection(run('openAsTable', { task: key('cloudFirewall'), more: 1 })), /more/);
    assert.match(await rejection(run('openAsTable', { task: key('cloudFirewall'), entry: 'a' })), /entry/);
  });
});
