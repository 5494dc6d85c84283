import BceBaseClient from '@baiducloud/sdk/src/bce_base_client';
import assert from 'node:assert/strict';
import { simulator } from '../../src/clouds/baidu/simulator';
import type { SimulatorRequest } from '../../src/core/cloud';
import type { SimulatorServer } from '../../src/simulator/server';
import { credentials, handClock, manyTasks, startCloud, taskOf, worldOf } from '../harness/simulators';
import { getLink } from '../harness/wire';
import { inState, minute } from '../harness/worlds';
import { captured, testEveryBit, textOf } from './bits';

/** The vendor's client reads the system's clock, so the simulator's stands at that. */
const clock = handClock(Date.now());
const session = { ...credentials.baidu, accessKeyId: 'SESSIONKEY', sessionToken: 'tok+/==' };
const started = clock.now() - 40 * minute;
const content = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 256));
const name = '日志 (1) *~+!_csv_newest.csv';
const world = {
  credentials: [credentials.baidu, session],
  tasks: [
    ...manyTasks('bls', 120, started),
    taskOf('bls', 'newest', started + minute, { type: 'csv', file: { name, content, rows: 9 } }),
    taskOf('bls', 'bad', started - minute, {
      ...inState('failed'),
      failure: { code: 'QueryTimeout', message: '查询超时' },
    }),
  ],
};
const base = '/v2/logstore/download';

type Row = Readonly<Record<string, unknown>>;

