import assert from 'node:assert/strict';
import { provider } from '../../../src/clouds/huawei/provider';
import type { HttpRequest } from '../../../src/core/http/request';
import { inOurWords } from '../../../src/core/reasons';
import answers from '../../answers/huaweiHostSecurity.json';
import { connected, listed, never, problemOf } from '../../fakes/connect';
import { taskOf } from '../../fakes/tasks';
import { answerOf, type Reply } from '../../fakes/transport';

const region = 'cn-north-4';
const tracked = [{ service: 'hss', region, id: 't1' }];
const password = { kind: 'password', domain: 'company', user: 'me', password: ' planted password ' };
const token = { kind: 'token', token: 'planted-token' };
const accessKey = { kind: 'accessKey', accessKeyId: 'planted-id', secretAccessKey: 'planted-secret' };

const issued = (value: string, body: object = answers.token): Reply => ({
  status: 201,
  headers: { 'x-subject-token': value },
  body,
});
const refused: Reply = { status: 401, body: { error_code: 'APIGW.0301', error_msg: 'decrypt token fail' } };

/** Answers each kind of request with its own replies, the last of them for ever. */
function huaweiOf(
  credential: unknown,
  replies: { token?: Reply[]; byName?: Reply[]; reachable?: Reply[]; hss?: Reply[] },
  changes = {},
) {
  const kindOf = ({ url }: HttpRequest) => {
    if (url.includes('/v3/auth/tokens')) return 'token';
    if (url.includes('/v3/projects?')) return 'byName';
    return url.includes('/v3/auth/projects') ? 'reachable' : 'hss';
  };
  const counts = { token: 0, byName: 0, reachable: 0, hss: 0 };
  const all = { hss: [{ body: answers.task }], byName: [{ body: answers.projects }], ...replies };
  const { service, ...rest } = connected(
    provider,
    credential,
    request => {
      const kind = kindOf(request);
      const list = all[kind] ?? [];
      return list[Math.min(counts[kind]++, list.length - 1)] ?? { status: 500 };
    },
    changes,
  );
  const read = () => listed(service('hss'), region, tracked);
  return { ...rest, hss: service('hss'), read, counts };
}

