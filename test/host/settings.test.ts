import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stallAfter } from '../../src/simulator/faults';
import type { CloudTasksApi } from '../../src/vscode/api';
import { taskOf } from '../harness/simulators';
import { EditorSettings } from './editorSettings';
import { accountArgument, getApi, rejection, run, Stage } from './world';

const minute = 60_000;

describe('settings', () => {
  const stage = new Stage();
  const settings = new EditorSettings('cloudTasks');
  let api: CloudTasksApi;
  let folder: string;

  before(async () => {
    api = await getApi();
    folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-settings-'));
    await settings.set('downloadDirectory', folder);
  });
  afterEach(() => settings.restore());
  after(async () => {
    await stage.end();
    await rm(folder, { recursive: true, force: true });
  });

  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise(resolve => setTimeout(resolve, 20));
  };
  const tasksOf = (account: string) => api.tasks().filter(task => task.account === account);

  it('`autoRefresh` off: nothing is read until the user asks for it', async () => {
    await settings.set('autoRefresh', false);
    const { origin, requests } = await stage.start('baidu', {
      tasks: [taskOf('bls', 'a', stage.clock.now() - minute)],
    });
    const account = await run<string>('addAccount', {
      ...accountArgument('baidu', origin),
      verify: false,
    });
    try {
      assert.equal(requests.length, 0);
      assert.equal(tasksOf(account).length, 0);
      await run('refresh', { account });
      assert.equal(tasksOf(account).length, 1);
    } finally {
      await run('removeAccount', { account });
    }
  });

  it('`history.days` 0: what a cloud lists no more is not kept', async () => {
    await settings.set('history.days', 0);
    const old = stage.clock.now() - 72 * 60 * minute + 5 * minute; // the CDN lists three days
    const { origin } = await stage.start('alibaba', { tasks: [taskOf('cdn', '9', old)] });
    const account = await stage.add(accountArgument('alibaba', origin));
    const [task] = tasksOf(account);
    assert.ok(task);
    stage.clock.advance(6 * minute);
    await run('refresh', { account });
    await run('showHistory');
    assert.match(await rejection(run('showDetails', { task: task.key })), /no task/i);
    await run('hideHistory');
  });

  it('`downloads.existingFiles` `replace`: the new file takes the name of the old one', async () => {
    const now = stage.clock.now();
    const file = { name: 'same.json', content: Buffer.from('{"new":1}') };
    const { origin } = await stage.start('baidu', { tasks: [taskOf('bls', 'f', now - minute, { file })] });
    const account = await stage.add(accountArgument('baidu', origin));
    const task = tasksOf(account)[0]?.key;
    await settings.set('downloadDirectory', folder);
    await run('download', { task });
    await run('download', { task });
    assert.deepEqual((await readdir(folder)).sort(), ['same (1).json', 'same.json']);
    await settings.set('downloads.existingFiles', 'replace');
    await run('download', { task });
    assert.deepEqual((await readdir(folder)).sort(), ['same (1).json', 'same.json']);
    assert.equal(await readFile(join(folder, 'same.json'), 'utf8'), '{"new":1}');
  });

  it('`downloads.parallel`: the others wait for their turn, and one that waits can be cancelled', async () => {
    await settings.set('downloadDirectory', folder);
    await settings.set('downloads.parallel', 1);
    const now = stage.clock.now();
    const tasks = ['x', 'y'].map(id =>
      taskOf('bls', id, now - minute, { file: { name: `${id}.log`, content: Buffer.alloc(100, id) } }),
    );
    const server = await stage.start('baidu', { tasks });
    const account = await stage.add(accountArgument('baidu', server.origin));
    let open = () => undefined;
    const gate = new Promise<undefined>(resolve => (open = () => void resolve(undefined)));
    server.intercept(({ path }) => (path.startsWith('/bos/') ? stallAfter(3, gate) : undefined));
    const mine = () => api.downloads().filter(({ name }) => /^[xy]\.log$/.test(name));
    const downloads = tasksOf(account).map(({ key }) => run('download', { task: key }));
    await until(() => mine().length === 2 && mine().some(({ state }) => state === 'running'));
    assert.deepEqual(
      mine()
        .map(({ state }) => state)
        .sort(),
      ['running', 'waiting'],
    );
    const waiting = mine().find(({ state }) => state === 'waiting');
    await run('cancelDownload', { download: waiting?.id });
    open();
    await Promise.all(downloads);
    assert.equal((await readdir(folder)).filter(name => /^[xy]\.log$/.test(name)).length, 1);
  });
});