describe("@baiducloud/sdk's base client at the Baidu simulator", () => {
  let server: SimulatorServer;
  let requests: SimulatorRequest[];
  before(async () => {
    clock.set(Date.now());
    server = await startCloud('baidu', world, clock);
    requests = captured(server);
  });
  after(() => server.close());
  afterEach(() => {
    clock.set(Date.now());
    delete BceBaseClient.prototype.timeOffset;
  });

  const client = (given: Readonly<Record<string, string>> = credentials.baidu) =>
    new BceBaseClient(
      {
        endpoint: server.origin,
        credentials: { ak: given['accessKeyId']!, sk: given['secretAccessKey']! },
        ...(given['sessionToken'] !== undefined && { sessionToken: given['sessionToken'] }),
      },
      'bls',
    );
  const resultOf = ({ body }: { body: Row }) => {
    assert.deepEqual([body['success'], body['code']], [true, 'OK']);
    return body['result'] as Row;
  };
  const list = async (asked: object, as?: Readonly<Record<string, string>>) =>
    resultOf(await client(as).sendRequest('POST', `${base}/list`, { body: JSON.stringify(asked) }));
  const get = async (path: string, as?: Readonly<Record<string, string>>) =>
    resultOf(await client(as).sendRequest('GET', `${base}/${path}`));

  for (const given of [credentials.baidu, session]) {
    const by = 'sessionToken' in given ? 'a session token' : 'an access key';
    it(`reads every page of the list, a task and its file by ${by}`, async () => {
      const pages: Row[] = [];
      do pages.push(await list({ pageNo: pages.length + 1, pageSize: 50 }, given));
      while ((pages.at(-1)!['tasks'] as Row[]).length > 0);
      const rows = pages.flatMap(page => page['tasks'] as Row[]);
      assert.deepEqual(
        [pages.length, rows.length, new Set(rows.map(row => row['uuid'])).size],
        [4, 122, 122],
      );
      assert.ok(pages.every(page => page['total'] === 122));
      assert.equal(rows[0]?.['uuid'], 'newest');

      assert.deepEqual((await get('newest', given))['task'], rows[0]);
      const linked = await get('link/newest', given);
      assert.deepEqual([linked['fileName'], linked['fileDir']], [name, '']);
      const file = await getLink(String(linked['link']));
      assert.equal(file.status, 200);
      assert.ok(file.body.equals(content));
    });
  }

  it('sends empty text and zero for a default, as other SDKs of the vendor do', async () => {
    const { tasks, total, order, orderBy, pageNo, pageSize } = await list({
      ...{ project: '', logStoreName: '', order: '', orderBy: '', pageNo: 0, pageSize: 0 },
    });
    assert.deepEqual([total, order, orderBy, pageNo, pageSize], [122, 'desc', 'createdTime', 1, 10]);
    assert.equal((tasks as Row[]).length, 10);
  });

  it('reads why a task failed', async () => {
    const task = (await get('bad'))['task'] as Row;
    assert.deepEqual(
      [task['state'], task['failedCode'], task['failedMessage']],
      ['FAILED', 'QueryTimeout', '查询超时'],
    );
  });

  it("reads the simulator's refusals, the operation's and the gateway's", async () => {
    const body = { success: false, code: 'DownloadTaskNotFound', message: 'Download task not found' };
    // Without a request id in the body, the vendor takes the whole of it for the message.
    await assert.rejects(get('nobody'), { status_code: 404, message: body });
    const wrong = { ...credentials.baidu, secretAccessKey: 'wrong' };
    await assert.rejects(get('newest', wrong), { status_code: 400, code: 'SignatureDoesNotMatch' });
    const unknown = { ...credentials.baidu, accessKeyId: 'NOBODY' };
    await assert.rejects(get('newest', unknown), { status_code: 403, code: 'InvalidAccessKeyId' });
    const old = { ...session, sessionToken: 'other' };
    await assert.rejects(get('newest', old), { status_code: 401, code: 'Unauthorized' });
  });

  it('corrects a clock that is fast by the Date of the refusal, and is let in', async () => {
    clock.set(Date.now() - 20 * minute);
    const from = server.requests.length;
    assert.equal((await list({}))['total'], 122);
    assert.deepEqual(
      server.requests.slice(from).map(({ status }) => status),
      [403, 200],
    );
  });

  it('is told that a request has expired when its clock is slow by more than half an hour', async () => {
    clock.set(Date.now() + 31 * minute);
    await assert.rejects(list({}), { status_code: 400, code: 'RequestExpired' });
  });

  const verdict = (request: SimulatorRequest) => {
    const cloud = simulator.create({ ...worldOf('baidu', world), origin: server.origin });
    const { status, text } = textOf(cloud.answer(request, clock.now()));
    return `${status} ${/"code":"([^"]+)"/.exec(text)?.[1]}`;
  };
  const mismatch = /^400 SignatureDoesNotMatch$/;
  const refusals = {
    method: mismatch,
    path: /^400 (SignatureDoesNotMatch|InvalidURI)$/,
    host: mismatch,
    'content-type': mismatch,
    'x-bce-date': mismatch,
    authorization: /^400 InvalidHTTPAuthHeader$/,
    accessKeyId: /^(403 InvalidAccessKeyId|400 InvalidHTTPAuthHeader)$/,
    date: /^(400 (SignatureDoesNotMatch|RequestExpired|InvalidHTTPAuthHeader)|403 RequestTimeTooSkewed)$/,
    life: /^400 (SignatureDoesNotMatch|RequestExpired|InvalidHTTPAuthHeader)$/,
    signedHeaders: /^400 (IamSignatureInvalid|InvalidHTTPAuthHeader)$/,
    signature: /^400 (SignatureDoesNotMatch|InvalidHTTPAuthHeader)$/,
  };
  const authorization =
    /^bce-auth-v1\/(?<accessKeyId>[^/]+)\/(?<date>[^/]+)\/(?<life>[^/]+)\/(?<signedHeaders>[^/]+)\/(?<signature>.+)$/d;

  describe('a list that it asked for', () => {
    let request: SimulatorRequest;
    before(async () => {
      await list({ project: 'default', logStoreName: 'task', order: 'asc', pageNo: 1, pageSize: 10 });
      request = requests.at(-1)!;
    });

    testEveryBit({
      request: () => request,
      authorization,
      verdict,
      accepted: /^200 OK$/,
      refusals: { ...refusals, 'content-length': mismatch },
      unsigned: {
        connection: /^200 OK$/,
        'user-agent': /^200 OK$/,
        // Nothing but its length is signed, so a change is at most no JSON or no value; contract sheet 3.
        body: /^(200 OK|400 (MalformedJSON|InvalidParameter))$/,
      },
    });
  });

  describe('a link that it asked for with a session token and a query', () => {
    let request: SimulatorRequest;
    before(async () => {
      const params = { trace: "日志 *~+!'()/a%20b-c_d.e", empty: '' };
      await client(session).sendRequest('GET', `${base}/link/newest`, { params });
      request = requests.at(-1)!;
    });

    testEveryBit({
      request: () => request,
      authorization,
      verdict,
      accepted: /^200 OK$/,
      refusals: {
        ...refusals,
        query: /^400 (SignatureDoesNotMatch|InvalidURI)$/,
        'x-bce-security-token': /^401 Unauthorized$/,
      },
      unsigned: { connection: /^200 OK$/, 'user-agent': /^200 OK$/ },
    });
  });
});
