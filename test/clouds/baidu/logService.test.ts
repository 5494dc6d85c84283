import assert from 'node:assert/strict';
import { provider } from '../../../src/clouds/baidu/provider';
import { inOurWords } from '../../../src/core/reasons';
import answers from '../../answers/baiduLogService.json';
import { connected, listed, never, problemOf } from '../../fakes/connect';
import { taskOf } from '../../fakes/tasks';
import { answerOf, type Reply } from '../../fakes/transport';

const credential = { kind: 'accessKey', accessKeyId: 'planted-id', secretAccessKey: 'planted-secret' };

function blsOf(script: Parameters<typeof connected>[2]) {
  const { service, ...rest } = connected(provider, credential, script);
  return { bls: service('bls'), ...rest };
}

const example = answers.list.result.tasks[0];
assert.ok(example);
const record = (changes: object = {}) => ({ ...example, ...changes });
const result = (value: unknown): Reply => ({ body: { code: 'OK', success: true, result: value } });
const page = (tasks: unknown, total?: unknown) => result({ tasks, total });
const only = async (changes: object) => {
  const [task] = await listed(blsOf([page([record(changes)], 1)]).bls, 'bj');
  assert.ok(task);
  return task;
};

describe('BLS tasks', () => {
  it('are what the documented answer tells', async () =>
    assert.deepEqual(await listed(blsOf([{ body: answers.list }]).bls, 'bj'), [
      {
        key: 'acc/bls/bj/96b92fe6-3f40-5fe8-3a7f-3fe168b38cc5',
        id: '96b92fe6-3f40-5fe8-3a7f-3fe168b38cc5',
        cloud: 'baidu',
        account: 'acc',
        service: 'bls',
        region: 'bj',
        kind: 'export',
        name: 'test',
        status: 'succeeded',
        rawStatus: 'SUCCESS',
        createdAt: new Date('2024-11-05T07:37:12Z'),
        updatedAt: new Date('2024-11-05T07:37:14Z'),
        file: { name: 'test_json_96b92fe6-3f40-5fe8-3a7f-3fe168b38cc5.json', rows: 100 },
        raw: example,
      },
    ]));

  for (const [word, status] of [
    ['WAITING', 'waiting'],
    ['RUNNING', 'running'],
    ['SUCCESS', 'succeeded'],
    ['FAILED', 'failed'],
    ['EXPIRED', 'expired'],
    ['success', 'succeeded'],
    ['CANCELLED', 'unknown'],
    ['', 'unknown'],
  ] as const) {
    it(`are ${status} when the cloud says “${word}”`, async () => {
      const task = await only({ state: word });
      assert.deepEqual([task.status, task.rawStatus], [status, word]);
    });
  }

  for (const state of [undefined, null, 3, {}]) {
    it(`are unknown when the state is ${JSON.stringify(state)}`, async () =>
      assert.equal((await only({ state })).status, 'unknown'));
  }

  for (const [failedCode, failedMessage, failure] of [
    ['QueryTimeout', 'too slow', { code: 'QueryTimeout', message: 'too slow' }],
    ['QueryTimeout', '', { code: 'QueryTimeout' }],
    [null, 'too slow', { message: 'too slow' }],
    [500, null, { code: '500' }],
    ['', '', undefined],
  ] as const) {
    it(`failed with ${JSON.stringify(failure)}`, async () =>
      assert.deepEqual((await only({ state: 'FAILED', failedCode, failedMessage })).failure, failure));
  }

  it('have no failure unless they failed', async () =>
    assert.equal((await only({ state: 'RUNNING', failedCode: 'x' })).failure, undefined));

  it('are read although fields are odd', async () => {
    const task = await only({
      uuid: 7,
      name: '',
      writtenRows: '100',
      fileName: null,
      createdTime: '0001-01-01T00:00:00Z',
      updatedTime: '',
      limit: 'all',
    });
    assert.deepEqual(
      [task.id, task.name, task.file, task.createdAt, task.updatedAt],
      ['7', '7', { rows: 100 }, undefined, undefined],
    );
  });

  it('have no file when nothing is told of one', async () =>
    assert.equal((await only({ fileName: '', writtenRows: null })).file, undefined));

  it('are read although other records cannot be', async () => {
    const tasks = await listed(blsOf([page([null, 'x', {}, record()], 4)]).bls, 'bj');
    assert.deepEqual(
      tasks.map(({ status }) => status),
      ['unknown', 'unknown', 'unknown', 'succeeded'],
    );
  });
});

