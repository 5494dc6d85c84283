import assert from 'node:assert/strict';
import { provider } from '../../../src/clouds/huawei/provider';
import { inOurWords } from '../../../src/core/reasons';
import answers from '../../answers/huaweiHostSecurity.json';
import { connected, listed, never, problemOf } from '../../fakes/connect';
import { taskOf } from '../../fakes/tasks';
import { answerOf, type Reply } from '../../fakes/transport';

const credential = { kind: 'accessKey', accessKeyId: 'planted-id', secretAccessKey: 'planted-secret' };
const region = 'cn-north-4';
const id = answers.task.task_id;
const projectIds = { [region]: 'p1' };

function hssOf(script: Parameters<typeof connected>[2], changes = {}) {
  const { service, ...rest } = connected(provider, credential, script, { projectIds, ...changes });
  return { hss: service('hss'), ...rest };
}

const tracked = (...ids: string[]) => ids.map(id => ({ service: 'hss', region, id, name: `known ${id}` }));
const only = async (body: unknown) => {
  const [task] = await listed(hssOf([{ body: body as object }]).hss, region, tracked(id));
  assert.ok(task);
  return task;
};
const hssError = (code: string, status = 400): Reply => ({
  status,
  body: { error_code: code, error_msg: 'm' },
});

describe('HSS tasks', () => {
  it('are what the documented answer tells', async () =>
    assert.deepEqual(await only(answers.task), {
      key: `acc/hss/${region}/${id}`,
      id,
      cloud: 'huawei',
      account: 'acc',
      service: 'hss',
      region,
      kind: 'export',
      name: 'vul_vul_xxxxxxx_export_task',
      status: 'succeeded',
      rawStatus: 'success',
      file: { id: 'b3e83d25-d92f-4963-a293-e056e81ec44d', name: 'hss-vul-vul-zh-xxxxxxxx.zip' },
      raw: answers.task,
    }));

  for (const [word, status] of [
    ['running', 'running'],
    ['success', 'succeeded'],
    ['failure', 'failed'],
    ['SUCCESS', 'succeeded'],
    ['failed', 'unknown'],
    ['', 'unknown'],
    [null, 'unknown'],
    [undefined, 'unknown'],
    [1, 'unknown'],
  ] as const) {
    it(`are ${status} when the cloud says ${JSON.stringify(word)}`, async () => {
      const task = await only({ ...answers.task, task_status: word });
      assert.deepEqual([task.status, task.rawStatus], [status, typeof word === 'string' ? word : '']);
    });
  }

  for (const none of [undefined, null, '']) {
    it(`have no file when its id and name are ${JSON.stringify(none)}`, async () =>
      assert.equal((await only({ ...answers.task, file_id: none, file_name: none })).file, undefined));
  }

  it('are known by the id that was asked for, whatever the answer repeats', async () => {
    for (const task_id of ['another', null, undefined, 7])
      assert.equal((await only({ ...answers.task, task_id })).id, id);
  });

  for (const odd of [{}, [], { task_name: 7 }]) {
    it(`are read of ${JSON.stringify(odd)}`, async () => {
      const task = await only(odd);
      assert.deepEqual([task.id, task.status], [id, 'unknown']);
    });
  }
});

