import AlibabaClient from '@alicloud/openapi-core';
import { Config, OpenApiRequest, Params } from '@alicloud/openapi-core/dist/utils';
import assert from 'node:assert/strict';
import type { SimulatorRequest } from '../../src/core/cloud';
import type { SimulatorServer } from '../../src/simulator/server';
import { credentials, handClock, manyTasks, startCloud, taskOf, worldOf } from '../harness/simulators';
import { firewallVersion } from '../harness/vendors';
import { getLink } from '../harness/wire';
import { minute } from '../harness/worlds';
import { alibabaAuthorization, alibabaRefusals, alibabaVerdict } from './alibabaBits';
import { captured, testEveryBit } from './bits';

/** The vendor's client reads the system's clock, so the simulator's stands at that. */
const clock = handClock(Date.now());
const started = clock.now() - 10 * minute;
const content = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 256));
const name = '互联网边界防火墙资产-IPv4 (1069) *~+.csv';
const newest = taskOf('cloudFirewall', 'newest', started + minute, { file: { name, content } });
const world = {
  tasks: [newest, ...manyTasks('cloudFirewall', 70, started, { type: 'Other' })],
};

type Row = Readonly<Record<string, unknown>>;
type Text = Readonly<Record<string, string>>;

interface Call {
  readonly action?: string;
  readonly method?: string;
  readonly query?: Text;
  readonly body?: Text;
  readonly config?: Text;
}

describe("@alicloud/openapi-core's client at Cloud Firewall of the Alibaba simulator", () => {
  let server: SimulatorServer;
  let requests: SimulatorRequest[];
  before(async () => {
    clock.set(Date.now());
    server = await startCloud('alibaba', world, clock);
    requests = captured(server);
  });
  after(() => server.close());
  afterEach(() => clock.set(Date.now()));

  /** What the generated clients do for each of their operations. */
  async function call({
    action = 'DescribeDownloadTask',
    method = 'POST',
    query = {},
    body,
    config = {},
  }: Call): Promise<Row> {
    const endpoint = new URL(server.origin).host;
    const client = new AlibabaClient(
      new Config({ ...credentials.alibaba, endpoint, protocol: 'http', ...config }),
    );
    const params = new Params({
      action,
      version: firewallVersion,
      protocol: 'HTTPS',
      pathname: '/',
      method,
      authType: 'AK',
      style: 'RPC',
      reqBodyType: 'formData',
      bodyType: 'json',
    });
    const request = new OpenApiRequest({ query, ...(body && { body }) });
    // It reads options of the runtime, none of which is needed.
    const answer = (await client.callApi(params, request, {} as never)) as { body: Row };
    return answer.body;
  }
  const rowsOf = (body: Row) => body['Tasks'] as Row[];

  for (const method of ['POST', 'GET']) {
    it(`reads every page of the list by ${method}`, async () => {
      const rows: Row[] = [];
      for (let page = 1; ; page++) {
        const body = await call({ method, query: { CurrentPage: String(page), PageSize: '50', Lang: 'zh' } });
        assert.equal(body['TotalCount'], 71);
        if (rowsOf(body).length === 0) break;
        rows.push(...rowsOf(body));
      }
      assert.deepEqual([rows.length, new Set(rows.map(row => row['TaskId'])).size], [71, 71]);
    });
  }

  it('filters by the type, and asks which types there are', async () => {
    const { Tasks } = await call({ query: { TaskType: 'InternetFirewallAsset' } });
    assert.deepEqual(
      (Tasks as Row[]).map(row => [row['TaskId'], row['Status']]),
      [['newest', 'finish']],
    );
    const { TaskTypeArray } = await call({ action: 'DescribeDownloadTaskType', query: { Lang: 'en' } });
    assert.deepEqual(
      (TaskTypeArray as Row[]).map(type => type['TaskType']),
      ['InternetFirewallAsset', 'Other'],
    );
  });

  it('is given a link that leads to the bytes of the file, until it expires', async () => {
    const [row] = rowsOf(await call({ query: { PageSize: '1' } }));
    const link = String(row?.['FileURL']);
    const file = await getLink(link);
    assert.equal(file.status, 200);
    assert.ok(file.body.equals(content));
    assert.equal(file.headers['content-length'], String(content.length));
    const part = await getLink(link, { range: 'bytes=99990-' });
    assert.equal(part.status, 206);
    assert.ok(part.body.equals(content.subarray(99_990)));
    clock.advance(31 * minute);
    const late = await getLink(link);
    assert.equal(late.status, 403);
    assert.match(String(late.body), /<Message>Request has expired\.<\/Message>/);
  });

  it("reads the simulator's refusals by code and status", async () => {
    await assert.rejects(call({ query: { PageSize: '51' } }), { code: 'ErrorPageNo', statusCode: 400 });
    await assert.rejects(call({ action: 'DescribeNothing' }), { code: 'InvalidAction.NotFound' });
    await assert.rejects(call({ config: { accessKeySecret: 'wrong' } }), {
      code: 'SignatureDoesNotMatch',
      statusCode: 403,
    });
    await assert.rejects(call({ config: { accessKeyId: 'NOBODY' } }), {
      code: 'InvalidAccessKeyId.NotFound',
    });
  });

  describe('a list with a form in its body', () => {
    let request: SimulatorRequest;
    before(async () => {
      const query = { Lang: 'zh', CurrentPage: '1', PageSize: '10', TaskType: '资产 *~+!\'()"%2F' };
      await call({ query, body: { note: 'a b*~中' } });
      request = requests.at(-1)!;
    });

    testEveryBit({
      request: () => request,
      authorization: alibabaAuthorization,
      verdict: given =>
        alibabaVerdict({ ...worldOf('alibaba', world), origin: server.origin }, given, clock.now()),
      accepted: /^200$/,
      refusals: alibabaRefusals('query', 'content-type', 'body'),
      unsigned: {
        accept: /^200$/,
        connection: /^200$/,
        'transfer-encoding': /^200$/,
        'user-agent': /^200$/,
      },
    });
  });
});
