import assert from 'node:assert/strict';
import { baidu } from '../../src/clouds/baidu';
import { answerWith } from '../../src/simulator/faults';
import { inApp } from '../harness/app';
import { countsOf } from '../harness/requests';
import { hour, inState, minute, runningFor, scripted, scriptedMany, second } from '../harness/worlds';

const list = 'POST /v2/logstore/download/list';
const taskPath = 'GET /v2/logstore/download/';

describe('Baidu Log Service', () => {
  for (const [tasks, pages] of [
    [0, 1],
    [99, 1],
    [100, 2], // a full first page may be all that was counted
    [101, 2],
    [230, 3],
  ] as const) {
    it(
      `reads ${tasks} tasks in ${pages} pages`,
      inApp(async app => {
        const server = await app.simulate(baidu, { tasks: scriptedMany('bls', tasks, app.now) });
        await app.add(server);
        assert.deepEqual(countsOf(server), { [list]: pages });
      }),
    );
  }

  it(
    'reads the fields of the record',
    inApp(async app => {
      const made = Date.parse('2026-11-20T08:00:00Z');
      const file = { name: 'nginx_1.json', content: Buffer.from('{}\n'), rows: 100 };
      const failure = { code: 'QueryTimeout', message: '查询超时' };
      const steps = [
        { after: 0, state: 'waiting' },
        { after: minute, state: 'succeeded' },
      ];
      const server = await app.simulate(baidu, {
        tasks: [
          scripted('bls', 'one', made, { name: 'nginx *errors*', file, steps }),
          scripted('bls', 'two', made, { ...inState('failed'), failure }),
        ],
      });
      await app.add(server);
      const one = app.task('one');
      assert.deepEqual(
        [
          one.kind,
          one.name,
          one.region,
          one.status,
          one.rawStatus,
          one.createdAt,
          one.updatedAt,
          one.file,
          one.failure,
        ],
        [
          'export',
          'nginx *errors*',
          'bj',
          'succeeded',
          'SUCCESS',
          new Date(made),
          new Date(made + minute),
          { name: 'nginx_1.json', rows: 100 },
          undefined,
        ],
      );
      assert.deepEqual(app.task('two').failure, failure);
    }),
  );

  it(
    'knows the five words whatever their case',
    inApp(async app => {
      const words = {
        WAITING: 'waiting',
        running: 'running',
        Success: 'succeeded',
        FAILED: 'failed',
        expired: 'expired',
        Paused: 'unknown',
      };
      const server = await app.simulate(baidu, {
        tasks: Object.keys(words).map(word => scripted('bls', word, app.now, inState(word))),
      });
      await app.add(server);
      assert.deepEqual(Object.fromEntries(app.tasks().map(({ id, status }) => [id, status])), words);
    }),
  );

  it(
    'follows unfinished tasks one by one, and no other',
    inApp(async app => {
      const server = await app.simulate(baidu, {
        tasks: [
          ...scriptedMany('bls', 120, app.now - hour),
          scripted('bls', 'a', app.now, runningFor(12 * second)),
          scripted('bls', 'b', app.now, runningFor(2 * hour)),
        ],
      });
      await app.add(server);
      const before = server.requests.length;
      await app.advance(6 * second);
      assert.deepEqual(countsOf(server, before), { [`${taskPath}a`]: 1, [`${taskPath}b`]: 1 });
      await app.advance(20 * second);
      assert.equal(app.task('a').status, 'succeeded');
      const since = server.requests.length;
      await app.advance(2 * minute);
      assert.deepEqual(Object.keys(countsOf(server, since)), [`${taskPath}b`]);
    }),
  );

  it(
    'drops a task that vanished while it was followed, once the list has told that it has',
    inApp(async app => {
      const server = await app.simulate(baidu, { tasks: [scripted('bls', 'a', app.now, runningFor(hour))] });
      const account = await app.add(server);
      server.setWorld({ ...server.world, tasks: [] });
      const before = server.requests.length;
      await app.advance(minute);
      assert.deepEqual([app.tasks().length, app.places(account)[0]?.state], [0, 'ok']);
      assert.deepEqual(countsOf(server, before), { [`${taskPath}a`]: 1, [list]: 1 });
    }),
  );

  it(
    'reads each region at an endpoint of its own, and goes on when one refuses',
    inApp(async app => {
      const [north, south] = [
        await app.simulate(baidu, { tasks: scriptedMany('bls', 3, app.now) }),
        await app.simulate(baidu, {
          tasks: scriptedMany('bls', 120, app.now),
          refusals: { bls: 'permission' },
        }),
      ];
      const regions = [north, south].map(({ origin }) => new URL(origin).port); // a region may be any host label
      const endpoints = { bls: 'http://127.0.0.1:{region}' };
      const account = await app.add(north, { regions, endpoints });
      assert.deepEqual(
        app
          .places(account)
          .map(({ region, state, problem }) => [region, state, problem?.kind, problem?.region]),
        [
          [regions[0], 'ok', undefined, undefined],
          [regions[1], 'failed', 'permission', regions[1]],
        ],
      );
      assert.equal(app.tasks().length, 3);
      south.setWorld({ ...south.world, refusals: {} });
      await app.refresh();
      assert.equal(app.tasks().length, 123); // the same ids in two regions are different tasks
      assert.equal(new Set(app.tasks().map(({ key }) => key)).size, 123);
      assert.deepEqual([...new Set(app.tasks().map(({ region }) => region))].sort(), regions.sort());
    }),
  );

  it(
    'takes an error under 200 for one',
    inApp(async app => {
      const server = await app.simulate(baidu);
      server.intercept(() => answerWith(200, { success: false, code: 'InternalError', message: 'oops' }));
      const account = await app.add(server);
      assert.deepEqual(
        [app.places(account)[0]?.state, app.places(account)[0]?.problem?.kind],
        ['failed', 'server'],
      );
    }),
  );
});
