import CdnClient, {
  DescribeRefreshTaskByIdRequest,
  DescribeRefreshTasksRequest,
  RefreshObjectCachesRequest,
} from '@alicloud/cdn20180510';
import { Config } from '@alicloud/openapi-core/dist/utils';
import assert from 'node:assert/strict';
import type { SimulatorRequest } from '../../src/core/cloud';
import type { SimulatorServer } from '../../src/simulator/server';
import { credentials, handClock, manyTasks, startCloud, taskOf, worldOf } from '../harness/simulators';
import { inState, minute } from '../harness/worlds';
import { alibabaAuthorization, alibabaRefusals, alibabaVerdict } from './alibabaBits';
import { captured, testEveryBit } from './bits';

/** The vendor's client reads the system's clock, so the simulator's stands at that. */
const clock = handClock(Date.now());
const temporary = { ...credentials.alibaba, accessKeyId: 'STS.TESTKEY', securityToken: 'token+/==' };
const oddPath = "https://static.example.com/互联网 边界*~+!'()/a%20b?x=1&y=é#😀";
const failure = { code: 'OriginTimeout', message: 'the origin did not answer in time' };
const started = clock.now() - 10 * minute;
const world = {
  credentials: [credentials.alibaba, temporary],
  tasks: [
    ...manyTasks('cdn', 45, started),
    taskOf('cdn', 'odd', started - minute, { name: oddPath, type: 'directory' }),
    taskOf('cdn', 'both', started - 2 * minute, { name: 'https://example.com/one.js', type: 'preload' }),
    taskOf('cdn', 'both', started - 2 * minute, { name: 'https://example.com/two.js', type: 'preload' }),
    taskOf('cdn', 'bad', started - 3 * minute, { steps: [{ after: 0, state: 'failed' }], failure }),
    taskOf('cdn', 'new', started + minute, inState('running', 0.25)),
  ],
};