describe('HSS calls', () => {
  it('ask for each tracked task by a signed GET', async () => {
    const { hss, transport } = hssOf([{ body: answers.task }]);
    assert.equal((await listed(hss, region, tracked('a-1', 'b_2'))).length, 2);
    const [first] = transport.requests;
    assert.deepEqual(
      [first?.method, first?.url, first?.body],
      [
        'GET',
        'https://hss.cn-north-4.myhuaweicloud.com/v5/p1/export-task/a-1?enterprise_project_id=all_granted_eps',
        undefined,
      ],
    );
    const { authorization, ...headers } = first?.headers ?? {};
    assert.deepEqual(headers, {
      region,
      'x-project-id': 'p1',
      'x-sdk-date': '20260102T030405Z',
    });
    assert.match(
      authorization ?? '',
      /^SDK-HMAC-SHA256 Access=planted-id, SignedHeaders=host;.*x-project-id;x-sdk-date/,
    );
    assert.match(transport.last.url, /\/export-task\/b_2\?/);
  });

  it('ask for the enterprise project of the account', async () => {
    const { hss, transport } = hssOf([{ body: answers.task }], { enterpriseProjectId: 'a/b&c' });
    await listed(hss, region, tracked(id));
    assert.match(transport.last.url, /\?enterprise_project_id=a%2Fb%26c$/);
  });

  for (const code of ['HSS.0011', 'HSS.1018']) {
    it(`keep a task that is gone (${code}) as an expired row with its name`, async () => {
      const { hss } = hssOf([hssError(code)]);
      const [task] = await listed(hss, region, tracked('t1'));
      assert.deepEqual(
        [task?.key, task?.id, task?.name, task?.status, task?.file],
        [`acc/hss/${region}/t1`, 't1', 'known t1', 'expired', undefined],
      );
      const [followed] = await hss.follow([taskOf('t1', { name: 'named' })], region, { signal: never });
      assert.deepEqual([followed?.status, followed?.name], ['expired', 'named']);
    });
  }

  for (const [what, reply, kind] of [
    ['a gateway', hssError('APIGW.0101', 404), 'protocol'],
    ['a proxy', { status: 404, body: '<html>' }, 'notFound'],
    ['HSS, for want of a right', hssError('HSS.0013'), 'permission'],
    ['a server that is down', { status: 503 }, 'server'],
  ] as const) {
    it(`do not call a task gone that ${what} refuses`, async () => {
      const problem = await problemOf(listed(hssOf([reply]).hss, region, tracked('t1')));
      assert.deepEqual([problem.kind, problem.service, problem.region], [kind, 'hss', region]);
    });
  }

  it('take an id for gone that was good once and is called wrong', async () => {
    const { hss } = hssOf([hssError('HSS.0001')]);
    const [named] = await listed(hss, region, tracked('t1'));
    const [unknown] = await listed(hss, region, [{ service: 'hss', region, id: 't2' }]);
    assert.deepEqual([named?.status, unknown?.status], ['expired', 'unknown']);
    assert.equal(unknown?.failure?.code, 'HSS.0001');
  });

  it('show the others when one is refused, and the reason on its row', async () => {
    for (const code of ['HSS.0013', 'HSS.0002', 'HSS.0011']) {
      const { hss } = hssOf(({ url }) => (url.includes('/t2?') ? hssError(code) : { body: answers.task }));
      const rows = await listed(hss, region, [...tracked('t1'), ...tracked('t2'), ...tracked('t3')]);
      assert.deepEqual(
        rows.map(({ id, status, failure }) => [id, status, failure?.code]),
        [
          ['t1', 'succeeded', undefined],
          ['t2', code === 'HSS.0011' ? 'expired' : 'unknown', code === 'HSS.0011' ? undefined : code],
          ['t3', 'succeeded', undefined],
        ],
      );
    }
  });

  it('do not call a task gone because IAM knows no project', async () => {
    const { hss } = hssOf([{ status: 404, body: { error: { code: 404, message: 'm' } } }], {
      projectIds: {},
    });
    const problem = await problemOf(listed(hss, region, tracked('t1')));
    assert.deepEqual([problem.kind, problem.service], ['notFound', 'iam']);
  });

  it('follow tasks one by one', async () => {
    const { hss, transport } = hssOf(({ url }) => ({
      body: { task_status: url.includes('/1?') ? 'running' : 'success' },
    }));
    const tasks = await hss.follow([taskOf('1'), taskOf('2')], region, { signal: never });
    assert.deepEqual(
      tasks.map(({ id, status }) => `${id} ${status}`),
      ['1 running', '2 succeeded'],
    );
    assert.equal(transport.requests.length, 2);
  });

  it('keep the pace', async () => {
    const { hss, clock, transport } = hssOf([{ body: answers.task }]);
    const reading = listed(hss, region, tracked(...Array.from({ length: 12 }, (_, i) => `t${i}`)));
    await clock.advance(99);
    assert.equal(transport.requests.length, 10);
    await clock.advance(101);
    assert.equal((await reading).length, 12);
  });

  it('prove the credential by a call when nothing is tracked, with a known project too', async () => {
    const { hss, transport } = hssOf([hssError('HSS.0011')]);
    assert.deepEqual(await listed(hss, region), []);
    assert.match(transport.last.url, /\/export-task\/00000000-0000-0000-0000-000000000000\?/);
    const refused = hssOf([hssError('APIGW.0301', 401)]);
    assert.equal((await problemOf(listed(refused.hss, region))).kind, 'auth');
  });

  for (const bad of ['', '../secret', 'a/b', 'a?b', 'a b', 'a%2e', 'é', 'x'.repeat(257)]) {
    it(`send nothing for the id “${bad.slice(0, 12)}”`, async () => {
      const { hss, transport } = hssOf([{ body: answers.task }]);
      await assert.rejects(hss.find?.(bad, region, never) ?? Promise.resolve(), {
        name: 'ArgumentError',
        field: 'taskId',
        problem: { kind: 'taskId' },
      });
      assert.deepEqual(transport.requests, []);
    });
  }

  it('find a task by its id, and say when there is none', async () => {
    assert.equal((await hssOf([{ body: answers.task }]).hss.find?.(id, region, never))?.id, id);
    const missing = hssOf([hssError('HSS.0011')]).hss.find?.('x', region, never) ?? Promise.resolve();
    assert.equal((await problemOf(missing)).kind, 'notFound');
    assert.equal((await hssOf([{ body: {} }]).hss.find?.('x'.repeat(256), region, never))?.status, 'unknown');
  });
});

