import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import type { SimulatorAnswer } from '../../../src/core/cloud';
import {
  credentials,
  factories,
  received,
  taskOf,
  testProject,
  testRegion,
  worldOf,
  type SignedRequest,
  type World,
} from '../../harness/simulators';
import { tampered, withHeader } from '../../harness/tamper';
import { huaweiTask, signHuawei, type HuaweiCall } from '../../harness/vendors';
import vectors from '../../vectors/huawei.json';

const now = Date.parse('2026-11-22T10:00:00Z');
const minute = 60_000;
const hour = 60 * minute;
const origin = 'http://127.0.0.1:4711';
const base = { host: '127.0.0.1:4711', credential: credentials.huawei, now };
const person = { kind: 'password', domain: 'company', user: 'reader', password: 'pass word' };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

type Row = Readonly<Record<string, unknown>>;
type Running = ReturnType<typeof create>;

const create = (world: Partial<World> = {}) =>
  factories.huawei.create({ ...worldOf('huawei', world), origin });

function whole(answer: SimulatorAnswer) {
  if ('file' in answer) throw new Error('a file with ranges');
  const body = String(answer.body);
  const json = body.startsWith('{') ? (JSON.parse(body) as Row) : {};
  return { status: answer.status, headers: answer.headers ?? {}, json, bytes: answer.body };
}
const ask = (simulator: Running, request: SignedRequest, at = now) =>
  whole(simulator.answer(received(request), at));

/** Status, code and message of an answer in the gateway's or HSS's shape. */
function verdict(simulator: Running, request: SignedRequest, at = now): string {
  const { status, json } = ask(simulator, request, at);
  const { error_code: code, error_msg: message } = json;
  return typeof code === 'string' ? `${status} ${code} ${String(message)}` : String(status);
}

const task = taskOf('hss', 'task-1', now, { region: testRegion, expiresAt: now + hour });
const query = (id = 'task-1', rest: Partial<HuaweiCall> = {}) => huaweiTask({ ...base, ...rest }, id);
const wrong = (at = now) =>
  query('task-1', { credential: { ...base.credential, secretAccessKey: 'wrong' }, now: at });