describe('BLS calls', () => {
  it('ask for five pages of a long list at once, and for no more', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => record({ uuid: String(i) }));
    const held = new Promise<Reply>(() => undefined);
    const { bls, transport, clock } = blsOf((_request, number) => (number === 1 ? page(rows, 5000) : held));
    void listed(bls, 'bj');
    await clock.advance(60_000);
    assert.equal(transport.requests.length, 1 + 5);
  });

  it('list by POST in the region, newest first, page after page of 100', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => record({ uuid: `u${i}` }));
    const { bls, transport } = blsOf([page(rows, 101), page([record()], 101)]);
    assert.equal((await listed(bls, 'gz')).length, 101);
    assert.deepEqual(
      transport.requests.map(({ method, url, body }) => [method, url, JSON.parse(body ?? '') as unknown]),
      [1, 2].map(pageNo => [
        'POST',
        'https://bls-log.gz.baidubce.com/v2/logstore/download/list',
        { orderBy: 'createdTime', order: 'desc', pageNo, pageSize: 100 },
      ]),
    );
    const { authorization, ...headers } = transport.last.headers;
    assert.equal(headers['content-type'], 'application/json; charset=utf-8');
    assert.equal(headers['x-bce-date'], '2026-01-02T03:04:05Z');
    assert.match(
      authorization ?? '',
      /^bce-auth-v1\/planted-id\/2026-01-02T03:04:05Z\/1800\/host;x-bce-date\//,
    );
  });

  it('send a session token, signed', async () => {
    const { service, transport } = connected(provider, { ...credential, sessionToken: 'planted-token' }, [
      page([], 0),
    ]);
    await listed(service('bls'), 'bj');
    assert.equal(transport.last.headers['x-bce-security-token'], 'planted-token');
    assert.match(transport.last.headers['authorization'] ?? '', /host;x-bce-date;x-bce-security-token/);
  });

  it('show a task once that moved to the next page and changed while it was read', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => record({ uuid: `u${i}` }));
    const { bls } = blsOf([page(rows, 101), page([record({ uuid: 'u99', state: 'FAILED' }), record()], 101)]);
    assert.equal((await listed(bls, 'bj')).length, 101);
  });

  for (const tasks of [null, [], undefined]) {
    it(`find no tasks in ${JSON.stringify(tasks)}`, async () =>
      assert.deepEqual(await listed(blsOf([page(tasks, 0)]).bls, 'bj'), []));
  }

  for (const [what, reply] of [
    ['nothing', {}],
    ['a 204', { status: 204 }],
    ['an envelope without a result', { body: { success: true } }],
    ['a result that is no object', result('none')],
    ['a result without a list or a total', result({ order: 'desc' })],
    ['a result whose list is null, without a total', result({ tasks: null })],
  ] as const) {
    it(`do not take ${what} for an empty list`, async () => {
      const { kind, service, region } = await problemOf(listed(blsOf([reply]).bls, 'bj'));
      assert.deepEqual([kind, service, region], ['protocol', 'bls', 'bj']);
    });
  }

  it('fail with what the cloud said, and where', async () => {
    const body = { code: 'AccessDenied', message: 'not planted-secret', requestId: 'R' };
    assert.deepEqual(await problemOf(listed(blsOf([{ status: 403, body }]).bls, 'gz')), {
      kind: 'permission',
      cloud: 'baidu',
      service: 'bls',
      region: 'gz',
      status: 403,
      code: 'AccessDenied',
      message: 'not •••',
      requestId: 'R',
    });
  });

  it('follow each task by a GET, with its id encoded', async () => {
    const { bls, transport } = blsOf([result({ task: record({ uuid: 'a/b?c#d', state: 'RUNNING' }) })]);
    const tasks = await bls.follow([taskOf('a/b?c#d', { region: 'bj' })], 'bj', { signal: never });
    assert.deepEqual(
      [transport.last.method, transport.last.url, transport.last.body],
      ['GET', 'https://bls-log.bj.baidubce.com/v2/logstore/download/a%2Fb%3Fc%23d', undefined],
    );
    assert.deepEqual(
      tasks.map(({ status, region }) => [status, region]),
      [['running', 'bj']],
    );
  });

  it('follow the others when one is gone', async () => {
    const gone = { status: 404, body: { code: 'DownloadTaskNotFound', message: 'gone' } };
    const { bls } = blsOf(({ url }) => (url.endsWith('/1') ? gone : result({ task: record({ uuid: '2' }) })));
    const tasks = await bls.follow([taskOf('1'), taskOf('2')], 'r1', { signal: never });
    assert.deepEqual(
      tasks.map(({ id }) => id),
      ['2'],
    );
  });

  it('take an answer without a task for no news', async () => {
    for (const reply of [{}, result({}), result({ task: null })])
      assert.deepEqual(await blsOf([reply]).bls.follow([taskOf('1')], 'r1', { signal: never }), []);
  });

  it('fail to follow when another thing is wrong', async () => {
    const { bls } = blsOf([{ status: 403 }]);
    assert.equal((await problemOf(bls.follow([taskOf('1')], 'r1', { signal: never }))).kind, 'permission');
  });

  it('try the credential with one row, and tell how many there are', async () => {
    const { bls, transport } = blsOf([page([record()], 14)]);
    assert.equal(await bls.trial('bj', never), 14);
    const body = JSON.parse(transport.last.body ?? '') as { pageNo: number; pageSize: number };
    assert.deepEqual([body.pageNo, body.pageSize], [1, 1]);
  });

  it('keep the pace over all regions', async () => {
    const { bls, clock, transport } = blsOf([page([], 0)]);
    for (let i = 0; i < 12; i++) void listed(bls, i % 2 ? 'bj' : 'gz');
    await clock.advance(99);
    assert.equal(transport.requests.length, 10);
    await clock.advance(101);
    assert.equal(transport.requests.length, 12);
  });
});