describe('Huawei session with a password', () => {
  it('exchanges it for a token of the region’s project, which then signs the calls', async () => {
    const { read, transport, counts } = huaweiOf(password, { token: [issued('T-1')] });
    await read();
    const [login, call] = transport.requests;
    assert.deepEqual(
      [login?.method, login?.url, JSON.parse(login?.body ?? '')],
      [
        'POST',
        'https://iam.cn-north-4.myhuaweicloud.com/v3/auth/tokens?nocatalog=true',
        {
          auth: {
            identity: {
              methods: ['password'],
              password: {
                user: { name: 'me', password: ' planted password ', domain: { name: 'company' } },
              },
            },
            scope: { project: { name: region } },
          },
        },
      ],
    );
    assert.equal(login?.headers['content-type'], 'application/json;charset=utf8');
    assert.match(call?.url ?? '', /\/v5\/p-token\/export-task\/t1\?/);
    assert.equal(call?.headers['x-auth-token'], 'T-1');
    assert.equal(call?.headers['authorization'], undefined);
    assert.equal(counts.byName, 0, 'the token tells the project');
  });

  it('asks for a token of the project that the account names', async () => {
    const { read, transport } = huaweiOf(
      password,
      { token: [issued('T-1')] },
      { projectIds: { [region]: 'p9' } },
    );
    await read();
    const body = JSON.parse(transport.requests[0]?.body ?? '') as { auth: { scope: unknown } };
    assert.deepEqual(body.auth.scope, { project: { id: 'p9' } });
    assert.match(transport.last.url, /\/v5\/p9\//);
  });

  it('looks for the project when the token does not tell it', async () => {
    const { read, transport } = huaweiOf(password, { token: [issued('T-1', { token: {} })] });
    await read();
    assert.equal(transport.requests[1]?.headers['x-auth-token'], 'T-1');
    assert.match(transport.last.url, /\/v5\/p-main\//);
  });

  it('keeps the token for many calls, and callers at the same time share one', async () => {
    const { read, counts } = huaweiOf(password, { token: [issued('T-1')] });
    await Promise.all([read(), read()]);
    await read();
    assert.deepEqual([counts.token, counts.hss], [1, 3]);
  });

  it('fetches a new one half an hour before it ends', async () => {
    const { read, counts, clock, transport } = huaweiOf(password, { token: [issued('T-1'), issued('T-2')] });
    await read();
    await clock.advance(23.5 * 3_600_000);
    await read();
    assert.equal(counts.token, 1);
    await clock.advance(1_000);
    await read();
    assert.equal(counts.token, 2);
    assert.equal(transport.last.headers['x-auth-token'], 'T-2');
  });

  it('keeps a token that does not say when it ends until it is refused', async () => {
    const { read, counts, clock } = huaweiOf(password, { token: [issued('T-1', {})] });
    await read();
    await clock.advance(7 * 86_400_000);
    await read();
    assert.equal(counts.token, 1);
  });

  it('fetches a new one once when it is refused', async () => {
    const { read, counts, transport } = huaweiOf(password, {
      token: [issued('T-1'), issued('T-2')],
      hss: [refused, { body: answers.task }],
    });
    assert.equal((await read()).length, 1);
    assert.deepEqual([counts.token, counts.hss], [2, 2]);
    assert.equal(transport.last.headers['x-auth-token'], 'T-2');
  });

  it('fetches one new token for all callers whose old one was refused', async () => {
    const { hss, counts } = huaweiOf(password, {
      token: [issued('T-1'), issued('T-2')],
      hss: [...Array<Reply>(5).fill(refused), { body: answers.task }],
    });
    const ids = ['t1', 't2', 't3', 't4', 't5'];
    const tasks = await Promise.all(ids.map(async id => hss.find?.(id, region, never)));
    assert.deepEqual(
      tasks.map(task => task?.id),
      ids,
    );
    assert.deepEqual([counts.token, counts.hss], [2, 10]);
  });

  it('renews it when it is refused where the project is looked for', async () => {
    const { read, counts } = huaweiOf(password, {
      token: [issued('T-1', {}), issued('T-2')],
      byName: [refused],
    });
    await read();
    assert.deepEqual([counts.token, counts.byName, counts.hss], [2, 1, 1]);
  });

  it('goes on looking for it when the one who asked first gives up', async () => {
    const { hss, counts } = huaweiOf(password, { token: [issued('T-1')] });
    const controller = new AbortController();
    const leaving = assert.rejects(
      hss.find?.('t1', region, controller.signal) ?? Promise.resolve(),
      /enough/,
    );
    const staying = hss.find?.('t2', region, never);
    controller.abort(new Error('enough'));
    await leaving;
    assert.equal((await staying)?.id, 't2');
    assert.equal(counts.token, 1);
  });

  it('gives up when the new one is refused too', async () => {
    const { read, counts } = huaweiOf(password, { token: [issued('T')], hss: [refused] });
    assert.equal((await problemOf(read())).kind, 'auth');
    assert.deepEqual([counts.token, counts.hss], [2, 2]);
  });

  it('renews it for a file too, once the server of the file has refused it', async () => {
    const { hss, read, counts } = huaweiOf(password, { token: [issued('T-1'), issued('T-2')] });
    await read();
    const task = taskOf('1', { region, file: { id: 'f' } });
    const first = await hss.file?.(task, never);
    assert.equal(first?.request.headers['x-auth-token'], 'T-1');
    assert.equal(first.isStale?.(answerOf({ status: 403, body: { error_code: 'HSS.0013' } })), false);
    assert.equal(first.isStale?.(answerOf(refused)), true);
    assert.equal((await hss.file?.(task, never))?.request.headers['x-auth-token'], 'T-2');
    assert.equal(counts.token, 2);
  });

  it('says that the password is wrong, and asks again the next time', async () => {
    const wrong = { status: 401, body: { error: { code: 401, message: 'no planted password ' } } };
    const { read, counts } = huaweiOf(password, { token: [wrong, issued('T-1')] });
    const problem = await problemOf(read());
    assert.deepEqual([problem.kind, problem.service, problem.region], ['auth', 'iam', region]);
    await read();
    assert.equal(counts.token, 2);
  });

  it('says that there is no token in the answer', async () => {
    const { read } = huaweiOf(password, { token: [{ status: 201, body: answers.token }] });
    assert.deepEqual(await problemOf(read()), {
      kind: 'protocol',
      cloud: 'huawei',
      service: 'iam',
      region,
      ...inOurWords('noToken'),
    });
  });

  it('hides the password in what IAM says', async () => {
    const status = 400;
    const body = { error: { message: 'bad “ planted password ”' } };
    const { read } = huaweiOf(password, { token: [{ status, body }] });
    assert.equal((await problemOf(read())).message, 'bad “ ••• ”');
  });
});

describe('Huawei session with a token', () => {
  it('sends it with every call, and looks for the project once', async () => {
    const { read, transport, counts } = huaweiOf(token, {});
    await read();
    await read();
    assert.deepEqual([counts.byName, counts.hss, counts.token], [1, 2, 0]);
    assert.ok(transport.requests.every(({ headers }) => headers['x-auth-token'] === 'planted-token'));
    assert.ok(transport.requests.every(({ headers }) => headers['authorization'] === undefined));
    assert.match(transport.last.url, /\/v5\/p-main\//);
  });

  it('looks for no project that the account names', async () => {
    const { read, counts } = huaweiOf(token, {}, { projectIds: { [region]: 'p9' } });
    await read();
    assert.equal(counts.byName, 0);
  });

  it('cannot renew it', async () => {
    const { read, counts } = huaweiOf(token, { hss: [refused] });
    assert.equal((await problemOf(read())).kind, 'auth');
    assert.deepEqual([counts.hss, counts.token], [1, 0]);
  });
});

describe('Huawei session with an access key', () => {
  it('signs the search for the project too, without a project', async () => {
    const { read, transport } = huaweiOf(accessKey, {});
    await read();
    const [search, call] = transport.requests;
    assert.match(search?.headers['authorization'] ?? '', /^SDK-HMAC-SHA256 Access=planted-id/);
    assert.equal(search?.headers['x-project-id'], undefined);
    assert.equal(call?.headers['x-project-id'], 'p-main');
  });

  it('sends the security token of a temporary key', async () => {
    const { read, transport } = huaweiOf({ ...accessKey, securityToken: 'planted-sts' }, {});
    await read();
    assert.ok(transport.requests.every(({ headers }) => headers['x-security-token'] === 'planted-sts'));
    assert.match(transport.last.headers['authorization'] ?? '', /x-security-token/);
  });

  it('is asked once when it is refused: five times would lock it', async () => {
    const { read, counts } = huaweiOf(accessKey, { hss: [refused] });
    assert.equal((await problemOf(read())).kind, 'auth');
    assert.equal(counts.hss, 1);
  });
});

describe('Huawei projects', () => {
  const denied = { status: 403, body: { error: { code: 403, message: 'no right' } } };

  for (const [what, byName] of [
    ['a caller without the right to read IAM', denied],
    ['one whose own search finds none', { body: { projects: [] } }],
    ['one whose search finds others', { body: { projects: [{ id: 'x', name: 'MOS' }] } }],
  ] as const) {
    it(`are looked for among what is reachable for ${what}`, async () => {
      const { read, transport, counts } = huaweiOf(token, {
        byName: [byName],
        reachable: [{ body: answers.projects }],
      });
      await read();
      assert.equal(counts.reachable, 1);
      assert.match(transport.last.url, /\/v5\/p-main\//);
    });
  }

  for (const [what, found, project] of [
    [
      'the region’s own',
      [
        ['p-sub', `${region}_team`],
        ['p-own', region],
      ],
      'p-own',
    ],
    [
      'the only one in the region',
      [
        ['p-sub', `${region}_team`],
        ['p-else', 'cn-north-41'],
      ],
      'p-sub',
    ],
  ] as const) {
    it(`are not asked for when there is ${what}`, async () => {
      const projects = found.map(([id, name]) => ({ id, name }));
      const { read, transport } = huaweiOf(token, { byName: [denied], reachable: [{ body: { projects } }] });
      await read();
      assert.match(transport.last.url, new RegExp(`/v5/${project}/`));
    });
  }

  it('that are several are there to choose from', async () => {
    const projects = ['a', 'b'].map(name => ({ id: `p-${name}`, name: `${region}_${name}` }));
    const { read, counts } = huaweiOf(token, { byName: [denied], reachable: [{ body: { projects } }] });
    const problem = await problemOf(read());
    assert.deepEqual(
      [problem.kind, problem.reason, problem.projects],
      ['protocol', 'severalProjects', projects],
    );
    assert.equal(counts.hss, 0);
  });

  for (const credential of [token, password, accessKey]) {
    it(`are told to whom wants to choose, with a credential of kind ${credential.kind}`, async () => {
      const projects = [
        { id: 'p-own', name: region },
        { id: 'p-sub', name: `${region}_team` },
        { id: 'p-mos', name: 'MOS' },
      ];
      const { connection, transport } = huaweiOf(credential, {
        token: [issued('T-1')],
        reachable: [{ body: { projects } }],
      });
      assert.deepEqual(await connection.projects?.(region, never), projects.slice(0, 2));
      const [login] = transport.requests;
      if (credential === password)
        assert.match(login?.body ?? '', /"scope":\{"domain":\{"name":"company"\}\}/);
    });
  }

  it('that are not there say what that means, and are looked for again', async () => {
    const none = { body: { projects: [{ id: 7 }, null, { name: region }, { id: 'x', name: 'other' }] } };
    const { read, counts } = huaweiOf(token, {
      byName: [none],
      reachable: [none, { body: answers.projects }],
    });
    const problem = await problemOf(read());
    assert.deepEqual([problem.kind, problem.service, problem.region], ['notActivated', 'iam', region]);
    assert.equal(problem.reason, 'noProject');
    await read();
    assert.equal(counts.reachable, 2);
  });

  it('are not looked for elsewhere when the credential is refused', async () => {
    const { read, counts } = huaweiOf(token, { byName: [refused] });
    assert.equal((await problemOf(read())).kind, 'auth');
    assert.equal(counts.reachable, 0);
  });

  it('fail with what IAM says of the second way', async () => {
    const { read } = huaweiOf(token, { byName: [denied], reachable: [denied] });
    assert.equal((await problemOf(read())).kind, 'permission');
  });
});
