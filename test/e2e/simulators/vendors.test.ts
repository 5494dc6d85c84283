import AlibabaClient from '@alicloud/openapi-core';
import { Config, OpenApiRequest, Params } from '@alicloud/openapi-core/dist/utils';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { SimulatorServer } from '../../../src/simulator/server';
import {
  credentials,
  handClock,
  manyTasks,
  startCloud,
  taskOf,
  testProject,
  type CloudId,
  type World,
} from '../../harness/simulators';
import { cdnVersion, firewallVersion, huaweiTask, signHuawei } from '../../harness/vendors';
import { getLink, send } from '../../harness/wire';

const minute = 60_000;

/** The vendors' clients read the system's clock, so the simulators start from it. */
const clock = handClock(Date.now());
let server: SimulatorServer;
const start = async (cloud: CloudId, world: Partial<World>) => {
  clock.set(Date.now());
  server = await startCloud(cloud, world, clock);
};

type Row = Readonly<Record<string, unknown>>;

describe('@alicloud/openapi-core and the Alibaba simulator', () => {
  const start0 = Date.now() - 10 * minute;
  before(() =>
    start('alibaba', {
      tasks: [
        ...manyTasks('cloudFirewall', 60, start0),
        ...manyTasks('cdn', 120, start0),
        taskOf('cdn', '中文', start0 - minute, {
          name: "https://example.com/互联网 边界*~+!'()/a%20b?x=1&y=é#😀",
        }),
      ],
    }),
  );
  after(() => server.close());

  const call = async (action: string, version: string, query: Record<string, string>, given: object = {}) => {
    const { accessKeyId, accessKeySecret } = credentials.alibaba;
    const endpoint = server.origin.slice('http://'.length);
    const config = new Config({ accessKeyId, accessKeySecret, endpoint, protocol: 'http', ...given });
    const parameters = new Params({
      action,
      version,
      protocol: 'HTTP',
      pathname: '/',
      method: 'POST',
      authType: 'AK',
      style: 'RPC',
      reqBodyType: 'formData',
      bodyType: 'json',
    });
    // The client reads options of the runtime, none of which is needed.
    const answer = (await new AlibabaClient(config).callApi(
      parameters,
      new OpenApiRequest({ query }),
      {} as never,
    )) as {
      body: Row;
    };
    return answer.body;
  };

  it('lists every firewall task and opens its link', async () => {
    const rows: Row[] = [];
    for (const CurrentPage of ['1', '2']) {
      const body = await call('DescribeDownloadTask', firewallVersion, {
        CurrentPage,
        PageSize: '50',
        Lang: 'en',
      });
      rows.push(...(body['Tasks'] as Row[]));
    }
    assert.equal(new Set(rows.map(row => row['TaskId'])).size, 60);
    const link = String(rows[0]?.['FileURL']);
    const file = await getLink(link);
    assert.equal(file.status, 200);
    assert.match(String(file.body), /编号,名称/);
    const part = await getLink(link, { range: 'bytes=2-5' });
    assert.deepEqual([part.status, part.body.length], [206, 4]);
    assert.equal(part.headers['x-oss-hash-crc64ecma'], file.headers['x-oss-hash-crc64ecma']);
    assert.equal((await getLink(link, {}, 'HEAD')).status, 403);
    clock.advance(31 * minute);
    assert.equal((await getLink(link)).status, 403);
    clock.set(Date.now());
  });

  it('lists CDN tasks, whose paths it encodes in its own way', async () => {
    const body = await call('DescribeRefreshTasks', cdnVersion, { PageSize: '100', PageNumber: '2' });
    assert.equal((body['Tasks'] as { CDNTask: Row[] }).CDNTask.length, 21);
    const ObjectPath = "https://example.com/互联网 边界*~+!'()/a%20b?x=1&y=é#😀";
    const one = await call('DescribeRefreshTasks', cdnVersion, { ObjectPath });
    assert.equal(one['TotalCount'], 1);
    const byId = await call('DescribeRefreshTaskById', cdnVersion, { TaskId: '1,2,3' });
    assert.equal(byId['TotalCount'], 3);
  });

  it('is refused with a wrong secret, and beyond 15 minutes', async () => {
    const wrong = { accessKeySecret: 'wrong' };
    await assert.rejects(call('DescribeRefreshTasks', cdnVersion, {}, wrong), {
      code: 'SignatureDoesNotMatch',
    });
    clock.advance(16 * minute);
    await assert.rejects(call('DescribeRefreshTasks', cdnVersion, {}), { code: 'InvalidTimeStamp.Expired' });
    clock.set(Date.now());
  });
});

