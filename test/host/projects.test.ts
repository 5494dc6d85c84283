import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SimulatorServer } from '../../src/simulator/server';
import type { CloudTasksApi } from '../../src/vscode/api';
import { taskOf, testRegion } from '../harness/simulators';
import { accountArgument, getApi, rejection, run, Stage } from './world';

describe('projects of a region', () => {
  const stage = new Stage();
  let api: CloudTasksApi;
  let server: SimulatorServer;
  let account: string;

  before(async () => {
    api = await getApi();
    server = await stage.start('huawei', {
      projects: { [`${testRegion}_a`]: 'project-a', [`${testRegion}_b`]: 'project-b' },
      tasks: [taskOf('hss', 'h1', stage.clock.now() - 3600_000, { region: testRegion })],
    });
    account = await stage.add(accountArgument('huawei', server.origin, { projectIds: undefined }));
  });
  after(() => stage.end());

  const problem = () => api.accounts().find(({ id }) => id === account)?.services[0]?.problem;
  const projectsCalled = () =>
    new Set(server.requests.flatMap(({ path }) => /^\/v5\/([^/]+)\//.exec(path)?.[1] ?? []));

  it('are not guessed where there are several', async () => {
    assert.equal(problem()?.kind, 'protocol');
    const message = await rejection(run('trackTask', { account, region: testRegion, taskId: 'h1' }));
    assert.match(message, /a project has to be chosen .*Run the command “Choose Project…”/);
    assert.deepEqual(projectsCalled(), new Set());
  });

  it('are checked when a program chooses one', async () => {
    const message = await rejection(run('chooseProject', { account, projectId: 'project-c' }));
    assert.match(message, /“projectId”.*project-a, project-b/);
    const region = await rejection(run('chooseProject', { account, region: 'moon', projectId: 'project-a' }));
    assert.match(region, new RegExp(`“region”.*${testRegion}`));
    assert.match(await rejection(run('chooseProject', { account })), /“projectId”/);
  });

  it('are called from the moment on that one is chosen', async () => {
    const id = await run<string>('chooseProject', { account, region: testRegion, projectId: 'project-b' });
    assert.equal(id, 'project-b');
    await run('trackTask', { account, region: testRegion, taskId: 'h1' });
    assert.deepEqual(projectsCalled(), new Set(['project-b']));
    assert.equal(problem(), undefined);
  });

  it('can be chosen anew by a user', async () => {
    const choosing = run<string>('chooseProject');
    const picked = (async () => {
      // The list comes when the cloud has told what there is.
      while (server.requests.at(-1)?.path !== '/v3/auth/projects') await new Promise(setImmediate);
      await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
      return vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    })();
    await picked;
    assert.equal(await choosing, 'project-a');
  });
});
