import assert from 'node:assert/strict';
import { baidu } from '../../src/clouds/baidu';
import { answerWith, firstTimes } from '../../src/simulator/faults';
import { inApp } from '../harness/app';
import { callsOf, countsOf } from '../harness/requests';
import {
  hour,
  inState,
  minute,
  runningFor,
  scripted,
  scriptedMany,
  second,
  zipFile,
} from '../harness/worlds';

const list = 'POST /v2/logstore/download/list';
const describe1 = 'GET /v2/logstore/download/';
const isLink = ({ path }: { path: string }) => path.startsWith('/v2/logstore/download/link/');

describe('Baidu Log Service', () => {
  for (const [tasks, pages] of [
    [0, 1],
    [99, 1],
    [100, 1],
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
      assert.deepEqual(countsOf(server, before), { [`${describe1}a`]: 1, [`${describe1}b`]: 1 });
      await app.advance(20 * second);
      assert.equal(app.task('a').status, 'succeeded');
      const since = server.requests.length;
      await app.advance(2 * minute);
      assert.deepEqual(Object.keys(countsOf(server, since)), [`${describe1}b`]);
    }),
  );

  it(
    'keeps a task that vanished while it was followed until the list is read again',
    inApp(async app => {
      const server = await app.simulate(baidu, { tasks: [scripted('bls', 'a', app.now, runningFor(hour))] });
      const account = await app.add(server);
      server.setWorld({ ...server.world, tasks: [] });
      await app.advance(minute);
      assert.deepEqual([app.tasks().length, app.places(account)[0]?.state], [1, 'ok']);
      await app.advance(5 * minute);
      assert.deepEqual(app.tasks(), []);
    }),
  );

  it(
    'shows that the cloud has deleted a file',
    inApp(async app => {
      const expiresAt = app.now + hour;
      const server = await app.simulate(baidu, {
        tasks: [scripted('bls', 'a', app.now, { file: zipFile(), expiresAt })],
      });
      await app.add(server);
      assert.equal(app.task('a').status, 'succeeded');
      await app.advance(2 * hour);
      assert.equal(app.task('a').status, 'expired');
      const calls = server.requests.length;
      await assert.rejects(app.link(app.task('a')), { reason: { kind: 'noFile', task: app.task('a').name } });
      assert.equal(server.requests.length, calls);
    }),
  );

  it(
    'gives a link that says itself when it dies',
    inApp(async app => {
      const server = await app.simulate(baidu, {
        tasks: [scripted('bls', 'a', app.now, { file: zipFile() })],
      });
      await app.add(server);
      const before = server.requests.length;
      const { url, expiresAt } = await app.link(app.task('a'));
      assert.deepEqual(callsOf(server, before), [`${describe1}link/a`]);
      const [, , date, life] = new URL(url).searchParams.get('authorization')?.split('/') ?? [];
      assert.equal(expiresAt?.getTime(), Date.parse(date ?? '') + Number(life) * second);
      assert.equal(expiresAt?.getTime(), app.now + 300 * second);
    }),
  );

  it(
    'asks once more for a link when the answer has none, and then says so',
    inApp(async app => {
      const server = await app.simulate(baidu, {
        tasks: [scripted('bls', 'a', app.now, { file: zipFile() })],
      });
      await app.add(server);
      server.intercept(firstTimes(1, answerWith(204), isLink));
      assert.match((await app.link(app.task('a'))).url, /\/bos\//);
      server.intercept(firstTimes(2, answerWith(204), isLink));
      const before = server.requests.length;
      await assert.rejects(app.link(app.task('a')), {
        problem: {
          kind: 'protocol',
          service: 'bls',
          region: 'bj',
          message: 'There is no link in the reply.',
        },
      });
      assert.equal(server.requests.length - before, 2);
    }),
  );

  it(
    'refuses a link that would cross the network in the open',
    inApp(async app => {
      const server = await app.simulate(baidu, {
        tasks: [scripted('bls', 'a', app.now, { file: zipFile() })],
      });
      await app.add(server);
      for (const link of ['http://example.com/x?authorization=secret', 'file:///etc/passwd', 'nonsense']) {
        server.intercept(request =>
          isLink(request) ? answerWith(200, { success: true, result: { link } }) : undefined,
        );
        await assert.rejects(app.link(app.task('a')), /The link to the file is not an HTTPS address\./);
        await assert.rejects(app.download(app.task('a')), /The link to the file is not an HTTPS address\./);
      }
      assert.deepEqual(await app.files(), []);
    }),
  );

  it(
    'gets a fresh link when one dies before the download',
    inApp(async app => {
      const file = zipFile();
      const server = await app.simulate(baidu, { tasks: [scripted('bls', 'a', app.now, { file })] });
      await app.add(server);
      let held = false;
      server.intercept(({ path }) => {
        if (path.startsWith('/bos/') && !held) {
          held = true;
          app.clock.moveTo(app.now + 301 * second);
        }
        return undefined;
      });
      const { content } = await app.download(app.task('a'));
      assert.ok(content.equals(file.content));
      const fetched = server.requests.filter(({ path }) => path.startsWith('/bos/'));
      assert.deepEqual(
        fetched.map(({ status }) => status),
        [400, 200],
      );
      assert.deepEqual(await app.files(), [file.name]);
    }),
  );

  it(
    'gives up on a link that is dead again',
    inApp(async app => {
      const server = await app.simulate(baidu, {
        tasks: [scripted('bls', 'a', app.now, { file: zipFile() })],
      });
      await app.add(server);
      server.intercept(({ path }) => {
        if (path.startsWith('/bos/')) app.clock.moveTo(app.now + 301 * second);
        return undefined;
      });
      await assert.rejects(
        app.download(app.task('a')),
        ({ problem }: { problem: Record<string, unknown> }) => {
          assert.deepEqual(
            [problem['code'], problem['service'], problem['region'], problem['status']],
            ['RequestExpired', 'bls', 'bj', 400],
          );
          return true;
        },
      );
      assert.equal(server.requests.filter(({ path }) => path.startsWith('/bos/')).length, 2);
      assert.deepEqual(await app.files(), []);
    }),
  );

  it(
    'sends no credential to the server of the file',
    inApp(async app => {
      const credential = {
        kind: 'accessKey',
        accessKeyId: 'AKID',
        secretAccessKey: 'secret-0',
        sessionToken: 'token-0',
      };
      const server = await app.simulate(baidu, {
        credentials: [credential],
        tasks: [scripted('bls', 'a', app.now, { file: zipFile() })],
      });
      await app.add(server);
      await app.download(app.task('a'));
      const sent = server.requests.find(({ path }) => path.startsWith('/bos/'));
      assert.deepEqual(Object.keys(sent?.headers ?? {}).sort(), ['accept-encoding', 'connection', 'host']);
    }),
  );

  it(
    'puts any id into a path without its meaning there',
    inApp(async app => {
      const ids = ['a?b#c', 'a;b=c&d', '100%', '空 格', "q'(1)*!~"];
      const file = zipFile();
      const server = await app.simulate(baidu, {
        tasks: ids.map(id => scripted('bls', id, app.now, { ...runningFor(4 * second), file })),
      });
      await app.add(server);
      await app.advance(6 * second);
      for (const id of ids) {
        assert.equal(app.task(id).status, 'succeeded', id);
        assert.match((await app.link(app.task(id))).url, /authorization=/);
      }
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
