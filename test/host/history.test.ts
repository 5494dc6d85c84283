import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CloudTasksApi } from '../../src/vscode/api';
import { taskOf } from '../harness/simulators';
import { accountArgument, getApi, rejection, run, Stage } from './world';

const minute = 60_000;
const threeDays = 72 * 60 * minute;

describe('what a cloud lists no more', () => {
  const stage = new Stage();
  let api: CloudTasksApi;
  let key: string;

  before(async () => {
    api = await getApi();
    // The CDN lists three days; a signature may be some minutes old.
    const now = stage.clock.now();
    const tasks = [now, now - minute, now - threeDays + 5 * minute].map((at, index) =>
      taskOf('cdn', `${index}`, at),
    );
    const { origin } = await stage.start('alibaba', { tasks });
    const account = await stage.add(accountArgument('alibaba', origin));
    const mine = () => api.tasks().filter(task => task.account === account);
    const before = mine().map(task => task.key);
    assert.equal(before.length, 3);
    stage.clock.advance(6 * minute);
    await run('refresh', { account });
    const after = mine().map(task => task.key);
    assert.equal(after.length, 2);
    key = before.find(one => !after.includes(one)) ?? '';
  });
  after(() => stage.end());

  it('is not there unless it is asked for', async () => {
    assert.match(await rejection(run('showDetails', { task: key })), /no task/i);
  });

  it('is shown when it is asked for, with its details', async () => {
    await run('showHistory');
    await run('showDetails', { task: key });
    const shown = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.equal((JSON.parse(shown) as { key: string }).key, key);
    await run('copyId', { task: key });
    assert.equal(await vscode.env.clipboard.readText(), '2');
  });

  it('is found while it is shown', async () => {
    assert.deepEqual(await run('findTask', { text: 'example.com/2.js' }), [key]);
  });

  it('is not among the tasks that other extensions see, and has no file any more', async () => {
    assert.ok(!api.tasks().some(task => task.key === key));
    assert.match(await rejection(run('download', { task: key })), /no file/i);
    assert.match(await rejection(run('copyLink', { task: key })), /no (file|link)/i);
  });

  it('goes when it is hidden', async () => {
    await run('hideHistory');
    assert.ok(!(await run<string[]>('findTask', { text: '' })).includes(key));
    assert.match(await rejection(run('showDetails', { task: key })), /no task/i);
  });
});
