import assert from 'node:assert/strict';
import { alibaba } from '../../src/clouds/alibaba';
import { alterAnswer, answerWith, firstTimes } from '../../src/simulator/faults';
import { inApp } from '../harness/app';
import { callsOf, countsOf } from '../harness/requests';
import {
  day,
  hour,
  inState,
  minute,
  runningFor,
  scripted,
  scriptedMany,
  second,
  zipFile,
} from '../harness/worlds';

const firewall = { services: ['cloudFirewall'] };
const cdn = { services: ['cdn'] };

describe('Alibaba Cloud Firewall', () => {
  for (const [tasks, pages] of [
    [0, 1],
    [49, 1],
    [50, 1],
    [51, 2],
    [230, 5],
  ] as const) {
    it(
      `reads ${tasks} tasks in ${pages} pages`,
      inApp(async app => {
        const server = await app.simulate(alibaba, { tasks: scriptedMany('cloudFirewall', tasks, app.now) });
        await app.add(server, firewall);
        const asked = server.requests.map(({ query }) => new URLSearchParams(query).get('CurrentPage'));
        assert.deepEqual(
          asked,
          Array.from({ length: pages }, (_, page) => String(page + 1)),
        );
        assert.ok(server.requests.every(({ query }) => new URLSearchParams(query).get('PageSize') === '50'));
      }),
    );
  }

  it(
    'reads the fields of the record',
    inApp(async app => {
      const file = zipFile('互联网边界_1.csv');
      const made = Date.parse('2026-11-20T08:00:00Z');
      const server = await app.simulate(alibaba, {
        tasks: [
          scripted('cloudFirewall', '4391', made, {
            name: '资产 <b>[x](y)</b>',
            file,
            expiresAt: made + 90 * day,
            overrides: { FileSize: '24.04KB' },
          }),
        ],
      });
      await app.add(server, firewall);
      const { kind, name, region, status, rawStatus, createdAt, expiresAt, file: shown } = app.task('4391');
      assert.deepEqual(
        { kind, name, region, status, rawStatus, createdAt, expiresAt, shown },
        {
          kind: 'export',
          name: '资产 <b>[x](y)</b>',
          region: '',
          status: 'succeeded',
          rawStatus: 'finish',
          createdAt: new Date(made),
          expiresAt: new Date(made + 90 * day),
          shown: { name: '互联网边界_1.csv', size: 24617 },
        },
      );
    }),
  );

  it(
    'knows the four words whatever their case, and takes a passed ExpireTime for the end',
    inApp(async app => {
      const past = { ExpireTime: Math.floor(app.now / 1000) - 1 };
      const server = await app.simulate(alibaba, {
        tasks: [
          ...['start', 'FINISH', 'Error', 'eXpire'].map(word =>
            scripted('cloudFirewall', word, app.now, inState(word)),
          ),
          scripted('cloudFirewall', 'odd', app.now, { overrides: { Status: 'constructor' } }),
          scripted('cloudFirewall', 'late', app.now, { overrides: past }),
          scripted('cloudFirewall', 'slow', app.now, { ...inState('running'), overrides: past }),
        ],
      });
      await app.add(server, firewall);
      assert.deepEqual(Object.fromEntries(app.tasks().map(({ id, status }) => [id, status])), {
        start: 'running',
        FINISH: 'succeeded',
        Error: 'failed',
        eXpire: 'expired',
        odd: 'unknown',
        late: 'expired',
        slow: 'running',
      });
    }),
  );

  it(
    'mints a link by listing again just before use, and tells when it dies',
    inApp(async app => {
      const made = app.now - hour;
      const server = await app.simulate(alibaba, {
        tasks: [
          scripted('cloudFirewall', '7', made, { file: zipFile(), type: 'VpcAsset' }),
          ...scriptedMany('cloudFirewall', 120, app.now),
        ],
      });
      await app.add(server, firewall);
      await app.advance(4 * minute);
      const before = server.requests.length;
      const link = await app.link(app.task('7'));
      assert.deepEqual(callsOf(server, before), ['DescribeDownloadTask']); // of its own type alone
      assert.match(server.requests.at(-1)?.query ?? '', /(?:^|&)TaskType=VpcAsset(?:&|$)/);
      const expires = Number(new URL(link.url).searchParams.get('Expires'));
      assert.equal(link.expiresAt?.getTime(), expires * 1000);
      assert.equal(expires * 1000, app.now + 30 * minute);
    }),
  );

  it(
    'says that a task is gone when the list no longer has it',
    inApp(async app => {
      const server = await app.simulate(alibaba, {
        tasks: [scripted('cloudFirewall', '7', app.now, { file: zipFile() })],
      });
      await app.add(server, firewall);
      const task = app.task('7');
      server.setWorld({ ...server.world, tasks: [] });
      await assert.rejects(app.link(task), {
        problem: { kind: 'notFound', service: 'cloudFirewall', message: 'The task is gone from the list.' },
      });
      await app.refresh();
      assert.deepEqual(app.tasks(), []);
    }),
  );

  it(
    'gets a fresh link when one dies between the listing and the download',
    inApp(async app => {
      const file = zipFile();
      const server = await app.simulate(alibaba, {
        tasks: [scripted('cloudFirewall', '7', app.now, { file })],
      });
      await app.add(server, firewall);
      let held = false;
      server.intercept(({ path }) => {
        if (path.startsWith('/oss/') && !held) {
          held = true;
          app.clock.moveTo(app.now + 31 * minute);
        }
        return undefined;
      });
      const { content } = await app.download(app.task('7'));
      assert.ok(content.equals(file.content));
      const fetched = server.requests.filter(({ path }) => path.startsWith('/oss/'));
      assert.deepEqual(
        fetched.map(({ status }) => status),
        [403, 200],
      );
      assert.notEqual(fetched[0]?.query, fetched[1]?.query);
    }),
  );

  it(
    'sends no credential and no header of its own to the server of the file',
    inApp(async app => {
      const credential = {
        kind: 'accessKey',
        accessKeyId: 'AKID',
        accessKeySecret: 'secret-0123',
        securityToken: 'token-4567',
      };
      const server = await app.simulate(alibaba, {
        credentials: [credential],
        tasks: [scripted('cloudFirewall', '7', app.now, { file: zipFile() })],
      });
      await app.add(server, firewall);
      await app.download(app.task('7'));
      const sent = server.requests.find(({ path }) => path.startsWith('/oss/'));
      assert.deepEqual(Object.keys(sent?.headers ?? {}).sort(), ['accept-encoding', 'connection', 'host']);
    }),
  );
});