describe('Huawei simulator: signatures', () => {
  for (const { name, inputs, outputs } of vectors.vectors) {
    it(`takes the vendor's vector ${name}`, () => {
      const { accessKey: accessKeyId, secretKey: secretAccessKey, method, path, body } = inputs;
      const pairs = inputs.query.map(pair => pair.map(encodeURIComponent).join('='));
      const target = pairs.length > 0 ? `${path}?${pairs.join('&')}` : path;
      const signed = inputs.headersSigned as Record<string, string>;
      const headers = { ...signed, authorization: outputs.authorization };
      const digits = /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/;
      const at = Date.parse(inputs.xSdkDate.replace(digits, '$1-$2-$3T$4:$5:$6Z'));
      const simulator = create({ credentials: [{ accessKeyId, secretAccessKey }] });
      assert.doesNotMatch(verdict(simulator, { method, target, headers, body }, at), /APIGW\.0301/);
    });
  }

  it('refuses a request with one bit changed', () => {
    const request = query();
    const signed = ['content-type', 'host', 'region', 'x-project-id', 'x-sdk-date'];
    for (const [what, changed] of tampered(request, signed)) {
      assert.match(verdict(create({ tasks: [task] }), changed), /^401 APIGW\.0301/, what); // anew: the key would be locked
    }
    const withBody = verdict(create({ tasks: [task] }), { ...request, body: '{}' });
    assert.match(withBody, /^401 APIGW\.0301/);
    assert.equal(verdict(create({ tasks: [task] }), request), '200');
  });

  it('says what is wrong', () => {
    const says = (request: SignedRequest, at = now, world: Partial<World> = {}) =>
      verdict(create({ tasks: [task], ...world }), request, at).replace(
        'Incorrect IAM authentication information: ',
        '',
      );
    assert.match(says(wrong()), /^401 APIGW\.0301 verify aksk signature fail/);
    const unknown = query('task-1', { credential: { ...base.credential, accessKeyId: 'NOBODY' } });
    assert.equal(says(unknown), '401 APIGW.0301 Get secretKey failed,ak:NOBODY,err:ak not exist');
    assert.equal(
      says(withHeader(query(), 'Authorization', undefined)),
      '401 APIGW.0301 x-auth-token not found',
    );
    assert.match(says(query(), now + 16 * minute), /^401 APIGW\.0301 signature expired/);
    assert.equal(says(query(), now + 15 * minute), '200');
    const temporary = { ...base.credential, securityToken: 'temporary-token' };
    const world = { credentials: [temporary] };
    assert.equal(says(query('task-1', { credential: temporary }), now, world), '200');
    assert.match(says(query(), now, world), /ak not exist/);
    const other = { ...temporary, securityToken: 'other' };
    assert.match(says(query('task-1', { credential: other }), now, world), /decrypt token fail/);
  });

  it('wants the date and the security token signed', () => {
    const temporary = { ...base.credential, securityToken: 'temporary-token' };
    const headers = {
      host: base.host,
      'x-sdk-date': '20261122T100000Z',
      'x-security-token': 'temporary-token',
    };
    const path = `/v5/${testProject}/export-task/task-1`;
    const says = (...names: (keyof typeof headers)[]) => {
      // By hand, for the vendor's signer leaves nothing out.
      const lines = names.map(name => `${name}:${headers[name]}\n`).join('');
      const canonical = ['GET', `${path}/`, '', lines, names.join(';'), sha256('')].join('\n');
      const toSign = `SDK-HMAC-SHA256\n${headers['x-sdk-date']}\n${sha256(canonical)}`;
      const signature = createHmac('sha256', temporary.secretAccessKey).update(toSign).digest('hex');
      const authorization = `SDK-HMAC-SHA256 Access=${temporary.accessKeyId}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
      const request = { method: 'GET', target: path, headers: { ...headers, authorization }, body: '' };
      return verdict(create({ tasks: [task], credentials: [temporary] }), request);
    };
    assert.equal(says('host', 'x-sdk-date', 'x-security-token'), '200');
    assert.match(says('host', 'x-security-token'), /verify aksk signature fail/);
    assert.match(says('host', 'x-sdk-date'), /decrypt token fail/);
  });

  it('compares the hash that a request claims with its body', () => {
    const path = `/v5/${testProject}/export-task/task-1`;
    const says = (hash: string) =>
      verdict(
        create({ tasks: [task] }),
        signHuawei({ ...base, path, headers: { 'X-Sdk-Content-Sha256': hash } }),
      );
    assert.equal(says(sha256('')), '200');
    assert.equal(says('UNSIGNED-PAYLOAD'), '200');
    assert.match(says(sha256('{}')), /verify aksk signature fail/);
  });

  it('has the envelope of the gateway', () => {
    assert.deepEqual(Object.keys(ask(create(), wrong()).json), ['error_code', 'error_msg', 'request_id']);
    const lost = signHuawei({ ...base, path: '/v5/nowhere' });
    assert.match(verdict(create(), lost), /^404 APIGW\.0101/);
    const foreign = huaweiTask(base, 'task-1', 'f'.repeat(32));
    assert.match(verdict(create(), foreign), /^403 APIGW\.0302/);
    const headers = { 'X-Project-Id': 'f'.repeat(32) };
    const mixed = signHuawei({ ...base, path: `/v5/${testProject}/export-task/task-1`, headers });
    assert.match(verdict(create({ tasks: [task] }), mixed), /^403 APIGW\.0302/);
  });

  it('locks a key for five minutes after five wrong signatures in a row', () => {
    const simulator = create({ tasks: [task] });
    for (let time = 0; time < 4; time++) assert.match(verdict(simulator, wrong()), /signature fail/);
    assert.equal(verdict(simulator, query()), '200'); // starts the count anew
    for (let time = 0; time < 5; time++) assert.match(verdict(simulator, wrong()), /signature fail/);
    const locked = /^401 APIGW\.0301 .*AK access failed to reach the limit,forbidden$/;
    assert.match(verdict(simulator, query()), locked);
    assert.match(verdict(simulator, query(), now + 5 * minute - 1), locked);
    assert.equal(verdict(simulator, query(), now + 5 * minute), '200');
  });
});

describe('Huawei simulator: export tasks', () => {
  const simulator = create({
    tasks: [task, taskOf('hss', 'failed', now, { steps: [{ after: 0, state: 'failed' }] })],
  });
  const at = (time: number, id = 'task-1') => ask(simulator, query(id, { now: time }), time);
  const download = (fileId: string, time: number) =>
    ask(simulator, signHuawei({ ...base, now: time, path: `/v5/${testProject}/download/${fileId}` }), time);

  it('age and then have a file', () => {
    assert.deepEqual(at(now).json, { task_id: 'task-1', task_name: 'task task-1', task_status: 'running' });
    const done = at(now + minute).json;
    assert.deepEqual([done['task_status'], done['file_name']], ['success', '文件-task-1.csv']);
    const file = download(String(done['file_id']), now + minute);
    assert.deepEqual(file.bytes, task.file?.content);
    assert.equal(file.headers['content-type'], 'application/octet-stream');
    assert.equal(at(now, 'failed').json['task_status'], 'failure');
  });

  it('are not found with status 400', () => {
    const unknown = { error_code: 'HSS.0011', error_msg: 'The requested resource is not found.' };
    for (const answer of [at(now - 1000), at(now, 'nobody'), download('nothing', now)]) {
      assert.equal(answer.status, 400);
      assert.deepEqual(answer.json, { ...unknown, error_description: unknown.error_msg });
    }
    const fileId = String(at(now + minute).json['file_id']);
    assert.equal(download(fileId, now).status, 400); // not there yet
    assert.equal(download(fileId, now + hour).status, 400); // gone
    assert.match(verdict(simulator, query('x'.repeat(257))), /^400 HSS\.0001/);
  });

  it('tolerate any region or enterprise project that fits, and no other', () => {
    const call = (headers: Record<string, string>, eps?: string) =>
      verdict(
        simulator,
        signHuawei({
          ...base,
          path: `/v5/${testProject}/export-task/task-1`,
          headers,
          query: eps === undefined ? {} : { enterprise_project_id: eps },
        }),
      );
    assert.equal(call({}), '200');
    assert.equal(call({ region: testRegion }, '0'), '200');
    assert.match(call({ region: 'cn-east-3' }), /^400 HSS\.0001/);
    assert.match(call({}, 'x'.repeat(257)), /^400 HSS\.0001/);
  });

  it('are refused as the service does', () => {
    const refusing = (refusal: 'permission' | 'notActivated') => create({ refusals: { hss: refusal } });
    assert.match(verdict(refusing('permission'), query()), /^400 HSS\.0013/);
    assert.match(verdict(refusing('notActivated'), query()), /^400 HSS\.0010/);
  });
});

describe('Huawei simulator: IAM', () => {
  const world = { credentials: [person, { kind: 'token', token: 'pasted' }], tasks: [task] };
  const other = { [testRegion]: testProject, 'cn-east-3': 'e'.repeat(32) };
  const login = (change: Row = {}, scope: unknown = { project: { name: testRegion } }): SignedRequest => {
    const { domain, user, password } = { ...person, ...change };
    const identity = {
      methods: ['password'],
      password: { user: { name: user, password, domain: { name: domain } } },
    };
    const body = JSON.stringify({ auth: { identity, ...(scope ? { scope } : {}) } });
    return {
      method: 'POST',
      target: '/v3/auth/tokens?nocatalog=true',
      headers: { 'content-type': 'application/json' },
      body,
    };
  };
  const withToken = (token: string, target = `/v5/${testProject}/export-task/task-1`): SignedRequest => ({
    method: 'GET',
    target,
    headers: { 'x-auth-token': token },
    body: '',
  });

  it('trades a password for a long token that lives a day', () => {
    const simulator = create(world);
    const { status, headers, json } = ask(simulator, login());
    const token = headers['x-subject-token'] ?? '';
    assert.deepEqual([status, token.length], [201, 32_000]);
    const body = json['token'] as Row;
    assert.equal(body['expires_at'], '2026-11-23T10:00:00.000000Z');
    assert.equal((body['project'] as Row)['id'], testProject);
    assert.equal(verdict(simulator, withToken(token)), '200');
    assert.match(
      verdict(simulator, withToken(token), now + 24 * hour),
      /^401 APIGW\.0301 .*token expires, expires_at: 2026-11-23T10/,
    );
    assert.match(verdict(simulator, withToken(`${token}x`)), /decrypt token fail/);
    const second = ask(simulator, login()).headers['x-subject-token'];
    assert.notEqual(second, token);
    assert.equal(verdict(simulator, withToken(token)), '200'); // a new one does not end the old one
  });

  it('binds a token to the project of its scope', () => {
    const simulator = create({ ...world, projects: other });
    const token =
      ask(simulator, login({}, { project: { name: 'cn-east-3' } })).headers['x-subject-token'] ?? '';
    assert.match(verdict(simulator, withToken(token)), /^401 APIGW\.0307/);
    const unscoped = ask(simulator, login({}, null)).headers['x-subject-token'] ?? '';
    assert.match(verdict(simulator, withToken(unscoped)), /^401 APIGW\.0307/);
  });

  it('takes a pasted token as it is', () => {
    assert.equal(verdict(create(world), withToken('pasted')), '200');
  });

  it('refuses in its own envelope', () => {
    const refused = (request: SignedRequest) => ask(create(world), request).json['error'] as Row;
    const { code, title } = refused(login({ password: 'wrong' }));
    assert.deepEqual([code, title], [401, 'Unauthorized']);
    assert.equal(refused(login({ user: 'nobody' }))['code'], 401);
    assert.equal(refused(login({}, { project: { name: 'nowhere' } }))['code'], 401);
    assert.equal(refused({ ...login(), body: '{}' })['code'], 400);
    assert.equal(refused({ ...login(), body: '{' })['code'], 400);
  });

  it('lists projects to those who may read them', () => {
    const projects = (target: string, refusals?: World['refusals']) => {
      const simulator = create({ ...world, projects: other, ...(refusals ? { refusals } : {}) });
      const { status, json } = ask(simulator, withToken('pasted', target));
      return status === 200 ? (json['projects'] as Row[]).map(project => project['name']) : status;
    };
    assert.deepEqual(projects('/v3/projects?name=cn-east-3'), ['cn-east-3']);
    assert.deepEqual(projects('/v3/projects'), [testRegion, 'cn-east-3']);
    assert.deepEqual(projects('/v3/projects?page=1'), 400);
    assert.deepEqual(projects('/v3/projects', { iam: 'permission' }), 403);
    assert.deepEqual(projects('/v3/auth/projects', { iam: 'permission' }), [testRegion, 'cn-east-3', 'MOS']);
    const signed = signHuawei({ ...base, path: '/v3/projects', query: { name: testRegion } });
    assert.equal(ask(create(), signed).status, 200);
  });
});