describe("@alicloud/cdn20180510's client at the Alibaba simulator", () => {
  let server: SimulatorServer;
  let requests: SimulatorRequest[];
  before(async () => {
    clock.set(Date.now());
    server = await startCloud('alibaba', world, clock);
    requests = captured(server);
  });
  after(() => server.close());
  afterEach(() => clock.set(Date.now()));

  const client = (given: Readonly<Record<string, string>> = credentials.alibaba) =>
    new CdnClient(new Config({ ...given, endpoint: new URL(server.origin).host, protocol: 'http' }));
  const list = async (query: Readonly<Record<string, string | number>> = {}) =>
    (await client().describeRefreshTasks(new DescribeRefreshTasksRequest(query))).body!;
  const paths = async (query: Readonly<Record<string, string | number>>) =>
    (await list(query)).tasks!.CDNTask!.map(task => task.objectPath);

  const verdict = (request: SimulatorRequest) =>
    alibabaVerdict({ ...worldOf('alibaba', world), origin: server.origin }, request, clock.now());

  it('reads every page of the list, and each task once', async () => {
    const pages = await Promise.all([1, 2, 3, 4].map(pageNumber => list({ pageNumber, pageSize: 20 })));
    assert.deepEqual(
      pages.map(page => [page.pageNumber, page.pageSize, page.totalCount, page.tasks?.CDNTask?.length]),
      [
        [1, 20, 50, 20],
        [2, 20, 50, 20],
        [3, 20, 50, 10],
        [4, 20, 50, 0],
      ],
    );
    const rows = pages.flatMap(page => page.tasks!.CDNTask!);
    assert.equal(new Set(rows.map(row => row.objectPath)).size, 50);
    assert.ok(pages.every(page => /^[0-9A-F]{8}-/.test(page.requestId ?? '')));
  });

  it('reads each field of a task', async () => {
    const { tasks } = await list({ taskId: 'bad' });
    assert.deepEqual(
      { ...tasks?.CDNTask?.[0] },
      {
        creationTime: new Date(started - 3 * minute).toISOString().replace(/\.\d+Z$/, 'Z'),
        description: 'OriginTimeout',
        objectPath: 'https://example.com/bad.js',
        objectType: 'file',
        process: '0%',
        status: 'Failed',
        taskId: 'bad',
      },
    );
  });

  it('filters by each parameter it has', async () => {
    assert.deepEqual(await paths({ objectPath: oddPath }), [oddPath]);
    assert.deepEqual(await paths({ taskId: '7' }), ['https://example.com/7.js']);
    assert.deepEqual(await paths({ objectType: 'directory' }), [oddPath]);
    assert.deepEqual(await paths({ objectType: 'directory', domainName: 'static.example.com' }), [oddPath]);
    assert.deepEqual(await paths({ objectType: 'file', status: 'Failed' }), ['https://example.com/bad.js']);
    assert.deepEqual(await paths({ objectType: 'file', status: 'Refreshing' }), [
      'https://example.com/new.js',
    ]);
    const at = (time: number) => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
    const window = { startTime: at(started - 3.5 * minute), endTime: at(started - 1.5 * minute) };
    assert.equal((await list(window)).totalCount, 3);
  });

  it('asks for tasks by their ids, one of which stands for two URLs', async () => {
    const asked = new DescribeRefreshTaskByIdRequest({ taskId: '1,both,odd' });
    const { body } = await client().describeRefreshTaskById(asked);
    assert.equal(body?.totalCount, 4);
    assert.deepEqual(
      body?.tasks?.map(task => task.taskId),
      ['1', 'odd', 'both', 'both'],
    );
  });

  it('is let in with a security token, and not without the one of its key', async () => {
    const ask = (given: Readonly<Record<string, string>>) =>
      client(given).describeRefreshTasks(new DescribeRefreshTasksRequest({ pageSize: 1 }));
    assert.equal((await ask(temporary)).body?.totalCount, 50);
    const { accessKeyId, accessKeySecret } = temporary;
    await assert.rejects(ask({ accessKeyId, accessKeySecret }), { code: 'MissingSecurityToken' });
    const other = { ...temporary, securityToken: 'other' };
    await assert.rejects(ask(other), { code: 'InvalidSecurityToken.MismatchWithAccessKey' });
  });

  it("reads the simulator's refusals, with status, code and request id", async () => {
    await assert.rejects(list({ status: 'Failed' }), {
      statusCode: 400,
      code: 'MissingParameter.ObjectType',
    });
    await assert.rejects(list({ pageSize: 101 }), { code: 'InvalidPageSize.ValueNotSupported' });
    server.setWorld(worldOf('alibaba', { refusals: { cdn: 'permission' } }));
    await assert.rejects(
      list(),
      (error: { code?: string; requestId?: string; accessDeniedDetail?: object }) => {
        assert.equal(error.code, 'Forbidden.RAM');
        assert.match(error.requestId ?? '', /^[0-9A-F]{8}-/);
        assert.deepEqual(error.accessDeniedDetail, {
          AuthAction: 'cdn:DescribeRefreshTasks',
          AuthPrincipalDisplayName: '200000000000000001',
          AuthPrincipalOwnerId: '1000000000000001',
          AuthPrincipalType: 'SubUser',
          NoPermissionType: 'ImplicitDeny',
          PolicyType: 'AccountLevelIdentityBasedPolicy',
        });
        return true;
      },
    );
    server.setWorld(worldOf('alibaba', world));
  });

  it('signs anew with a nonce of its own for each call', async () => {
    const from = requests.length;
    await Promise.all([list(), list(), list()]);
    const nonces = requests.slice(from).map(({ headers }) => headers['x-acs-signature-nonce']);
    assert.equal(new Set(nonces).size, 3);
  });

  it('is refused when the clocks are more than 15 minutes apart', async () => {
    for (const minutes of [16, -16]) {
      clock.set(Date.now() + minutes * minute);
      await assert.rejects(list(), { code: 'InvalidTimeStamp.Expired' });
    }
  });

  describe('a list that it asked for with a security token', () => {
    let request: SimulatorRequest;
    before(async () => {
      const asked = new DescribeRefreshTasksRequest({ objectPath: oddPath, pageNumber: 1, pageSize: 20 });
      await client(temporary).describeRefreshTasks(asked);
      request = requests.at(-1)!;
    });

    testEveryBit({
      request: () => request,
      authorization: alibabaAuthorization,
      verdict,
      accepted: /^200$/,
      refusals: alibabaRefusals('query', 'x-acs-accesskey-id', 'x-acs-security-token'),
      // Without `application/json` CDN answers in XML, and still gladly.
      unsigned: { accept: /^200$/, connection: /^200$/, 'content-length': /^200$/, 'user-agent': /^200$/ },
    });
  });

  describe('a refresh that it asked for in a body', () => {
    let request: SimulatorRequest;
    before(async () => {
      const asked = new RefreshObjectCachesRequest({ objectPath: oddPath, objectType: 'File' });
      // The simulator has no such operation, but looks at the signature first.
      await assert.rejects(client().refreshObjectCaches(asked), { code: 'InvalidAction.NotFound' });
      request = requests.at(-1)!;
    });

    testEveryBit({
      request: () => request,
      authorization: alibabaAuthorization,
      verdict,
      accepted: /^404 InvalidAction\.NotFound$/,
      refusals: alibabaRefusals('content-type', 'body'),
      unsigned: Object.fromEntries(
        ['accept', 'connection', 'transfer-encoding', 'user-agent'].map(name => [
          name,
          /^404 InvalidAction\.NotFound$/,
        ]),
      ),
    });
  });
});
