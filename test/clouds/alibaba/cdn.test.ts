import assert from 'node:assert/strict';
import type { CloudError } from '../../../src/core/errors';
import { provider } from '../../../src/clouds/alibaba/provider';
import answers from '../../answers/alibabaCdn.json';
import { connected, listed, never, problemOf } from '../../fakes/connect';
import { taskOf } from '../../fakes/tasks';
import type { Reply } from '../../fakes/transport';

const credential = { kind: 'accessKey', accessKeyId: 'planted-id', accessKeySecret: 'planted-secret' };

function cdnOf(script: Parameters<typeof connected>[2]) {
  const { service, ...rest } = connected(provider, credential, script);
  return { cdn: service('cdn'), ...rest };
}

const page = (records: unknown, TotalCount?: unknown): Reply => ({
  body: { RequestId: 'R', TotalCount, Tasks: { CDNTask: records } },
});
const record = (changes: object = {}) => ({ ...answers.list.Tasks.CDNTask[0], ...changes });
const only = async (changes: object) => {
  const [task] = await listed(cdnOf([page([record(changes)], 1)]).cdn);
  assert.ok(task);
  return task;
};

describe('CDN tasks', () => {
  it('are what the documented answer tells', async () => {
    const { cdn } = cdnOf([{ body: { ...answers.list, TotalCount: 1 } }]);
    assert.deepEqual(await listed(cdn), [
      {
        key: 'acc/cdn//704225667%20file%20http%3A%2F%2Fexample.com%2F1.txt',
        id: '704225667',
        cloud: 'alibaba',
        account: 'acc',
        service: 'cdn',
        region: '',
        kind: 'refresh',
        name: 'http://example.com/1.txt',
        status: 'succeeded',
        rawStatus: 'Complete',
        progress: 1,
        createdAt: new Date('2014-11-27T08:23:22Z'),
        raw: record(),
      },
    ]);
  });

  for (const [word, status] of [
    ['Complete', 'succeeded'],
    ['Refreshing', 'running'],
    ['Pending', 'waiting'],
    ['Failed', 'failed'],
    ['FAILED', 'failed'],
    ['Cancelled', 'unknown'],
    ['', 'unknown'],
  ] as const) {
    it(`are ${status} when the cloud says “${word}”`, async () => {
      const task = await only({ Status: word });
      assert.deepEqual([task.status, task.rawStatus], [status, word]);
    });
  }

  for (const Status of [undefined, null, 1, ['Complete']]) {
    it(`are unknown when the status is ${JSON.stringify(Status)}`, async () => {
      const task = await only({ Status });
      assert.deepEqual([task.status, task.rawStatus, task.id], ['unknown', '', '704225667']);
    });
  }

  for (const [type, kind] of [
    ['file', 'refresh'],
    ['directory', 'refresh'],
    ['regex', 'refresh'],
    ['ExQuery', 'refresh'],
    ['preload', 'prefetch'],
    ['Preload', 'prefetch'],
    ['block', 'block'],
    ['unblock', 'unblock'],
    [undefined, 'refresh'],
    ['constructor', 'refresh'],
  ] as const) {
    it(`of type ${type} are of the kind ${kind}`, async () =>
      assert.equal((await only({ ObjectType: type })).kind, kind));
  }

  for (const [process, progress] of [
    ['99.37%', 0.9937],
    ['100%', 1],
    ['0%', 0],
    [50, 0.5],
    ['', undefined],
    ['half', undefined],
    ['-1%', undefined],
    ['101%', undefined],
    [null, undefined],
  ] as const) {
    it(`have the progress ${progress} of ${JSON.stringify(process)}`, async () =>
      assert.equal((await only({ Process: process })).progress, progress));
  }

  for (const [description, code] of [
    ['OriginTimeout', 'OriginTimeout'],
    ['Origin Timeout', 'OriginTimeout'],
    ['Internal Error', 'InternalError'],
    ['OriginReturnStatusCode 5XX', 'OriginReturnStatusCode 5XX'],
    ['Origin Return StatusCode 5XX', 'OriginReturnStatusCode 5XX'],
  ] as const) {
    it(`failed with ${code} when the cloud says “${description}”`, async () =>
      assert.deepEqual((await only({ Status: 'Failed', Description: description })).failure, {
        code,
        message: description,
      }));
  }

  it('have no failure unless they failed, nor without a description', async () => {
    assert.equal((await only({ Status: 'Complete', Description: 'Internal Error' })).failure, undefined);
    assert.equal((await only({ Status: 'Failed', Description: '' })).failure, undefined);
    assert.equal((await only({ Status: 'Failed', Description: undefined })).failure, undefined);
  });

  it('that share an id are rows of their own', async () => {
    const rows = ['a', 'b', 'a'].map(path => record({ ObjectPath: `http://h/${path}` }));
    const types = [record({ ObjectPath: 'http://h/a', ObjectType: 'directory' })];
    const tasks = await listed(cdnOf([page([...rows, ...types], 4), page([])]).cdn);
    assert.deepEqual(
      tasks.map(({ name }) => name),
      ['http://h/a', 'http://h/b', 'http://h/a'],
    );
    assert.equal(new Set(tasks.map(({ key }) => key)).size, 3);
  });

  it('are read although some records are odd: numbers as text, no object, no id', async () => {
    const odd = [
      record({ TaskId: 7, Process: 99 }),
      null,
      'text',
      { ObjectPath: 'http://h/x' },
      {},
      record(),
    ];
    const tasks = await listed(cdnOf([page(odd, '6')]).cdn);
    assert.deepEqual(
      tasks.map(({ id, status }) => `${id} ${status}`),
      ['7 succeeded', ' unknown', ' unknown', ' unknown', ' unknown', '704225667 succeeded'],
    );
    assert.equal(tasks[3]?.name, 'http://h/x');
  });

  for (const [what, Tasks, ids] of [
    ['flat', [record()], ['704225667']],
    ['one object alone', { CDNTask: record() }, ['704225667']],
    ['null', null, []],
    ['an empty object', {}, []],
    ['missing', undefined, []],
    ['null inside', { CDNTask: null }, []],
  ] as const) {
    it(`are read when the list is ${what}`, async () => {
      const { cdn } = cdnOf([{ body: { TotalCount: ids.length, Tasks } }, page([])]);
      assert.deepEqual(
        (await listed(cdn)).map(({ id }) => id),
        ids,
      );
    });
  }

  for (const [what, Tasks] of [
    ['null', null],
    ['an empty object', {}],
    ['missing', undefined],
    ['null inside', { CDNTask: null }],
    ['a text', 'none'],
    ['a number', 5],
  ] as const) {
    it(`are not taken for none when the list is ${what} and there should be some`, async () => {
      const { cdn } = cdnOf([{ body: { TotalCount: 1, Tasks } }]);
      await assert.rejects(listed(cdn), ({ problem }: CloudError) => problem.reason === 'undocumentedAnswer');
    });
  }
});

