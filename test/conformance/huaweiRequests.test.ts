import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { simulator } from '../../src/clouds/huawei/simulator';
import type { SimulatorRequest } from '../../src/core/cloud';
import type { SimulatorServer } from '../../src/simulator/server';
import {
  credentials,
  handClock,
  startCloud,
  taskOf,
  testProject,
  testRegion,
  worldOf,
} from '../harness/simulators';
import { send } from '../harness/wire';
import { minute, zipFile } from '../harness/worlds';
import { captured, testEveryBit, textOf } from './bits';

/** The vendor's signer reads the system's clock, so the simulator's stands at that. */
const clock = handClock(Date.now());
const temporary = { ...credentials.huawei, accessKeyId: 'TEMPORARYKEY', securityToken: 'gQpjbi1u+/==' };
const started = clock.now() - 40 * minute;
const file = zipFile();
const world = {
  credentials: [credentials.huawei, temporary],
  projects: { [testRegion]: testProject, 'ap-southeast-1': 'ffffffffffffffffffffffffffffffff' },
  tasks: [taskOf('hss', 'task-1', started, { region: testRegion, file })],
};

interface Call {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** What becomes JSON; the vendor's client sends `{}` with some a GET. */
  readonly data?: object;
  readonly as?: Readonly<Record<string, string>>;
}

type VendorRequest = Parameters<typeof AKSKSigner.sign>[0];
type VendorCredential = Parameters<typeof AKSKSigner.sign>[1];