describe('HSS trial', () => {
  for (const reply of [hssError('HSS.0011'), hssError('HSS.0001'), hssError('00000010'), { body: {} }]) {
    it(`is passed when HSS answers ${JSON.stringify(reply.body)}`, async () => {
      const { hss, transport } = hssOf([reply]);
      assert.equal(await hss.trial(region, never), undefined);
      assert.match(transport.last.url, /\/export-task\/00000000-0000-0000-0000-000000000000\?/);
    });
  }

  for (const [what, reply, kind] of [
    ['the key is refused', hssError('APIGW.0301', 401), 'auth'],
    ['a right is missing', hssError('HSS.0013'), 'permission'],
    ['the gateway knows no HSS', hssError('APIGW.0101', 404), 'protocol'],
    ['an older gateway knows no HSS', hssError('APIG.0101', 404), 'protocol'],
    ['a proxy answers', { status: 404, body: '<html>' }, 'notFound'],
    ['a portal answers', { body: '<html>' }, 'protocol'],
    ['the server is down', { status: 500 }, 'server'],
  ] as const) {
    it(`is failed when ${what}`, async () =>
      assert.equal((await problemOf(hssOf([reply]).hss.trial(region, never))).kind, kind));
  }

  it('is failed when IAM does not know the project', async () => {
    const reply = { status: 400, body: { error_code: 'IAM.1109', error_msg: 'm' } };
    const problem = await problemOf(hssOf([reply], { projectIds: {} }).hss.trial(region, never));
    assert.deepEqual([problem.kind, problem.service], ['notFound', 'iam']);
  });
});

describe('HSS files', () => {
  const task = taskOf('1', { region, name: 'export', file: { id: 'f-1', name: 'report.zip' } });

  it('come by a signed GET of their own id and must be zip', async () => {
    const { hss, transport } = hssOf([]);
    const source = await hss.file?.(task, never);
    assert.equal(
      source?.request.url,
      'https://hss.cn-north-4.myhuaweicloud.com/v5/p1/download/f-1?enterprise_project_id=all_granted_eps',
    );
    assert.match(source.request.headers['authorization'] ?? '', /^SDK-HMAC-SHA256 Access=planted-id/);
    assert.deepEqual([source.name, source.format], ['report.zip', 'zip']);
    assert.deepEqual(transport.requests, [], 'the file itself is fetched by the download');
    assert.equal(hss.link, undefined);
  });

  it('are called by the task when they have no name', async () =>
    assert.equal(
      (await hssOf([]).hss.file?.(taskOf('1', { region, name: 'export', file: { id: 'f' } }), never))?.name,
      'export.zip',
    ));

  for (const file of [undefined, {}, { id: '' }, { id: '../x' }]) {
    it(`are not there for ${JSON.stringify(file)}`, async () => {
      const of = { ...taskOf('1', { region }), ...(file && { file }) };
      assert.deepEqual(await problemOf(hssOf([]).hss.file?.(of, never) ?? Promise.resolve()), {
        kind: 'notFound',
        service: 'hss',
        region,
        ...inOurWords('noFile'),
      });
    });
  }

  it('tell what was answered instead', async () => {
    const source = await hssOf([]).hss.file?.(task, never);
    const body = { error_code: 'HSS.0011', error_msg: 'no planted-secret' };
    assert.deepEqual(source?.problem(answerOf({ status: 400, body })), {
      kind: 'notFound',
      cloud: 'huawei',
      service: 'hss',
      region,
      status: 400,
      code: 'HSS.0011',
      message: 'no •••',
    });
  });

  it('are not asked for again with the same key after a refusal: that would lock it', async () => {
    const source = await hssOf([]).hss.file?.(task, never);
    const refusal = answerOf(hssError('APIGW.0301', 401));
    assert.equal(source?.isStale?.(refusal), false);
  });
});
