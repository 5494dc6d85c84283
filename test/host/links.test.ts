import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CloudTasksApi } from '../../src/vscode/api';
import { taskOf, testRegion } from '../harness/simulators';
import { openingsDuring } from './openings';
import { accountArgument, getApi, rejection, run, Stage } from './world';

const commands = { curl: 'copyAsCurl', wget: 'copyAsWget', aria2c: 'copyAsAria2c' } as const;

describe('command lines that download', () => {
  const stage = new Stage();
  let api: CloudTasksApi;

  before(async () => {
    api = await getApi();
    const old = stage.clock.now() - 3600_000;
    const running = taskOf('bls', 'b2', old, { name: 'slow', steps: [{ after: 0, state: 'running' }] });
    const alibaba = await stage.start('alibaba', {
      tasks: [taskOf('cloudFirewall', '1', old), taskOf('cdn', '2', old)],
    });
    const baidu = await stage.start('baidu', { tasks: [taskOf('bls', 'b', old), running] });
    const huawei = await stage.start('huawei', {
      tasks: [taskOf('hss', 'h', old, { name: 'weekly', region: testRegion })],
    });
    await stage.add(accountArgument('alibaba', alibaba.origin));
    await stage.add(accountArgument('baidu', baidu.origin));
    const account = await stage.add(accountArgument('huawei', huawei.origin));
    await run('trackTask', { account, region: testRegion, taskId: 'h' });
  });
  after(() => stage.end());

  const keyOf = (service: string, id: string): string => {
    const task = api.tasks().find(candidate => candidate.service === service && candidate.id === id);
    assert.ok(task, `${service} ${id} is there`);
    return task.key;
  };

  for (const [program, command] of Object.entries(commands)) {
    it(`one for ${program} is what the command resolves to and what the clipboard holds`, async () => {
      for (const [service, id] of [
        ['cloudFirewall', '1'],
        ['bls', 'b'],
      ] as const) {
        const line = await run<string>(command, { task: keyOf(service, id), shell: 'posix' });
        assert.equal(await vscode.env.clipboard.readText(), line);
        assert.ok(line.startsWith(`${program} --`), line.split(' ')[0]);
        assert.ok(line.includes(`文件-${id}.csv' 'http://127.0.0.1:`), 'its name, then its link');
      }
    });

    it(`there is none for ${program} where there is no link or no file, and it says why`, async () => {
      const before = await run<string>('copyId', { task: keyOf('bls', 'b') });
      for (const [service, id, reason] of [
        ['hss', 'h', /^“weekly” has no link that can be shared: /],
        ['cdn', '2', /^“https:\/\/example\.com\/2\.js” has no file that can be downloaded\.$/],
        ['bls', 'b2', /^“slow” is not finished \(running\)\./i],
      ] as const)
        assert.match(await rejection(run(command, { task: keyOf(service, id) })), reason);
      assert.equal(await vscode.env.clipboard.readText(), before);
    });
  }

  it('are for the shell that is asked for, else for that of the system', async () => {
    const task = keyOf('cloudFirewall', '1');
    assert.match(await run<string>('copyAsCurl', { task, shell: 'powershell' }), /^curl\.exe /);
    assert.match(
      await run<string>('copyAsCurl', { task }),
      process.platform === 'win32' ? /^curl\.exe / : /^curl /,
    );
    assert.match(await rejection(run('copyAsCurl', { task, shell: 'cmd' })), /posix, powershell/);
  });

  it('a fresh link is opened in the browser, as it is', async () => {
    const task = keyOf('bls', 'b');
    for (const given of [{ task }, task, { key: task }]) {
      const { url } = await run<{ url: string }>('copyLink', { task });
      const [opened, ...more] = await openingsDuring(() => run('openLink', given));
      assert.deepEqual(more, []);
      // Each link is signed for its own moment; that of the clock of this machine may have passed meanwhile.
      assert.equal(withoutSignature(opened ?? ''), withoutSignature(url));
      assert.match(opened ?? '', /^http:\/\/127\.0\.0\.1:\d+\/.*authorization=/);
    }
    const { url } = await run<{ url: string }>('copyLink', { task: keyOf('cdn', '2') });
    assert.deepEqual(await openingsDuring(() => run('openLink', { task: keyOf('cdn', '2') })), [url]);
  });

  it('no link is opened in the browser where there is none, and it says why', async () => {
    assert.match(await rejection(run('openLink', { task: keyOf('hss', 'h') })), /no link that can be shared/);
    assert.match(await rejection(run('openLink', { task: keyOf('bls', 'b2') })), /is not finished/);
  });

  it('no console is opened for an account with endpoints of its own, and it says why', async () => {
    const opened = await openingsDuring(async () => {
      const message = await rejection(run('openConsole', { task: keyOf('bls', 'b') }));
      assert.match(message, /No page of a web console is known for the account “baidu account”\./);
    });
    assert.deepEqual(opened, []);
    assert.match(await rejection(run('openConsole', { task: 'nowhere' })), /There is no task “nowhere”/);
    assert.match(await rejection(run('openConsole', { task: keyOf('bls', 'b'), now: true })), /“now”/);
  });

  it('ids and records of tasks are copied, and an account alone is read', async () => {
    const task = keyOf('bls', 'b');
    await run('copyJson', { task });
    assert.equal((JSON.parse(await vscode.env.clipboard.readText()) as { key: string }).key, task);
    const { account } = api.tasks().find(({ key }) => key === task) ?? assert.fail();
    const before = api.accounts().find(({ id }) => id === account)?.services[0]?.refreshedAt;
    stage.clock.advance(1000);
    await run('refreshAccount', { account });
    const after = api.accounts().find(({ id }) => id === account)?.services[0]?.refreshedAt;
    assert.ok(after !== undefined && after >= (before ?? ''));
  });
});

/** What is the same of two links to one file. */
const withoutSignature = (url: string): string => url.replace(/\?.*$/, '');
