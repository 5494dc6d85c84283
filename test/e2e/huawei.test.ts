import assert from 'node:assert/strict';
import { huawei } from '../../src/clouds/huawei';
import type { ScriptedTask } from '../../src/core/cloud';
import { inApp } from '../harness/app';
import { callsOf, countsOf } from '../harness/requests';
import { day, hour, runningFor, scripted, zipFile } from '../harness/worlds';

const region = 'cn-north-4';
const other = 'ap-southeast-3';
const projects = { [region]: 'project-north', [other]: 'project-south' };
const person = { kind: 'password', domain: 'company', user: 'reader', password: ' päss word ' };
const task = (id: string, fields: Partial<ScriptedTask> = {}) => scripted('hss', id, 0, fields);
const ofTask = (id: string, project = 'project-north') => `GET /v5/${project}/export-task/${id}`;
const lookUp = 'GET /v3/projects';
const lookUpOwn = 'GET /v3/auth/projects';
const login = 'POST /v3/auth/tokens';

describe('Huawei projects and regions', () => {
  it(
    'looks the project of a region up by its name, once',
    inApp(async app => {
      const server = await app.simulate(huawei, { projects, tasks: [task('t-1'), task('t-2')] });
      await app.add(server);
      await app.refresh();
      const twice = [ofTask('t-1'), ofTask('t-2')];
      assert.deepEqual(callsOf(server), [lookUp, ...twice, ...twice]);
      assert.equal(server.requests[0]?.query, `name=${region}`);
    }),
  );

  it(
    'looks among the caller’s own projects where the right to read IAM is missing',
    inApp(async app => {
      const server = await app.simulate(huawei, {
        projects,
        tasks: [task('t-1')],
        refusals: { iam: 'permission' },
      });
      await app.add(server);
      assert.deepEqual(callsOf(server), [lookUp, lookUpOwn, ofTask('t-1')]);
      assert.equal(app.task('t-1').status, 'succeeded');
    }),
  );

  it(
    'looks nothing up where the project is given',
    inApp(async app => {
      const server = await app.simulate(huawei, { projects, tasks: [task('t-1')] });
      await app.add(server, { projectIds: projects });
      assert.deepEqual(callsOf(server), [ofTask('t-1')]);
    }),
  );

  it(
    'takes the only project of a region that the caller can reach',
    inApp(async app => {
      const server = await app.simulate(huawei, {
        projects: { [`${region}_team`]: 'project-team', [other]: 'project-south' },
        tasks: [task('t-1')],
      });
      await app.add(server);
      assert.deepEqual(callsOf(server), [lookUp, lookUpOwn, ofTask('t-1', 'project-team')]);
    }),
  );

  it(
    'asks which of several projects of a region it shall be, and calls nothing but that one',
    inApp(async app => {
      const server = await app.simulate(huawei, {
        projects: { [`${region}_a`]: 'project-a', [`${region}_b`]: 'project-b' },
        tasks: [task('t-1')],
      });
      const account = await app.add(server);
      const [place] = app.places(account);
      assert.deepEqual(
        [place?.problem?.reason, place?.problem?.projects?.map(({ id }) => id)],
        ['severalProjects', ['project-a', 'project-b']],
      );
      assert.deepEqual(callsOf(server), [lookUp, lookUpOwn]);
      await app.add(server, { id: account.id, projectIds: { [region]: 'project-b' } });
      assert.deepEqual(callsOf(server, 2), [ofTask('t-1', 'project-b')]);
    }),
  );

  it(
    'says that the service was never used in a region without a project',
    inApp(async app => {
      const server = await app.simulate(huawei, { projects, tasks: [task('t-1', { region })] });
      const account = await app.add(server, { regions: [region, 'cn-east-3'] });
      assert.deepEqual(
        app
          .places(account)
          .map(({ region: at, state, problem }) => [at, state, problem?.kind, problem?.region]),
        [
          [region, 'ok', undefined, undefined],
          ['cn-east-3', 'failed', 'notActivated', 'cn-east-3'],
        ],
      );
    }),
  );

  it(
    'asks in each region for the tasks that are tracked there',
    inApp(async app => {
      const tasks = [task('north', { region }), task('south', { region: other }), task('both')];
      const server = await app.simulate(huawei, { projects, tasks });
      await app.add(server, { regions: [region, other], projectIds: projects });
      assert.deepEqual(countsOf(server), {
        [ofTask('north')]: 1,
        [ofTask('both')]: 1,
        [ofTask('south', 'project-south')]: 1,
        [ofTask('both', 'project-south')]: 1,
      });
      assert.deepEqual(
        app
          .tasks()
          .map(({ id, region: at, status }) => `${id} ${at} ${status}`)
          .sort(),
        [
          `both ${other} succeeded`,
          `both ${region} succeeded`,
          `north ${region} succeeded`,
          `south ${other} succeeded`,
        ],
      );
    }),
  );
});

