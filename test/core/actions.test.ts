import assert from 'node:assert/strict';
import { abilities, Actions } from '../../src/core/actions';
import type { FileSource, Link, TaskService } from '../../src/core/cloud';
import { Connections } from '../../src/core/connections';
import { isRefusal } from '../../src/core/refusal';
import { TaskStore } from '../../src/core/store';
import { taskStatuses, type Task } from '../../src/core/task';
import { cloudOf, failure, FakeAccounts, FakeService, ioOf, serviceInfo } from '../fakes/clouds';
import { accountOf, placeOf, taskOf } from '../fakes/tasks';

const never = new AbortController().signal;

describe('abilities', () => {
  const can = (task: Task, file: 'link' | 'authenticated' | 'none' | undefined) => {
    const { link, file: has } = abilities(task, file && serviceInfo({ file }));
    return [...(link ? ['link'] : []), ...(has ? ['file'] : [])].join(' ') || 'nothing';
  };

  for (const status of taskStatuses) {
    const done = status === 'succeeded';
    const task = taskOf('1', { status, file: { id: 'f' } });
    it(`of a task that is ${status}: a link and a file where links are handed out, once it succeeded`, () =>
      assert.equal(can(task, 'link'), done ? 'link file' : 'nothing'));
    it(`of a task that is ${status}: a file alone where callers sign in, once it succeeded`, () =>
      assert.equal(can(task, 'authenticated'), done ? 'file' : 'nothing'));
    it(`of a task that is ${status}: the link of its object where there are no files`, () =>
      assert.equal(can(task, 'none'), 'link'));
  }

  it('need the id of the file where callers sign in', () =>
    assert.equal(can(taskOf('1', { file: { name: 'f.zip' } }), 'authenticated'), 'nothing'));

  it('are none for a record that could not be read', () => {
    for (const file of ['link', 'authenticated', 'none'] as const)
      assert.equal(can(taskOf('', { file: { id: 'f' } }), file), 'nothing');
  });

  it('are none for what its cloud lists no more', () => {
    for (const file of ['link', 'authenticated', 'none'] as const)
      assert.equal(can(taskOf('1', { file: { id: 'f' }, leftAt: new Date(5) }), file), 'nothing');
  });

  it('of a service that is gone are those of one without files', () =>
    assert.equal(can(taskOf('1'), undefined), 'link'));
});

