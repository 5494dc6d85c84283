import assert from 'node:assert/strict';
import { base, create, get, minute, now, read, result, verdict, type Row } from '../../harness/baidu';
import { manyTasks, received, taskOf, type World } from '../../harness/simulators';
import { tampered, withHeader } from '../../harness/tamper';
import { baiduList, type BaiduCall } from '../../harness/vendors';
import vectors from '../../vectors/baidu.json';

const accepted = /^(200|404|405) (OK|DownloadTaskNotFound|InvalidHTTPRequest|MethodNotAllowed)$/;

describe('Baidu simulator: signatures', () => {
  for (const { id, input, output } of vectors.vectors) {
    // These two neither sign a host nor carry a service we have; the first is where the vendor's SDKs disagree.
    if (/DIVERGENT|vendor-unit-test-delete/.test(id)) continue;
    it(`takes the vendor's vector ${id}`, () => {
      const { accessKeyId, secretAccessKey } = input;
      const query = Object.entries(input.query ?? {})
        .map(([name, value]) => `${name}=${encodeURIComponent(String(value ?? ''))}`)
        .join('&');
      const headers = Object.entries(input.headers).map(([name, value]) => [
        name.toLowerCase(),
        String(value),
      ]);
      const request = {
        method: input.method,
        path: input.path,
        query,
        headers: { ...(Object.fromEntries(headers) as object), authorization: output.authorization },
        body: Buffer.from(input.body ?? ''),
      };
      const simulator = create({ credentials: [{ accessKeyId, secretAccessKey }] });
      const { status, body } = read(simulator.answer(request, input.timestampUnixSeconds * 1000));
      assert.match(`${status} ${String(body['code'])}`, accepted);
    });
  }

  it('refuses a request with one bit changed', () => {
    const request = get('/v2/logstore/download/list', {
      method: 'POST',
      query: { q: '日志 *~' },
      body: '{"pageNo":1}',
    });
    // The body's bytes are not signed, only its length is; contract sheet 3.
    const bodiless = { ...request, body: '' };
    const simulator = create();
    for (const [what, changed] of tampered(bodiless, [
      'host',
      'x-bce-date',
      'content-type',
      'content-length',
    ])) {
      assert.doesNotMatch(verdict(simulator, changed), accepted, what);
    }
    assert.match(verdict(simulator, request), /^200/);
  });

  it('takes the recommended set of signed headers and an empty one', () => {
    const few = baiduList({ ...base, headersToSign: ['host', 'x-bce-date'] });
    assert.match(few.headers['authorization'] ?? '', /\/host;x-bce-date\//);
    assert.equal(verdict(create(), few), '200 OK');
    const assumed = baiduList(base);
    const authorization = assumed.headers['authorization']?.replace(/\/content-length;[^/]*\//, '//');
    assert.equal(verdict(create(), withHeader(assumed, 'authorization', authorization)), '200 OK');
  });

  it('wants what is said to be signed, and the host', () => {
    const request = baiduList(base);
    assert.equal(
      verdict(create(), withHeader(request, 'content-length', undefined)),
      '400 IamSignatureInvalid',
    );
    const hostless = request.headers['authorization']?.replace('host;', '');
    assert.equal(
      verdict(create(), withHeader(request, 'authorization', hostless)),
      '400 InvalidHTTPAuthHeader',
    );
    assert.equal(
      verdict(create(), withHeader(request, 'authorization', 'Basic x')),
      '400 InvalidHTTPAuthHeader',
    );
    assert.equal(verdict(create(), withHeader(request, 'authorization', undefined)), '401 Unauthorized');
  });

  it('takes a signature for as long as it says', () => {
    const request = baiduList({ ...base, life: 60 });
    assert.equal(verdict(create(), request, now + minute), '200 OK');
    assert.equal(verdict(create(), request, now + minute + 1), '400 RequestExpired');
    assert.equal(verdict(create(), request, now - 16 * minute), '403 RequestTimeTooSkewed');
  });

  it('tells an unknown key, a wrong secret and a bad token apart', () => {
    const session = { ...base.credential, sessionToken: 'tok+/==' };
    const call = (credential: Record<string, string>, world: Partial<World> = {}) =>
      verdict(create(world), baiduList({ ...base, credential }));
    assert.equal(call({ ...base.credential, accessKeyId: 'NOBODY' }), '403 InvalidAccessKeyId');
    assert.equal(call({ ...base.credential, secretAccessKey: 'wrong' }), '400 SignatureDoesNotMatch');
    assert.equal(call(session, { credentials: [session] }), '200 OK');
    assert.equal(call(base.credential, { credentials: [session] }), '401 Unauthorized');
    assert.equal(call(session), '401 Unauthorized');
  });

  it('refuses in the shape of the gateway', () => {
    const simulator = create({ refusals: { bls: 'permission' } });
    const { status, body } = read(simulator.answer(received(baiduList(base)), now));
    assert.deepEqual([status, Object.keys(body)], [403, ['code', 'message', 'requestId']]);
    assert.equal(body['code'], 'AccessDenied');
    assert.equal(
      verdict(create({ refusals: { bls: 'notActivated' } }), baiduList(base)),
      '403 OptInRequired',
    );
  });
});

describe('Baidu simulator: download tasks', () => {
  const many = create({ tasks: manyTasks('bls', 120, now) });
  const ids = (list: Row) => (list['tasks'] as Row[]).map(task => task['uuid']);

  it('lists ten a page, newest first, and echoes what it understood', () => {
    const list = result(many, baiduList(base));
    assert.deepEqual(
      { ...list, tasks: ids(list).slice(0, 2) },
      {
        order: 'desc',
        orderBy: 'createdTime',
        pageNo: 1,
        pageSize: 10,
        total: 120,
        tasks: ['120', '119'],
      },
    );
    const second = result(many, baiduList(base, { pageNo: 2, pageSize: 100, order: 'asc', project: '' }));
    assert.deepEqual([ids(second).length, ids(second)[0]], [20, '101']);
    assert.equal(result(many, baiduList(base, { pageSize: 1000 }))['pageSize'], 100);
    assert.equal(result(many, baiduList(base, { pageNo: 0, pageSize: 0 }))['pageSize'], 10);
  });

  it('sorts by name and by the last change', () => {
    const still = [{ after: 0, state: 'waiting' }];
    const tasks = [
      taskOf('bls', 'a', now - 3 * minute, { name: 'b', steps: still }),
      taskOf('bls', 'b', now - 4 * minute, {
        name: 'a',
        steps: [...still, { after: 4 * minute, state: 'failed' }],
      }),
    ];
    const sorted = (orderBy: string, order: string) =>
      ids(result(create({ tasks }), baiduList(base, { orderBy, order })));
    assert.deepEqual(sorted('createdTime', 'desc'), ['a', 'b']);
    assert.deepEqual(sorted('updatedTime', 'desc'), ['b', 'a']);
    assert.deepEqual(sorted('updatedTime', 'asc'), ['a', 'b']);
    assert.deepEqual(sorted('name', 'asc'), ['b', 'a']);
  });

  it('filters by project exactly and by log store in part', () => {
    const tasks = [
      taskOf('bls', 'a', now, { overrides: { project: 'shop', logStoreName: 'nginx-errors' } }),
      taskOf('bls', 'b', now, { overrides: { project: 'shop2', logStoreName: 'audit' } }),
    ];
    const simulator = create({ tasks });
    assert.deepEqual(ids(result(simulator, baiduList(base, { project: 'shop' }))), ['a']);
    assert.deepEqual(ids(result(simulator, baiduList(base, { logStoreName: 'udi' }))), ['b']);
  });

  const malformed: readonly (readonly [string, string, Partial<BaiduCall>])[] = [
    ['a body that is no JSON', '400 MalformedJSON', { body: '{' }],
    ['a body that is no object', '400 MalformedJSON', { body: '[]' }],
    ['no body', '400 InappropriateJSON', {}],
    [
      'another content type',
      '400 InappropriateJSON',
      { body: '{}', headers: { 'content-type': 'text/plain' } },
    ],
    ['a negative page', '400 InvalidParameter', { body: '{"pageNo":-1}' }],
    ['a page in quotes', '400 InvalidParameter', { body: '{"pageNo":"1"}' }],
    ['an unknown order', '400 InvalidParameter', { body: '{"order":"up"}' }],
  ];
  for (const [what, expected, call] of malformed) {
    it(`refuses ${what}`, () => {
      const request = get('/v2/logstore/download/list', { method: 'POST', ...call });
      assert.equal(verdict(create(), request), expected);
    });
  }

  it('reads a GET of the list as the task named list', () => {
    const { status, body } = read(many.answer(received(get('/v2/logstore/download/list')), now));
    assert.equal(status, 404);
    assert.deepEqual(Object.keys(body), ['success', 'code', 'message']);
    assert.equal(body['code'], 'DownloadTaskNotFound');
  });

  it('shows a task age', () => {
    const steps = [
      { after: 0, state: 'waiting' },
      { after: 1000, state: 'running' },
      { after: 9000, state: 'succeeded' },
    ];
    const simulator = create({
      tasks: [taskOf('bls', 'x', now, { steps, type: 'csv', expiresAt: now + minute })],
    });
    const at = (time: number) => {
      const request = get('/v2/logstore/download/x', { now: time });
      const task = result(simulator, request, time)['task'] as Row;
      return [task['state'], task['writtenRows'], task['execStartTime'], task['execEndTime'], task['format']];
    };
    assert.equal(
      verdict(simulator, get('/v2/logstore/download/x', { now: now - 1000 }), now - 1000),
      '404 DownloadTaskNotFound',
    );
    assert.deepEqual(at(now), ['WAITING', 0, '', '', 'csv']);
    assert.deepEqual(at(now + 1000), ['RUNNING', 0, '2026-11-22T10:00:01Z', '', 'csv']);
    assert.deepEqual(at(now + 9000), ['SUCCESS', 2, '2026-11-22T10:00:01Z', '2026-11-22T10:00:09Z', 'csv']);
    assert.equal(at(now + minute)[0], 'EXPIRED');
  });

  it('tells regions apart by its own host names', () => {
    const simulator = create({
      tasks: [taskOf('bls', 'b', now, { region: 'bj' }), taskOf('bls', 'g', now, { region: 'gz' })],
    });
    const at = (host: string) => ids(result(simulator, baiduList({ ...base, host })));
    assert.deepEqual(at('bls-log.gz.baidubce.com'), ['g']);
    assert.deepEqual(at('127.0.0.1:4711'), ['b', 'g']);
  });
});