describe('Huawei tokens', () => {
  const world = () => ({
    projects,
    credentials: [person],
    tasks: [task('t-1', { file: zipFile() }), task('t-2')],
  });

  it(
    'exchanges a password once for a token of 32,000 characters, which says the project too',
    inApp(async app => {
      const server = await app.simulate(huawei, world());
      await app.add(server);
      await app.refresh();
      await app.download(app.task('t-1'));
      assert.deepEqual(
        callsOf(server).filter(call => !call.startsWith('GET /v5/')),
        [login],
      );
      const tokens = new Set(server.requests.slice(1).map(({ headers }) => headers['x-auth-token']));
      assert.deepEqual(
        [...tokens].map(token => token?.length),
        [32_000],
      );
      assert.ok(server.requests.slice(1).every(({ headers }) => headers['authorization'] === undefined));
    }),
  );

  it(
    'asks for a token of each region’s project',
    inApp(async app => {
      const server = await app.simulate(huawei, world());
      await app.add(server, { regions: [region, other] });
      assert.equal(countsOf(server)[login], 2);
      assert.equal(app.tasks().filter(({ status }) => status === 'succeeded').length, 4);
    }),
  );

  it(
    'renews the token before it ends',
    inApp(async app => {
      const server = await app.simulate(huawei, world());
      const account = await app.add(server);
      await app.advance(23 * hour);
      assert.equal(countsOf(server)[login], 1);
      await app.advance(2 * day);
      assert.equal(countsOf(server)[login], 4); // every 23.5 hours
      assert.ok(server.requests.every(({ status }) => status === 200 || status === 201));
      assert.equal(app.places(account)[0]?.state, 'ok');
    }),
  );

  it(
    'renews a token that is refused in the middle once, and the user sees nothing of it',
    inApp(async app => {
      const server = await app.simulate(huawei, world());
      const account = await app.add(server);
      server.setWorld(server.world); // all tokens are forgotten
      const before = server.requests.length;
      await app.refresh();
      assert.deepEqual(callsOf(server, before), [ofTask('t-1'), login, ofTask('t-1'), ofTask('t-2')]);
      assert.equal(app.places(account)[0]?.state, 'ok');
    }),
  );

  it(
    'renews a token for a download too',
    inApp(async app => {
      const server = await app.simulate(huawei, world());
      await app.add(server);
      const shown = app.task('t-1');
      server.setWorld(server.world);
      const { content } = await app.download(shown);
      assert.ok(content.equals(zipFile().content));
    }),
  );

  it(
    'takes a pasted token as it is, and stops when it is refused',
    inApp(async app => {
      const pasted = { kind: 'token', token: 'MII'.padEnd(32_000, 'x') };
      const server = await app.simulate(huawei, { ...world(), credentials: [pasted] });
      const account = await app.add(server);
      assert.deepEqual(callsOf(server), [lookUp, ofTask('t-1'), ofTask('t-2')]);
      server.setWorld({ ...server.world, credentials: [] });
      await app.advance(day);
      assert.equal(app.places(account)[0]?.problem?.kind, 'auth');
      assert.equal(server.requests.filter(({ status }) => status === 401).length, 1);
      assert.equal(app.tasks().length, 2);
    }),
  );
});

describe('Huawei’s lock of a key after five wrong signatures', () => {
  const regions = [region, other, 'cn-north-1', 'cn-north-9', 'cn-east-3', 'cn-south-1', 'cn-east-2'];
  const all = Object.fromEntries(regions.map(name => [name, `project-${name}`]));
  const wrong = { kind: 'accessKey', accessKeyId: 'AKID', secretAccessKey: 'wrong-secret' };
  const right = { ...wrong, secretAccessKey: 'right-secret' };

  it(
    'is never reached, however many regions and tasks there are and however long it runs',
    inApp(async app => {
      const tasks = ['t-1', 't-2', 't-3'].map(id => task(id, runningFor(day)));
      const server = await app.simulate(huawei, { credentials: [right], projects: all, tasks });
      const account = await app.add(server, { regions, projectIds: all, credential: wrong });
      await app.advance(7 * day);
      assert.equal(server.requests.length, 1);
      assert.ok(app.places(account).every(({ problem }) => problem?.code === 'APIGW.0301'));
    }),
  );

  it(
    'is not reached by a key that is withdrawn while seven regions are followed',
    inApp(async app => {
      const tasks = ['t-1', 't-2', 't-3'].map(id => ({ ...task(id, runningFor(day)), createdAt: app.now }));
      const server = await app.simulate(huawei, { credentials: [right], projects: all, tasks });
      const account = await app.add(server, { regions, projectIds: all });
      assert.equal(app.tasks().length, 21);
      server.setWorld({ ...server.world, credentials: [wrong] });
      const before = server.requests.length;
      await app.advance(7 * day);
      const refused = server.requests.length - before;
      assert.equal(refused, 1);
      assert.ok(app.places(account).every(({ problem }) => problem?.kind === 'auth'));
      assert.equal(app.tasks().length, 21);
    }),
  );

  it(
    'is not reached by a refresh of such an account either',
    inApp(async app => {
      const tasks = ['t-1', 't-2'].map(id => task(id));
      const server = await app.simulate(huawei, { credentials: [right], projects: all, tasks });
      await app.add(server, { regions, projectIds: all });
      server.setWorld({ ...server.world, credentials: [wrong] });
      const before = server.requests.length;
      await app.refresh();
      const refused = server.requests.length - before;
      assert.equal(refused, 1);
    }),
  );
});