describe('CDN calls', () => {
  it('ask for five pages of a long list at once, and for no more', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => record({ TaskId: String(i) }));
    const held = new Promise<Reply>(() => undefined);
    const { cdn, transport, clock } = cdnOf((_request, number) => (number === 1 ? page(rows, 5000) : held));
    void listed(cdn);
    await clock.advance(60_000);
    assert.equal(transport.requests.length, 1 + 5);
  });

  it('list by POST with everything in the query, page after page', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => record({ TaskId: String(i) }));
    const { cdn, transport } = cdnOf([page(rows, 101), page([record()], 101)]);
    assert.equal((await listed(cdn)).length, 101);
    const [first, second] = transport.requests;
    assert.equal(first?.method, 'POST');
    assert.equal(first?.url, 'https://cdn.aliyuncs.com/?PageNumber=1&PageSize=100');
    assert.equal(second?.url, 'https://cdn.aliyuncs.com/?PageNumber=2&PageSize=100');
    assert.equal(first?.body, undefined);
    const { authorization, 'x-acs-signature-nonce': nonce, ...headers } = first?.headers ?? {};
    assert.deepEqual(headers, {
      accept: 'application/json',
      'x-acs-action': 'DescribeRefreshTasks',
      'x-acs-version': '2018-05-10',
      'x-acs-date': '2026-01-02T03:04:05Z',
      'x-acs-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    });
    assert.match(authorization ?? '', /^ACS3-HMAC-SHA256 Credential=planted-id,/);
    assert.notEqual(nonce, second?.headers['x-acs-signature-nonce'], 'no nonce is used twice');
  });

  it('follow up to ten ids at once, each id once', async () => {
    const { cdn, transport } = cdnOf([{ body: answers.byId }]);
    const tasks = Array.from({ length: 12 }, (_, i) => taskOf(String(i % 11)));
    const found = await cdn.follow(tasks, '', { signal: never });
    assert.deepEqual(
      transport.requests.map(({ url }) => url),
      [
        'https://cdn.aliyuncs.com/?TaskId=0%2C1%2C2%2C3%2C4%2C5%2C6%2C7%2C8%2C9',
        'https://cdn.aliyuncs.com/?TaskId=10',
      ],
    );
    assert.equal(transport.last.headers['x-acs-action'], 'DescribeRefreshTaskById');
    assert.deepEqual(
      found.map(({ id, status, kind, progress }) => [id, status, kind, progress]),
      Array(2).fill(['704225667', 'running', 'prefetch', 0.9937]),
    );
  });

  it('try the credential with one row, and tell how many there are', async () => {
    const { cdn, transport } = cdnOf([{ body: answers.list }]);
    assert.equal(await cdn.trial('', never), 2);
    assert.equal(transport.last.url, 'https://cdn.aliyuncs.com/?PageNumber=1&PageSize=1');
    assert.equal(await cdnOf([page([])]).cdn.trial('', never), undefined);
  });

  it('list at most five times in any second', async () => {
    const times: number[] = [];
    const { cdn, clock } = cdnOf((_request, number) => {
      times.push(clock.now());
      return page([record({ TaskId: `${number}` })], 20);
    });
    const reading = listed(cdn);
    await clock.advance(10_000);
    assert.equal((await reading).length, 20);
    for (const start of times) {
      assert.ok(times.filter(time => time >= start && time < start + 1000).length <= 5);
    }
  });

  it('fail with what the cloud said', async () => {
    const body = { Code: 'TooManyRequests', Message: 'The server is busy.', RequestId: 'R' };
    assert.deepEqual(await problemOf(listed(cdnOf([{ status: 429, body }]).cdn)), {
      kind: 'throttled',
      cloud: 'alibaba',
      service: 'cdn',
      status: 429,
      code: 'TooManyRequests',
      message: 'The server is busy.',
      requestId: 'R',
    });
  });

  for (const body of ['null', '[]', '"text"', '7']) {
    it(`cannot use ${body}`, async () =>
      assert.deepEqual(await problemOf(listed(cdnOf([{ body }]).cdn)), {
        kind: 'protocol',
        cloud: 'alibaba',
        service: 'cdn',
        status: 200,
        reason: 'undocumentedAnswer',
        message: 'The answer does not have the form that is documented.',
      }));
  }

  it('have the object’s own address for a link, which never dies', async () => {
    const { cdn, transport } = cdnOf([]);
    assert.deepEqual(await cdn.link?.(taskOf('1', { name: 'https://h/a?b=c' }), never), {
      url: 'https://h/a?b=c',
    });
    assert.equal(cdn.file, undefined);
    assert.deepEqual(transport.requests, []);
  });

  for (const name of ['javascript:alert(1)', 'command:x', 'file:///etc/passwd', 'h/a', '', 'https://']) {
    it(`have no link for “${name}”`, async () => {
      const link = cdnOf([]).cdn.link?.(taskOf('1', { name }), never) ?? Promise.resolve();
      assert.equal((await problemOf(link)).kind, 'protocol');
    });
  }
});
