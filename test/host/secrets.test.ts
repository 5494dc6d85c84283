import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { answerWith, dropConnection } from '../../src/simulator/faults';
import type { CloudTasksApi } from '../../src/vscode/api';
import { taskOf, testProject, testRegion } from '../harness/simulators';
import { filesBelow } from './filesBelow';
import { accountArgument, getApi, rejection, run, Stage } from './world';

/** Distinct from all else, so that a find is a leak. */
const planted = {
  alibaba: {
    kind: 'accessKey',
    accessKeyId: 'STS.PLANTEDkeyIdAlibaba01',
    accessKeySecret: 'PLANTEDsecretAlibaba02',
    securityToken: 'PLANTEDtokenAlibaba03/+==',
  },
  baidu: {
    kind: 'accessKey',
    accessKeyId: 'PLANTEDkeyIdBaidu04',
    secretAccessKey: 'PLANTEDsecretBaidu05',
    sessionToken: 'PLANTEDtokenBaidu06/+==',
  },
  huawei: { kind: 'password', domain: 'company', user: 'reader', password: 'PLANTEDpassword07 &%' },
} as const;

/** Commands that put a link into a command line. */
const copiesOfLines = ['copyAsCurl', 'copyAsWget', 'copyAsAria2c'];

const secretsOf = (cloud: keyof typeof planted): string[] =>
  Object.entries(planted[cloud])
    .filter(([name]) => !['kind', 'domain', 'user'].includes(name))
    .map(([, value]) => value);
const clouds = ['alibaba', 'baidu', 'huawei'] as const;
const secrets = clouds.flatMap(secretsOf);

/** An error that every vendor's reader takes for its own, and that says back what it was sent. */
const echo = (text: string) =>
  answerWith(403, {
    Code: 'SignatureDoesNotMatch',
    code: 'AccessDenied',
    error_msg: text,
    Message: text,
    message: text,
  });

/** Faults, each given the secrets of the cloud that shows it. */
const faults = [
  (sent: string) => echo(`string to sign is: POST&x-acs-security-token:${sent}`),
  (sent: string) => echo(`The key ${sent} is wrong`),
  () => answerWith(502, '<html>bad gateway</html>'),
  () => answerWith(200, '{"Tasks": [{'),
  () => dropConnection,
];

describe('secrets and links', () => {
  const stage = new Stage();
  const said: string[] = [];
  const links: string[] = [];
  let api: CloudTasksApi;

  before(async () => {
    api = await getApi();
    await vscode.commands.executeCommand('_extensionTests.setLogLevel', 'trace');
  });
  after(async () => {
    await vscode.commands.executeCommand('_extensionTests.setLogLevel', 'info');
    await stage.end();
  });

  it('are nowhere to be found after all has been done and all has failed', async () => {
    const old = stage.clock.now() - 3600_000;
    const huaweiTask = taskOf('hss', 'h1', old, { region: testRegion });
    const servers = {
      alibaba: await stage.start('alibaba', {
        credentials: [planted.alibaba],
        tasks: [taskOf('cloudFirewall', '1', old), taskOf('cdn', '2', old)],
      }),
      baidu: await stage.start('baidu', { credentials: [planted.baidu], tasks: [taskOf('bls', 'b', old)] }),
      huawei: await stage.start('huawei', {
        credentials: [planted.huawei],
        projects: { [testRegion]: testProject },
        tasks: [huaweiTask],
      }),
    };
    const ids: string[] = [];
    for (const cloud of clouds) {
      ids.push(
        await stage.add(accountArgument(cloud, servers[cloud].origin, { credential: planted[cloud] })),
      );
    }
    await run('trackTask', { account: ids[2], region: testRegion, taskId: 'h1' });
    for (const service of ['cloudFirewall', 'bls']) {
      const task = api
        .tasks()
        .find(candidate => candidate.service === service && ids.includes(candidate.account))?.key;
      links.push((await run<{ url: string }>('copyLink', { task })).url);
      for (const command of copiesOfLines)
        links.push((await run<string>(command, { task, shell: 'posix' })).split("'").at(-2) ?? '');
      await run('download', { task, target: join(tmpdir(), `cloud-tasks-secrets-${service}.csv`) });
      await run('showDetails', { task });
    }
    for (const fault of faults) {
      for (const cloud of clouds) servers[cloud].intercept(() => fault(secretsOf(cloud).join(' ')));
      await run('refresh');
      const failing = api
        .tasks()
        .filter(candidate => ids.includes(candidate.account))
        .flatMap(({ key, service }) => [
          run('download', { task: key }),
          ...(service === 'cdn' ? [] : ['copyLink', 'copyAsCurl'].map(name => run(name, { task: key }))),
        ]);
      said.push(...(await Promise.all(failing.map(rejection))));
      said.push(JSON.stringify([api.tasks(), api.accounts()]));
    }
    for (const cloud of clouds) {
      const argument = accountArgument(cloud, servers[cloud].origin, {
        credential: { ...planted[cloud], extra: 1 },
      });
      said.push(await rejection(run('addAccount', argument)));
    }
    assert.equal(links.length, 2 + 2 * copiesOfLines.length);
    for (const link of links) assert.match(link, /^http:.*(?:Signature|authorization)=/);
    assert.deepEqual(leaksIn(said.join('\n')), []);
  }).timeout(60_000);

  it('are in no setting, log or stored file of the editor', () => {
    const settings = JSON.stringify(vscode.workspace.getConfiguration().inspect('cloudTasks'));
    assert.deepEqual(leaksIn(settings), []);
    const profile = process.env['CLOUD_TASKS_PROFILE'];
    assert.ok(profile && existsSync(profile), 'the test is told where the editor keeps its files');
    const files = [...filesBelow(profile)];
    assert.ok(
      files.some(file => /Cloud Tasks.*\.log$/.test(file)),
      'the log of the extension is among the files',
    );
    const leaks = files.flatMap(file =>
      leaksIn(readFileSync(file, 'latin1')).map(leak => `${file}: ${leak}`),
    );
    assert.deepEqual(leaks, []);
  });

  it('are in no tree item, address of a document or stored state of ours', () => {
    const addresses = vscode.workspace.textDocuments.map(({ uri }) => uri.toString(true)).join('\n');
    const texts = vscode.workspace.textDocuments.map(document => document.getText()).join('\n');
    assert.deepEqual(leaksIn(addresses + texts), []);
  });

  function leaksIn(text: string): string[] {
    const signatures = links.map(link => /(?:Signature|authorization)=([^&]+)/.exec(link)?.[1] ?? link);
    const wanted = [
      ...secrets,
      ...secrets.map(encodeURIComponent),
      ...signatures,
      ...signatures.map(decodeURIComponent),
    ];
    return wanted.filter(secret => text.includes(secret));
  }
});