describe('Actions', () => {
  const link: Link = { url: 'https://h/f' };
  const source = { name: 'f' } as FileSource;

  function actionsOf(more: Partial<TaskService> = {}, file: 'link' | 'authenticated' | 'none' = 'link') {
    const service = Object.assign(new FakeService(), more);
    const cloud = cloudOf({ exports: service }, { services: [serviceInfo({ file })] });
    const accounts = new FakeAccounts([accountOf()]);
    const store = new TaskStore();
    store.setPlaces('acc', [placeOf()]);
    store.put(placeOf(), [taskOf('1')]);
    const connections = new Connections([cloud], accounts, () => Promise.resolve(ioOf()));
    return new Actions(accounts, connections, store);
  }

  const refusal = async (attempt: () => unknown) => {
    try {
      await attempt();
      return undefined;
    } catch (error) {
      assert.ok(isRefusal(error), String(error));
      return error.reason;
    }
  };

  const working = { link: () => Promise.resolve(link), file: () => Promise.resolve(source) };

  it('find a task and an account, or say that there is none', async () => {
    const actions = actionsOf();
    assert.equal(actions.task(taskOf('1').key).id, '1');
    assert.equal(actions.account('acc').id, 'acc');
    assert.deepEqual(await refusal(() => actions.task('x')), { kind: 'unknownTask', key: 'x' });
    assert.deepEqual(await refusal(() => actions.account('x')), { kind: 'unknownAccount', account: 'x' });
  });

  it('know what kind of service a task is of', () => {
    assert.equal(actionsOf().info(taskOf('1'))?.id, 'exports');
    assert.equal(actionsOf().info(taskOf('1', { cloud: 'moon' })), undefined);
    assert.deepEqual(actionsOf().abilities(taskOf('1')), { link: true, file: true });
  });

  it('fetch a link and a file', async () => {
    const actions = actionsOf(working);
    assert.equal(await actions.link(taskOf('1'), never), link);
    assert.deepEqual(await actions.file(taskOf('1'), never), {
      ...source,
      place: { service: 'exports', region: 'r1' },
    });
  });

  it('fetch a link to a file, and none to the object of a task without one', async () => {
    assert.equal(await actionsOf(working).fileLink(taskOf('1'), never), link);
    for (const [file, kind] of [
      ['none', 'noFile'],
      ['authenticated', 'noLink'],
    ] as const) {
      const asked = () => actionsOf(working, file).fileLink(taskOf('1'), never);
      assert.deepEqual(await refusal(asked), { kind, task: 'task 1' });
    }
  });

  it('have no link where callers sign in, finished or not', async () => {
    const actions = actionsOf(working, 'authenticated');
    for (const status of ['running', 'succeeded'] as const) {
      assert.deepEqual(await refusal(() => actions.link(taskOf('1', { status }), never)), {
        kind: 'noLink',
        task: 'task 1',
      });
    }
  });

  for (const status of ['running', 'waiting'] as const) {
    it(`ask to wait for a task that is ${status}`, async () => {
      const reason = { kind: 'notFinished', task: 'task 1', status };
      const actions = actionsOf(working);
      assert.deepEqual(await refusal(() => actions.link(taskOf('1', { status }), never)), reason);
      assert.deepEqual(await refusal(() => actions.file(taskOf('1', { status }), never)), reason);
    });
  }

  for (const status of ['failed', 'expired', 'unknown'] as const) {
    it(`have no file for a task that is ${status}`, async () => {
      const reason = { kind: 'noFile', task: 'task 1' };
      const actions = actionsOf(working);
      assert.deepEqual(await refusal(() => actions.link(taskOf('1', { status }), never)), reason);
      assert.deepEqual(await refusal(() => actions.file(taskOf('1', { status }), never)), reason);
    });
  }

  it('do not promise a file for a running task of a service without files', async () =>
    assert.deepEqual(
      await refusal(() => actionsOf({}, 'none').file(taskOf('1', { status: 'running' }), never)),
      { kind: 'noFile', task: 'task 1' },
    ));

  it('say so when a service hands out less than it promised', async () => {
    const actions = actionsOf();
    assert.deepEqual(await refusal(() => actions.link(taskOf('1'), never)), {
      kind: 'noLink',
      task: 'task 1',
    });
    assert.deepEqual(await refusal(() => actions.file(taskOf('1'), never)), {
      kind: 'noFile',
      task: 'task 1',
    });
  });

  it('say so when the account or the service is gone', async () => {
    const actions = actionsOf(working);
    const orphan = taskOf('1', { account: 'gone' });
    assert.deepEqual(await refusal(() => actions.link(orphan, never)), {
      kind: 'unknownAccount',
      account: 'gone',
    });
    // A service that the cloud no longer has looks like one without files, whose tasks have links of their own.
    const odd = taskOf('1', { service: 'old' });
    assert.deepEqual(await refusal(() => actions.link(odd, never)), { kind: 'noFile', task: 'task 1' });
  });

  it('say where it was when the network knew of no service', async () => {
    const down = () => Promise.reject(failure('network'));
    const actions = actionsOf({ link: down, file: down, find: down });
    for (const attempt of [
      actions.link(taskOf('1'), never),
      actions.file(taskOf('1'), never),
      actions.find(accountOf(), 'exports', 'r1', '1', never),
    ]) {
      await assert.rejects(attempt, {
        problem: {
          kind: 'network',
          message: 'it is network',
          cloud: 'fake',
          service: 'exports',
          region: 'r1',
        },
      });
    }
  });

  it('find a task by its id where tasks are tracked', async () => {
    const asked: unknown[] = [];
    const find = (...args: unknown[]) => {
      asked.push(args);
      return Promise.resolve(taskOf('9'));
    };
    const actions = actionsOf({ find });
    assert.equal((await actions.find(accountOf(), 'exports', 'r1', '9', never)).id, '9');
    assert.deepEqual(asked, [['9', 'r1', never]]);
  });

  for (const service of ['exports', 'none', 'constructor']) {
    it(`refuse to look for one in ${service}, which lists by itself or is none`, async () =>
      assert.deepEqual(await refusal(() => actionsOf().find(accountOf(), service, 'r1', '9', never)), {
        kind: 'notTracked',
        service,
      }));
  }
});
