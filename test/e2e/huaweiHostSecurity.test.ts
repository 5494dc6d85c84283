import assert from 'node:assert/strict';
import { huawei } from '../../src/clouds/huawei';
import type { ScriptedTask } from '../../src/core/cloud';
import { answerWith } from '../../src/simulator/faults';
import { inApp } from '../harness/app';
import { callsOf } from '../harness/requests';
import { inState, minute, scripted, second, zipFile } from '../harness/worlds';

const region = 'cn-north-4';
const other = 'ap-southeast-3';
const projects = { [region]: 'project-north', [other]: 'project-south' };
const task = (id: string, fields: Partial<ScriptedTask> = {}) => scripted('hss', id, 0, fields);
const lookUp = 'GET /v3/projects';
const knock = 'GET /v5/project-north/export-task/00000000-0000-0000-0000-000000000000';

describe('Huawei Host Security', () => {
  it(
    'follows a tracked task to its end, keeps its name when it vanishes',
    inApp(async app => {
      const steps = [
        { after: 0, state: 'running' },
        { after: 42 * second, state: 'succeeded' },
        { after: 10 * minute, state: 'expired' }, // the cloud forgets it
      ];
      const weekly = { ...task('t-1', { name: 'vul_周报', steps, file: zipFile() }), createdAt: app.now };
      const server = await app.simulate(huawei, { projects, tasks: [weekly] });
      const account = await app.add(server, { tracked: [] });
      // Nothing to ask for: a call for the task that nobody has shows that the credential works.
      assert.deepEqual([app.tasks(), callsOf(server)], [[], [lookUp, knock]]);
      await app.track(account, 'hss', region, 't-1');
      const shown = () => {
        const { name, status, rawStatus, file } = app.task('t-1');
        return [name, status, rawStatus, file?.name];
      };
      assert.deepEqual(shown(), ['vul_周报', 'running', 'running', undefined]);
      await app.advance(40 * second);
      assert.equal(app.task('t-1').status, 'running');
      await app.advance(30 * second);
      assert.deepEqual(shown(), ['vul_周报', 'succeeded', 'success', '漏洞 列表.zip']);
      await app.advance(20 * minute);
      assert.deepEqual(shown(), ['vul_周报', 'expired', '', undefined]);
      await assert.rejects(app.download(app.task('t-1')), { reason: { kind: 'noFile', task: 'vul_周报' } });
    }),
  );

  it(
    'rejects an id that the cloud does not know, and follows nothing',
    inApp(async app => {
      const server = await app.simulate(huawei, { projects });
      const account = await app.add(server);
      await assert.rejects(app.track(account, 'hss', region, 'nobody-knows-it'), {
        name: 'CloudError',
        message: /^notFound HSS\.0011: /,
      });
      assert.deepEqual([app.tasks(), app.accounts.get(account.id)?.tracked], [[], []]);
    }),
  );

  for (const id of [
    '',
    ' ',
    '../x',
    '..',
    'a/b',
    'a b',
    'a%2fb',
    'a?b',
    'ä',
    'x'.repeat(257),
    'y'.repeat(300),
  ]) {
    it(
      `refuses the id “${id.slice(0, 12)}” of ${id.length} characters without a call`,
      inApp(async app => {
        const server = await app.simulate(huawei, { projects });
        const account = await app.add(server);
        const calls = server.requests.length;
        await assert.rejects(app.find(account, 'hss', region, id), {
          name: 'ArgumentError',
          field: 'taskId',
        });
        assert.equal(server.requests.length, calls);
      }),
    );
  }

  it(
    'takes an id of 256 characters',
    inApp(async app => {
      const id = 'x'.repeat(256);
      const server = await app.simulate(huawei, { projects, tasks: [task(id)] });
      assert.equal(
        (await app.find(await app.add(server, { tracked: [] }), 'hss', region, id)).status,
        'succeeded',
      );
    }),
  );

  it(
    'knows the three words whatever their case',
    inApp(async app => {
      const words = { Running: 'running', SUCCESS: 'succeeded', failure: 'failed', queued: 'unknown' };
      const tasks = Object.keys(words).map(word => task(word, inState(word)));
      await app.add(await app.simulate(huawei, { projects, tasks }));
      assert.deepEqual(Object.fromEntries(app.tasks().map(({ id, status }) => [id, status])), words);
    }),
  );

  it(
    'offers no file where the cloud names none',
    inApp(async app => {
      const odd = [undefined, null, ''];
      const tasks = odd.map((file_id, index) =>
        task(`t-${index}`, { file: zipFile(), overrides: { file_id } }),
      );
      const server = await app.simulate(huawei, { projects, tasks });
      await app.add(server);
      for (const shown of app.tasks()) {
        assert.deepEqual(app.actions.abilities(shown), { link: false, file: false });
        await assert.rejects(app.download(shown), { reason: { kind: 'noFile', task: shown.name } });
      }
    }),
  );

  it(
    'has no link to hand out',
    inApp(async app => {
      const server = await app.simulate(huawei, { projects, tasks: [task('t-1', { file: zipFile() })] });
      await app.add(server);
      const calls = server.requests.length;
      const shown = app.task('t-1');
      await assert.rejects(app.link(shown), { reason: { kind: 'noLink', task: shown.name } });
      assert.equal(server.requests.length, calls);
    }),
  );

  it(
    'refuses an error that comes in place of the file under 200, and leaves nothing behind',
    inApp(async app => {
      const server = await app.simulate(huawei, { projects, tasks: [task('t-1', { file: zipFile() })] });
      await app.add(server);
      const envelopes = [
        { error_code: 'HSS.0011', error_msg: 'The file is not found.' },
        { error: { code: 'HSS.0011', message: 'The file is not found.' } },
      ];
      for (const envelope of envelopes) {
        server.intercept(({ path }) => (path.includes('/download/') ? answerWith(200, envelope) : undefined));
        await assert.rejects(app.download(app.task('t-1')), {
          message: 'notFound HSS.0011: The file is not found.',
        });
      }
      for (const body of ['', 'PK', '<html>login</html>']) {
        server.intercept(({ path }) => (path.includes('/download/') ? answerWith(200, body) : undefined));
        await assert.rejects(app.download(app.task('t-1')), {
          message: 'protocol: The answer is not a zip file.',
        });
      }
      assert.deepEqual(await app.files(), []);
    }),
  );

  it(
    'says which project’s servers it asks for on each call',
    inApp(async app => {
      const server = await app.simulate(huawei, { projects, tasks: [task('t-1', { file: zipFile() })] });
      await app.add(server, { enterpriseProjectId: '0' });
      await app.download(app.task('t-1'));
      const hss = server.requests.filter(({ path }) => path.startsWith('/v5/'));
      assert.equal(hss.length, 2);
      for (const { query, headers } of hss) {
        assert.equal(new URLSearchParams(query).get('enterprise_project_id'), '0');
        assert.deepEqual([headers['region'], headers['x-project-id']], [region, 'project-north']);
      }
    }),
  );
});
