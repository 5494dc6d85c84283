import assert from 'node:assert/strict';
import { alibaba } from '../../src/clouds/alibaba';
import { answerWith } from '../../src/simulator/faults';
import { problemWith } from '../harness/problems';
import { inApp } from '../harness/app';
import { countsOf } from '../harness/requests';
import { hour, inState, minute, runningFor, scripted, scriptedMany, second } from '../harness/worlds';

const cdn = { services: ['cdn'] };

describe('Alibaba CDN', () => {
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
      await assert.rejects(
        app.link(app.task('2')),
        problemWith({
          kind: 'protocol',
          service: 'cdn',
          message: 'The object path of this task is not a web address.',
        }),
      );
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