/** The part of the vendor's client that is used here; its types leave it out. */
interface BceClient {
  sendRequest(method: string, path: string, options?: object): Promise<{ body: Row }>;
}
const vendorRequire = createRequire(__filename);
const BceBaseClient = vendorRequire('@baiducloud/sdk/src/bce_base_client') as new (
  config: object,
  service: string,
) => BceClient;

describe('@baiducloud/sdk and the Baidu simulator', () => {
  const session = { ...credentials.baidu, accessKeyId: 'SESSIONKEY', sessionToken: 'tok+/==' };
  before(() =>
    start('baidu', {
      tasks: manyTasks('bls', 120, Date.now() - 10 * minute),
      credentials: [credentials.baidu, session],
    }),
  );
  after(() => server.close());

  const client = (given: Record<string, string> = credentials.baidu) =>
    new BceBaseClient(
      {
        endpoint: server.origin,
        credentials: { ak: given['accessKeyId'], sk: given['secretAccessKey'] },
        sessionToken: given['sessionToken'],
      },
      'bls',
    );
  const path = '/v2/logstore/download';

  for (const given of [credentials.baidu, session]) {
    it(`lists tasks and opens a link as ${given.accessKeyId}`, async () => {
      const asked = JSON.stringify({ pageNo: 2, pageSize: 100, logStoreName: 'task' });
      const { body } = await client(given).sendRequest('POST', `${path}/list`, { body: asked });
      const { total, tasks } = body['result'] as { total: number; tasks: Row[] };
      assert.deepEqual([total, tasks.length], [120, 20]);
      const described = await client(given).sendRequest('GET', `${path}/7`);
      assert.equal(((described.body['result'] as Row)['task'] as Row)['state'], 'SUCCESS');
      const linked = await client(given).sendRequest('GET', `${path}/link/7`);
      const file = await getLink(String((linked.body['result'] as Row)['link']));
      assert.match(String(file.body), /7,甲/);
    });
  }

  it('is refused with a wrong secret', async () => {
    const wrong = { ...credentials.baidu, secretAccessKey: 'wrong' };
    await assert.rejects(client(wrong).sendRequest('GET', `${path}/7`), { code: 'SignatureDoesNotMatch' });
  });

  it('finds a link dead after 300 s', async () => {
    const linked = await client().sendRequest('GET', `${path}/link/7`);
    const link = String((linked.body['result'] as Row)['link']);
    clock.advance(301_000);
    const dead = await getLink(link);
    clock.set(Date.now());
    assert.deepEqual([dead.status, dead.json()['code']], [400, 'RequestExpired']);
  });
});

describe('@huaweicloud/huaweicloud-sdk-core and the Huawei simulator', () => {
  const person = { kind: 'password', domain: 'company', user: 'reader', password: 'secret' };
  before(() =>
    start('huawei', {
      tasks: [taskOf('hss', 'task-1', Date.now() - 10 * minute)],
      credentials: [credentials.huawei, person],
    }),
  );
  after(() => server.close());
  const base = () => ({
    host: server.origin.slice('http://'.length),
    credential: credentials.huawei,
    now: clock.now(),
  });

  it('asks for a task and fetches its file', async () => {
    const task = await send(server.origin, huaweiTask(base(), 'task-1'));
    assert.equal(task.json()['task_status'], 'success');
    const path = `/v5/${testProject}/download/${String(task.json()['file_id'])}`;
    const file = await send(server.origin, signHuawei({ ...base(), path, headers: { range: 'bytes=0-0' } }));
    assert.equal(file.status, 200); // no ranges here
    assert.match(String(file.body), /编号,名称/);
    assert.equal(file.headers.etag, undefined);
  });

  it('hands out a token of 32,000 characters and takes it back', async () => {
    const { domain, user, password } = person;
    const identity = {
      methods: ['password'],
      password: { user: { name: user, password, domain: { name: domain } } },
    };
    const body = JSON.stringify({ auth: { identity, scope: { project: { id: testProject } } } });
    const login = await send(server.origin, { method: 'POST', target: '/v3/auth/tokens', body });
    assert.equal(login.status, 201);
    const headers = { 'x-auth-token': String(login.headers['x-subject-token']) };
    const task = await send(server.origin, { target: `/v5/${testProject}/export-task/task-1`, headers });
    assert.equal(task.status, 200);
  });
});