describe("Requests signed by @huaweicloud/huaweicloud-sdk-core's AKSKSigner at the Huawei simulator", () => {
  let server: SimulatorServer;
  let requests: SimulatorRequest[];
  before(async () => {
    clock.set(Date.now());
    server = await startCloud('huawei', world, clock);
    requests = captured(server);
  });
  after(() => server.close());
  afterEach(() => clock.set(Date.now()));

  /** A GET as the vendor's client makes one: the signer sets the date, and the agent's name comes after it. */
  function get({ path, query = {}, headers = {}, data, as = credentials.huawei }: Call) {
    const token = as['securityToken'];
    const unsigned: VendorRequest = {
      endpoint: server.origin + path,
      method: 'GET',
      queryParams: query,
      headers: {
        'content-type': 'application/json',
        ...headers,
        ...(token !== undefined && { 'X-Security-Token': token }),
      },
      ...(data && { data }),
    };
    // Of a credential the signer asks these two alone.
    const credential = {
      getAk: () => as['accessKeyId'],
      getSk: () => as['secretAccessKey'],
    } as unknown as VendorCredential;
    const signed = AKSKSigner.sign(unsigned, credential) as Record<string, string>;
    const search = new URLSearchParams(query).toString().replaceAll('+', '%20');
    return send(server.origin, {
      target: search === '' ? path : `${path}?${search}`,
      headers: { ...signed, 'user-agent': 'huaweicloud-usdk-nodejs/3.0' },
      body: data ? JSON.stringify(data) : '',
    });
  }

  const ofProject = { 'X-Project-Id': testProject, region: testRegion };
  const task = (as?: Readonly<Record<string, string>>, id = 'task-1') =>
    get({
      path: `/v5/${testProject}/export-task/${id}`,
      query: { enterprise_project_id: 'all_granted_eps' },
      headers: ofProject,
      ...(as && { as }),
    });

  for (const as of [credentials.huawei, temporary]) {
    const by = 'securityToken' in as ? 'a temporary key' : 'an access key';
    it(`find the project of a region, a task of it and the bytes of its file by ${by}`, async () => {
      const found = await get({ path: '/v3/projects', query: { name: testRegion }, as });
      assert.deepEqual(
        (found.json()['projects'] as { id: string; name: string }[]).map(({ id, name }) => [name, id]),
        [[testRegion, testProject]],
      );
      const asked = (await task(as)).json();
      assert.deepEqual([asked['task_status'], asked['file_name']], ['success', file.name]);
      const path = `/v5/${testProject}/download/${String(asked['file_id'])}`;
      const loaded = await get({ path, headers: ofProject, as });
      assert.deepEqual([loaded.status, loaded.headers['content-type']], [200, 'application/octet-stream']);
      assert.ok(loaded.body.equals(file.content));
    });
  }

  it("are refused with the vendor's codes", async () => {
    const refusal = async (answer: ReturnType<typeof get>) => {
      const given = await answer;
      const { error_code: code, error_msg: message } = given.json();
      return `${given.status} ${String(code)} ${String(message)}`;
    };
    assert.match(await refusal(task(undefined, 'nobody')), /^400 HSS\.0011 /);
    const wrong = { ...credentials.huawei, secretAccessKey: 'wrong' };
    assert.match(await refusal(task(wrong)), /^401 APIGW\.0301 .*: verify aksk signature fail/);
    const unknown = { ...credentials.huawei, accessKeyId: 'NOBODY' };
    assert.match(await refusal(task(unknown)), /^401 APIGW\.0301 .*: Get secretKey failed,ak:NOBODY/);
    for (const minutes of [16, -16]) {
      clock.set(Date.now() + minutes * minute);
      assert.match(await refusal(task()), /^401 APIGW\.0301 .*: signature expired/);
    }
  });

  /** Status and, of a refusal, its code and reason; from a cloud that has not locked the key yet. */
  const verdict = (request: SimulatorRequest) => {
    const cloud = simulator.create({ ...worldOf('huawei', world), origin: server.origin });
    const { status, text } = textOf(cloud.answer(request, clock.now()));
    const [, code, reason] = /"error_code":"([^"]+)","error_msg":"[^:"]*: ([^",]+)/.exec(text) ?? [];
    return code ? `${status} ${code} ${reason}` : String(status);
  };
  const said = (...reasons: string[]) => new RegExp(`^401 APIGW\\.0301 (${reasons.join('|')})$`);
  const mismatch = said('verify aksk signature fail');
  const malformed = 'authorization header is not well formed';
  const refusals = {
    method: mismatch,
    path: mismatch,
    query: mismatch,
    host: mismatch,
    'content-type': mismatch,
    'x-sdk-date': said('verify aksk signature fail', 'signature expired'),
    authorization: said(malformed),
    accessKeyId: said('Get secretKey failed', malformed),
    signedHeaders: said('verify aksk signature fail', malformed),
    signature: said('verify aksk signature fail', malformed),
  };
  const authorization =
    /Access=(?<accessKeyId>[^,]+), SignedHeaders=(?<signedHeaders>[^,]+), Signature=(?<signature>.+)$/d;
  const accepted = /^200$/;

  describe('a task that was asked for with a temporary key', () => {
    let request: SimulatorRequest;
    before(async () => {
      await task(temporary);
      request = requests.at(-1)!;
    });

    testEveryBit({
      request: () => request,
      authorization,
      verdict,
      accepted,
      refusals: {
        ...refusals,
        region: mismatch,
        'x-project-id': mismatch,
        'x-security-token': said('decrypt token fail'),
        signedHeaders: said('verify aksk signature fail', 'decrypt token fail', malformed),
      },
      unsigned: { connection: accepted, 'user-agent': accepted },
    });
  });

  describe('a project that was asked for with a signed body', () => {
    let request: SimulatorRequest;
    before(async () => {
      await get({ path: '/v3/projects', query: { name: testRegion, note: "中 *~+!'()/%" }, data: {} });
      request = requests.at(-1)!;
    });

    testEveryBit({
      request: () => request,
      authorization,
      verdict,
      accepted,
      refusals: { ...refusals, body: mismatch },
      unsigned: { connection: accepted, 'content-length': accepted, 'user-agent': accepted },
    });
  });

  const bodies = {
    'a body that is said to be unsigned': { hash: 'UNSIGNED-PAYLOAD', ofBody: accepted },
    'the hash of its body in a header': {
      hash: createHash('sha256').update('{}').digest('hex'),
      ofBody: mismatch,
    },
  };
  for (const [body, { hash, ofBody }] of Object.entries(bodies)) {
    describe(`a project that was asked for with ${body}`, () => {
      let request: SimulatorRequest;
      before(async () => {
        const headers = { 'X-Sdk-Content-Sha256': hash };
        const answer = await get({ path: '/v3/projects', query: { name: testRegion }, data: {}, headers });
        assert.equal(answer.status, 200);
        request = requests.at(-1)!;
      });

      testEveryBit({
        request: () => request,
        authorization,
        verdict,
        accepted,
        refusals: {
          ...refusals,
          'x-sdk-content-sha256': mismatch,
          ...(ofBody === mismatch && { body: mismatch }),
        },
        unsigned: {
          ...(ofBody === accepted && { body: accepted }),
          ...{ connection: accepted, 'content-length': accepted, 'user-agent': accepted },
        },
      });
    });
  }
});
