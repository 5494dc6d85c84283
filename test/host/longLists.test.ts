import assert from 'node:assert/strict';
import type { CloudTasksApi } from '../../src/vscode/api';
import { manyTasks } from '../harness/simulators';
import { accountArgument, getApi, rejection, run, Stage } from './world';

describe('a long list', () => {
  const stage = new Stage();
  let api: CloudTasksApi;
  let account: string;

  before(async () => {
    api = await getApi();
    const tasks = manyTasks('bls', 450, stage.clock.now() - 3600_000, { region: 'bj' });
    const { origin } = await stage.start('baidu', { tasks });
    account = await stage.add(accountArgument('baidu', origin));
  });
  after(() => stage.end());

  it('is read whole', () => assert.equal(api.tasks().filter(task => task.account === account).length, 450));

  it('shows a page more by command, handed the group or its last row', async () => {
    const group = 'status:succeeded:cloud:baidu';
    assert.equal(await run('loadMore', group), undefined);
    assert.equal(await run('loadMore', `more:400:${group}`), undefined);
  });

  it('says so when there is no such group', async () => {
    assert.match(await rejection(run('loadMore', 'status:failed:cloud:baidu')), /^“argument” cannot be used/);
    assert.match(
      await rejection(run('loadMore', {})),
      /^“argument” cannot be used\. It must be of type string/,
    );
  });
});
