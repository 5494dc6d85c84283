import assert from 'node:assert/strict';
import { alibaba } from '../../src/clouds/alibaba';
import { alterAnswer, answerWith, firstTimes } from '../../src/simulator/faults';
import { inApp } from '../harness/app';
import { day, hour, runningFor, scripted, scriptedMany, second } from '../harness/worlds';

const cdn = { services: ['cdn'] };

describe('Alibaba Cloud as a whole', () => {
  it(
    'shows what one service gives when the other refuses',
    inApp(async app => {
      for (const [refused, reason] of [
        ['cdn', 'permission'],
        ['cdn', 'notActivated'],
        ['cloudFirewall', 'permission'],
        ['cloudFirewall', 'notActivated'],
      ] as const) {
        const tasks = ['cdn', 'cloudFirewall'].flatMap(service => scriptedMany(service, 3, app.now));
        const account = await app.add(
          await app.simulate(alibaba, { tasks, refusals: { [refused]: reason } }),
        );
        const states = app
          .places(account)
          .map(({ service, state, problem }) => [service, state, problem?.kind]);
        const other = refused === 'cdn' ? 'cloudFirewall' : 'cdn';
        assert.deepEqual(Object.fromEntries(states.map(([service, ...rest]) => [service, rest])), {
          [refused]: ['failed', reason],
          [other]: ['ok', undefined],
        });
        assert.deepEqual([...new Set(app.tasks(account).map(({ service }) => service))], [other]);
      }
    }),
  );

  it(
    'names the right that is missing',
    inApp(async app => {
      const account = await app.add(await app.simulate(alibaba, { refusals: { cdn: 'permission' } }), cdn);
      const problem = app.places(account)[0]?.problem;
      assert.match(problem?.message ?? '', /cdn:DescribeRefreshTasks/);
      assert.deepEqual([problem?.code, problem?.status], ['Forbidden.RAM', 403]);
      assert.match(problem?.requestId ?? '', /^[0-9A-F-]{36}$/);
    }),
  );

  it(
    'stops with a temporary key that has run out',
    inApp(async app => {
      const key = {
        kind: 'accessKey',
        accessKeyId: 'STS.AK',
        accessKeySecret: 'secret-0',
        securityToken: 'token-0',
      };
      const expiration = new Date(app.now + hour).toISOString();
      const server = await app.simulate(alibaba, {
        credentials: [{ ...key, expiration }],
        tasks: [scripted('cdn', '1', app.now, runningFor(day))],
      });
      const account = await app.add(server, { credential: key });
      await app.advance(2 * hour);
      assert.ok(app.places(account).every(({ problem }) => problem?.kind === 'expiredCredential'));
      assert.equal(app.tasks().length, 1);
      const calls = server.requests.length;
      await app.advance(day);
      assert.equal(server.requests.length, calls);
    }),
  );

  it(
    'waits as long as the cloud asks when it is throttled',
    inApp(async app => {
      const server = await app.simulate(alibaba, { tasks: [scripted('cdn', '1', app.now)] });
      const slowDown = answerWith(
        429,
        { Code: 'TooManyRequests', Message: 'slow down', RequestId: 'R' },
        { 'x-acs-retry-after': '240000' },
      );
      server.intercept(firstTimes(1, slowDown));
      const account = await app.add(server, cdn);
      assert.deepEqual(app.places(account)[0]?.problem?.kind, 'throttled');
      await app.advance(239 * second);
      assert.equal(server.requests.length, 1);
      await app.advance(2 * second);
      assert.deepEqual([server.requests.length, app.places(account)[0]?.state], [2, 'ok']);
    }),
  );

  it(
    'reads an error that comes as XML',
    inApp(async app => {
      const server = await app.simulate(alibaba);
      const xml =
        '<?xml version="1.0"?><Error><RequestId>R-1</RequestId><Code>Throttling.User</Code><Message>slow down</Message></Error>';
      server.intercept(() => answerWith(400, xml));
      const account = await app.add(server, cdn);
      const { kind, code, requestId } = app.places(account)[0]?.problem ?? {};
      assert.deepEqual([kind, code, requestId], ['throttled', 'Throttling.User', 'R-1']);
    }),
  );

  it(
    'goes on when pages overlap, totals lie or never end',
    inApp(async app => {
      const server = await app.simulate(alibaba, { tasks: scriptedMany('cdn', 150, app.now) });
      const lie = (total: number) =>
        alterAnswer(answer => {
          const body = { ...(JSON.parse(answer.body.toString()) as object), TotalCount: total };
          return { ...answer, headers: {}, body: Buffer.from(JSON.stringify(body)) };
        });
      server.intercept(() => lie(1_000_000));
      await app.add(server, cdn);
      assert.deepEqual([app.tasks().length, server.requests.length], [150, 3]);
      const same = server.requests.length;
      server.intercept(() =>
        answerWith(200, {
          TotalCount: 999,
          Tasks: {
            CDNTask: Array.from({ length: 100 }, (_, n) => ({ TaskId: String(n), Status: 'Complete' })),
          },
        }),
      );
      await app.refresh();
      assert.deepEqual([app.tasks().length, server.requests.length - same], [100, 2]);
    }),
  );
});