describe('Alibaba CDN', () => {
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
        const server = await app.simulate(alibaba, { tasks: scriptedMany('cdn', tasks, app.now) });
        await app.add(server, cdn);
        assert.deepEqual(countsOf(server), { DescribeRefreshTasks: pages });
      }),
    );
  }

  it(
    'makes no more than five calls in any second',
    inApp(async app => {
      const server = await app.simulate(alibaba, { tasks: scriptedMany('cdn', 2000, app.now) });
      await app.add(server, cdn);
      const times = server.requests.map(({ at }) => at);
      assert.equal(times.length, 20);
      times.slice(5).forEach((at, index) => assert.ok(at - (times[index] ?? 0) >= second, times.join()));
    }),
  );

  it(
    'tells progress, kind and reason, and takes no description of a success for one',
    inApp(async app => {
      const failure = { code: 'Origin Timeout', message: '' };
      const server = await app.simulate(alibaba, {
        tasks: [
          scripted('cdn', '1', app.now, { ...inState('running', 0.9937), type: 'preload' }),
          scripted('cdn', '2', app.now, { ...inState('failed', 1), type: 'directory', failure }),
          scripted('cdn', '3', app.now, { type: 'block', overrides: { Description: 'Internal Error' } }),
          scripted('cdn', '4', app.now, { type: 'unblock', overrides: { Description: undefined } }),
          scripted('cdn', '5', app.now, inState('waiting')),
        ],
      });
      await app.add(server, cdn);
      assert.deepEqual(
        app.tasks().map(({ id, kind, status, progress, failure: why }) => [id, kind, status, progress, why]),
        [
          ['1', 'prefetch', 'running', 0.9937, undefined],
          ['2', 'refresh', 'failed', 1, { code: 'OriginTimeout', message: 'Origin Timeout' }],
          ['3', 'block', 'succeeded', 1, undefined],
          ['4', 'unblock', 'succeeded', 1, undefined],
          ['5', 'refresh', 'waiting', 0, undefined],
        ],
      );
    }),
  );

  it(
    'tells the addresses that were sent together apart, though they share one id',
    inApp(async app => {
      const together = ['a', 'b', 'c'].map(name =>
        scripted('cdn', '42', app.now, { ...runningFor(minute), name: `https://example.com/${name}.css` }),
      );
      const server = await app.simulate(alibaba, { tasks: together });
      await app.add(server, cdn);
      assert.equal(new Set(app.tasks().map(({ key }) => key)).size, 3);
      await app.advance(2 * minute);
      assert.deepEqual(
        app.tasks().map(({ name, status }) => `${name} ${status}`),
        ['a', 'b', 'c'].map(name => `https://example.com/${name}.css succeeded`),
      );
      const asked = server.requests.filter(
        ({ headers }) => headers['x-acs-action'] === 'DescribeRefreshTaskById',
      );
      assert.ok(asked.every(({ query }) => new URLSearchParams(query).get('TaskId') === '42'));
    }),
  );

  it(
    'follows what is unfinished by id, ten at a time at the most',
    inApp(async app => {
      const running = scriptedMany('cdn', 25, app.now).map(task => ({ ...task, ...runningFor(40 * second) }));
      const done = scriptedMany('cdn', 200, app.now - hour).map(task => ({ ...task, id: `old-${task.id}` }));
      const server = await app.simulate(alibaba, { tasks: [...running, ...done] });
      await app.add(server, cdn);
      const before = server.requests.length;
      await app.advance(6 * second);
      assert.deepEqual(countsOf(server, before), { DescribeRefreshTaskById: 3 });
      const ids = server.requests
        .slice(before)
        .map(({ query }) => new URLSearchParams(query).get('TaskId')?.split(',') ?? []);
      assert.deepEqual(
        ids.map(({ length }) => length),
        [10, 10, 5],
      );
      assert.deepEqual(new Set(ids.flat()), new Set(running.map(({ id }) => id)));
      await app.advance(minute);
      assert.ok(app.tasks().every(({ status }) => status === 'succeeded'));
      const settled = server.requests.length;
      await app.advance(2 * minute);
      assert.equal(server.requests.length, settled); // nothing can change any more
    }),
  );

  it(
    'links to the object itself, without asking and without an end',
    inApp(async app => {
      const name = 'https://img.example.com/a.css?v=1&x=é';
      const server = await app.simulate(alibaba, {
        tasks: [scripted('cdn', '1', app.now, { name }), scripted('cdn', '2', app.now, { name: '/a/.*' })],
      });
      await app.add(server, cdn);
      const calls = server.requests.length;
      assert.deepEqual(await app.link(app.task('1')), { url: name });
      await assert.rejects(app.link(app.task('2')), {
        problem: {
          kind: 'protocol',
          service: 'cdn',
          message: 'The object path of this task is not a web address.',
        },
      });
      await assert.rejects(app.download(app.task('1')), { reason: { kind: 'noFile', task: name } });
      assert.equal(server.requests.length, calls);
    }),
  );

  const row = {
    TaskId: '1',
    ObjectPath: 'https://a/b',
    ObjectType: 'file',
    Status: 'Complete',
    Process: '100%',
  };
  const shapes: readonly (readonly [what: string, tasks: unknown, rows: number])[] = [
    ['nested', { CDNTask: [row] }, 1],
    ['flat', [row], 1],
    ['one object alone', { CDNTask: row }, 1],
    ['null', null, 0],
    ['nested null', { CDNTask: null }, 0],
    ['an empty object', {}, 0],
    ['nothing at all', undefined, 0],
  ];
  for (const [what, Tasks, rows] of shapes) {
    it(
      `reads a list that is ${what}`,
      inApp(async app => {
        const server = await app.simulate(alibaba);
        server.intercept(() => answerWith(200, { RequestId: 'R', TotalCount: rows, Tasks }));
        const account = await app.add(server, cdn);
        assert.deepEqual([app.tasks().length, app.places(account)[0]?.state], [rows, 'ok']);
      }),
    );
  }
});

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
