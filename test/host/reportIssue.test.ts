import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { answerWith } from '../../src/simulator/faults';
import { credentials, endpointsOf, taskOf } from '../harness/simulators';
import { accountArgument, rejection, run, Stage } from './world';

/** The part below a heading, as long as no other begins. */
const part = (text: string, title: string): string =>
  (text.split(`# ${title}\n`)[1] ?? '').split('\n## ')[0] ?? '';

describe('a report of an issue', () => {
  const stage = new Stage();
  const requestId = '7D1E5A0C-93B4-4E0B-8B5A-2C6F1D0E9A77';
  const planted = {
    label: 'PLANTEDlabel',
    task: 'PLANTEDtask',
    name: 'PLANTEDname',
    rule: 'PLANTEDrule-*',
    secret: credentials.baidu.secretAccessKey,
    keyId: credentials.baidu.accessKeyId,
  };

  const report = () => run<string>('reportIssue', {});

  before(async () => {
    const old = stage.clock.now() - 3600_000;
    const server = await stage.start('baidu', {
      tasks: [taskOf('bls', planted.task, old, { name: planted.name })],
    });
    const argument = accountArgument('baidu', server.origin, { label: planted.label });
    const id = await stage.add(argument);
    const { label, task, name, secret, keyId } = planted;
    const message = `${keyId} of ${label} may not read ${task} (${name}) of ${server.origin}/x?sign=${secret}`;
    server.intercept(() =>
      answerWith(403, { code: 'AccessDenied', message, requestId }, { 'x-bce-request-id': requestId }),
    );
    await run('refresh', { account: id });
    await vscode.workspace
      .getConfiguration('cloudTasks')
      .update('downloads.whenFinished', [{ name: planted.rule }], vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    await vscode.workspace
      .getConfiguration('cloudTasks')
      .update('downloads.whenFinished', undefined, vscode.ConfigurationTarget.Global);
    await stage.end();
  });

  it('gives a program its text and opens nothing', async () => {
    const open = vscode.workspace.textDocuments.length;
    const text = await report();
    assert.equal(vscode.workspace.textDocuments.length, open);
    assert.match(part(text, 'Versions'), new RegExp(`\`editor version\` \\| \`${vscode.version}\``));
    for (const fact of ['Cloud Tasks', 'node', 'undici', 'system'])
      assert.match(part(text, 'Versions'), new RegExp(`\`${fact}\` \\| \`[\\w.]`));
    assert.match(part(text, 'Network'), /`certificates checked` \| `yes`/);
    assert.match(part(text, 'Window'), /`calls the clouds` \| `yes`/);
  });

  it('says of the account how its place is, by kind, code and request id', async () => {
    const text = await report();
    assert.match(text, /\| `cloud` \| `baidu` \|/);
    assert.match(text, /\| `endpoints of its own` \| `yes` \|/);
    assert.match(text, /\| `tasks succeeded` \| `1` \|/);
    assert.match(
      text,
      new RegExp(
        `\\| \`bls\` \\| \`1\` \\| \`failed\` \\| \`permission\` \\| \`AccessDenied\` \\| \`${requestId}\``,
      ),
    );
  });

  it('has the failure with what the cloud said, and how long calls took', async () => {
    const text = await report();
    const failures = part(text, 'Last failures');
    assert.match(
      failures,
      new RegExp(`\`baidu bls POST \\(asked\\)\` \\| \`permission\` \\| \`403\` .*${requestId}`),
    );
    assert.match(failures, /may not read •••/);
    assert.match(
      part(text, 'Calls, in milliseconds'),
      /\| `baidu bls POST \(asked\)` \| `\d+` \| `\d+` \| `\d+` \|/,
    );
  });

  it('says of a setting that has words of the user how much it is', async () =>
    assert.match(await report(), /`cloudTasks\.downloads\.whenFinished` \| `1 given`/));

  it('has no secret, name, id, address or home in it', async () => {
    const text = await report();
    const origin = Object.values(endpointsOf('baidu', 'x'));
    assert.ok(origin.length > 0);
    const leaks = [...Object.values(planted), homedir(), '127.0.0.1', 'http://', 'https://'].filter(word =>
      text.includes(word),
    );
    assert.deepEqual(leaks, []);
  });

  it('refuses a field that there is not', async () =>
    assert.match(await rejection(run('reportIssue', { send: true })), /“send”.*There is no such field/));

  it('is opened for a user as a new document, which nobody is sent', async () => {
    await run('reportIssue');
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document?.isUntitled);
    assert.equal(document.languageId, 'markdown');
    assert.match(document.getText(), /^# Cloud Tasks: report\n/);
    assert.match(document.getText(), /nothing has been sent/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