describe('BLS links', () => {
  const task = taskOf('cfa6a654', { region: 'bj', name: 'errors', file: { name: 'known.json' } });
  const { link, fileName } = answers.link.result;

  it('are asked for by a GET and tell when they die', async () => {
    const { bls, transport } = blsOf([{ body: answers.link }]);
    assert.deepEqual(await bls.link?.(task, never), {
      url: link,
      expiresAt: new Date('2024-11-05T09:34:30Z'),
    });
    assert.deepEqual(
      [transport.last.method, transport.last.url],
      ['GET', 'https://bls-log.bj.baidubce.com/v2/logstore/download/link/cfa6a654'],
    );
  });

  it('have no end when they do not tell it', async () => {
    const { bls } = blsOf([result({ link: 'https://h/f' })]);
    assert.deepEqual(await bls.link?.(task, never), { url: 'https://h/f' });
  });

  for (const none of [{ status: 204 }, {}, result({ fileName: 'f' }), result({ link: '' })]) {
    it(`are asked for once more after ${JSON.stringify(none)}`, async () => {
      const { bls, transport } = blsOf([none, { body: answers.link }]);
      assert.equal((await bls.link?.(task, never))?.url, link);
      assert.equal(transport.requests.length, 2);
    });
  }

  it('are given up after two replies without one', async () => {
    const { bls, transport } = blsOf([{ status: 204 }]);
    assert.deepEqual(await problemOf(bls.link?.(task, never) ?? Promise.resolve()), {
      kind: 'protocol',
      service: 'bls',
      region: 'bj',
      ...inOurWords('noLink'),
    });
    assert.equal(transport.requests.length, 2);
  });

  it('are refused when they are in the open', async () => {
    const { bls } = blsOf([result({ link: 'http://h/f?authorization=planted' })]);
    const problem = await problemOf(bls.link?.(task, never) ?? Promise.resolve());
    assert.equal(problem.kind, 'protocol');
    assert.ok(!JSON.stringify(problem).includes('planted'));
  });

  it('give a file by a bare GET, under the name of the reply', async () => {
    const source = await blsOf([{ body: answers.link }]).bls.file?.(task, never);
    assert.deepEqual(source?.request, { method: 'GET', url: link, headers: {} });
    assert.equal(source?.name, fileName);
    assert.equal(source?.format, undefined);
    assert.deepEqual(source?.problem(answerOf({ status: 404, body: { code: 'NoSuchKey', message: 'm' } })), {
      kind: 'notFound',
      cloud: 'baidu',
      service: 'bls',
      region: 'bj',
      status: 404,
      code: 'NoSuchKey',
      message: 'm',
    });
  });

  it('give a file the name of the task’s file, or of the task, when the reply has none', async () => {
    const nameOf = async (of: typeof task) =>
      (await blsOf([result({ link: 'https://h/f' })]).bls.file?.(of, never))?.name;
    const nameless = taskOf('cfa6a654', { region: 'bj', name: 'errors' });
    assert.equal(await nameOf(task), 'known.json');
    assert.equal(await nameOf(nameless), 'errors');
  });
});
