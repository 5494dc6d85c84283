import assert from 'node:assert/strict';
import { clouds } from '../../src/clouds';
import type { Cloud, ServiceInfo } from '../../src/core/cloud';
import { taskKey } from '../../src/core/task';
import { answerWith, dropConnection, truncateAfter, type Fault } from '../../src/simulator/faults';
import { inApp, type AccountSetup, type App, type World } from '../harness/app';
import {
  hour,
  inState,
  minute,
  runningFor,
  scripted,
  scriptedMany,
  second,
  servicesOf,
  zipFile,
} from '../harness/worlds';

/** An account that watches this service alone, at a pretend cloud of its own. */
async function open(
  app: App,
  { cloud, service }: { cloud: Cloud; service: ServiceInfo },
  world: Partial<World> = {},
  setup: AccountSetup = {},
) {
  const server = await app.simulate(cloud, world);
  const account = await app.add(server, { services: [service.id], ...setup });
  return { server, account };
}

/** What a service may answer instead, and what that is called. */
const faults: readonly (readonly [what: string, fault: Fault, kind: string])[] = [
  ['a connection that is reset', dropConnection, 'network'],
  ['an answer that is cut off', truncateAfter(5), 'network'],
  ['a page of a proxy', answerWith(502, '<html>Bad Gateway</html>'), 'server'],
  ['a page of a captive portal', answerWith(200, '<html>Log in</html>'), 'protocol'],
  ['JSON that is cut off', answerWith(200, '{"TotalCount": 5, "Tasks": [{"Ta'), 'protocol'],
  ['an internal error without a word', answerWith(500), 'server'],
  ['a gateway’s time-out', answerWith(504, '{}'), 'server'],
  ['throttling', answerWith(429, {}), 'throttled'],
  ['no content', answerWith(204), 'protocol'],
  ['a redirect', answerWith(302, '', { location: 'http://127.0.0.1:9/' }), 'protocol'],
  ['a proxy that wants a password', answerWith(407, 'no'), 'proxy'],
];

for (const watched of servicesOf(clouds)) {
  const { cloud, service } = watched;
  describe(`${cloud.id} ${service.id}`, () => {
    for (const count of [0, 1, 50, 51, 100, 101, 230]) {
      it(
        `shows each of ${count} tasks once`,
        inApp(async app => {
          const tasks = scriptedMany(service.id, count, app.now - minute);
          const { account } = await open(app, watched, { tasks });
          const wanted = tasks.map(({ id, name }) => `${id} ${name} succeeded`);
          const shown = app.tasks(account).map(({ id, name, status }) => `${id} ${name} ${status}`);
          assert.deepEqual(shown.sort(), wanted.sort());
          const [place, ...others] = app.places(account);
          assert.deepEqual([place?.state, place?.problem, others], ['ok', undefined, []]);
          assert.ok(place?.refreshedAt && place.refreshedAt.getTime() <= app.now);
        }),
      );
    }

    it(
      'keeps every row the same object when nothing changed',
      inApp(async app => {
        const { account } = await open(app, watched, {
          tasks: scriptedMany(service.id, 30, app.now - minute),
        });
        const before = app.tasks(account);
        let changes = 0;
        app.store.onDidChange(({ changed }) => void (changes += changed.length));
        await app.refresh();
        assert.equal(changes, 0);
        assert.ok(app.tasks(account).every((task, index) => task === before[index]));
      }),
    );

    it(
      'tells what the cloud tells of each task',
      inApp(async app => {
        const made = app.now - hour;
        const failure = { code: 'OriginTimeout', message: 'Origin Timeout' };
        const { server, account } = await open(app, watched, {
          tasks: [
            scripted(service.id, 'runs', made, inState('running', 0.25)),
            scripted(service.id, 'waits', made, inState('waiting')),
            scripted(service.id, 'done', made, { file: zipFile() }),
            scripted(service.id, 'broke', made, { ...inState('failed'), failure }),
          ],
        });
        const [runs, waits, done, broke] = ['runs', 'waits', 'done', 'broke'].map(id => app.task(id));
        assert.deepEqual(
          [runs?.status, done?.status, broke?.status, server.requests.every(({ status }) => status === 200)],
          ['running', 'succeeded', 'failed', true],
        );
        assert.match(waits?.status ?? '', /^(?:waiting|running)$/); // some services have one word for both
        assert.ok(runs?.progress === undefined || runs.progress === 0.25);
        for (const task of app.tasks()) {
          assert.deepEqual([task.cloud, task.account, task.service], [cloud.id, account.id, service.id]);
          assert.equal(task.region, service.regional ? account.regions[0] : '');
          assert.ok(task.key.startsWith(taskKey(task, '')));
          assert.ok(task.createdAt === undefined || task.createdAt.getTime() === made);
          assert.equal(task.failure === undefined, task.id !== 'broke' || broke?.failure === undefined);
        }
        if (service.file === 'none') assert.equal(done?.file, undefined);
        else assert.equal(done?.file?.name, '漏洞 列表.zip');
      }),
    );

    it(
      'follows a task to its end by itself',
      inApp(async app => {
        await open(app, watched, {
          tasks: [scripted(service.id, 'slow', app.now, runningFor(90 * second))],
        });
        assert.equal(app.task('slow').status, 'running');
        await app.advance(80 * second);
        assert.equal(app.task('slow').status, 'running');
        await app.advance(60 * second);
        assert.equal(app.task('slow').status, 'succeeded');
      }),
    );

    it(
      'shows a word it does not know as it is, and goes on asking',
      inApp(async app => {
        const steps = [
          { after: 0, state: 'Hibernating' },
          { after: 30 * second, state: 'succeeded' },
        ];
        await open(app, watched, {
          tasks: [scripted(service.id, 'odd', app.now, { steps }), scripted(service.id, 'plain', app.now)],
        });
        assert.deepEqual(
          [app.task('odd').status, app.task('odd').rawStatus, app.task('plain').status],
          ['unknown', 'Hibernating', 'succeeded'],
        );
        // Seldom: it may be a word for the end of all things.
        await app.advance(6 * minute);
        assert.equal(app.task('odd').status, 'succeeded');
      }),
    );

    it(
      'keeps its rows while the service fails, and mends by itself',
      inApp(async app => {
        const { server, account } = await open(app, watched, {
          tasks: scriptedMany(service.id, 3, app.now - minute),
        });
        const before = app.tasks();
        const refreshedAt = app.places(account)[0]?.refreshedAt;
        server.intercept(() => answerWith(503, '<html>Service Unavailable</html>'));
        await app.advance(10 * minute);
        const [failed] = app.places(account);
        assert.deepEqual(
          [failed?.state, failed?.problem?.kind, failed?.problem?.status, failed?.refreshedAt],
          ['failed', 'server', 503, refreshedAt],
        );
        assert.deepEqual(app.tasks(), before);
        server.intercept(undefined);
        await app.advance(30 * minute);
        assert.equal(app.places(account)[0]?.state, 'ok');
      }),
    );

    for (const [what, fault, kind] of faults) {
      it(
        `takes ${what} for a problem of kind ${kind}, and loses no row`,
        inApp(async app => {
          const { server, account } = await open(app, watched, {
            tasks: scriptedMany(service.id, 3, app.now - minute),
          });
          const before = app.tasks();
          server.intercept(() => fault);
          const calls = server.requests.length;
          await app.refresh();
          const [place] = app.places(account);
          assert.deepEqual(
            [place?.state, place?.problem?.kind, place?.problem?.service],
            ['failed', kind, service.id],
          );
          assert.equal(server.requests.length - calls, 1); // the user acted: one call
          assert.deepEqual(app.tasks(), before);
          server.intercept(undefined);
          await app.refresh();
          assert.equal(app.places(account)[0]?.state, 'ok');
        }),
      );
    }

    it(
      'asks every five minutes while nothing can change, and more and more seldom while it fails',
      inApp(async app => {
        const { server } = await open(app, watched, { tasks: scriptedMany(service.id, 1, app.now) });
        const calls = server.requests.length;
        await app.advance(hour);
        assert.equal(server.requests.length - calls, 12);
        server.intercept(() => answerWith(503));
        const failing = server.requests.length;
        await app.advance(5 * minute + 24 * hour);
        const asked = server.requests.slice(failing).map(({ at }) => at);
        const pauses = asked.slice(1).map((at, index) => (at - (asked[index] ?? 0)) / second);
        assert.deepEqual(pauses.slice(0, 10), [0.5, 1, 2, 30, 60, 120, 240, 480, 900, 900]);
        assert.ok(asked.length < 105, `${asked.length} calls`);
      }),
    );

    it(
      'says that nothing can be reached where nothing listens',
      inApp(async app => {
        const server = await app.simulate(cloud, { tasks: scriptedMany(service.id, 1, app.now) });
        await server.close();
        const account = await app.add(server, { services: [service.id] });
        const [place] = app.places(account);
        const { kind, code, service: asked = '' } = place?.problem ?? {};
        assert.deepEqual([place?.state, kind, code], ['failed', 'network', 'ECONNREFUSED']);
        assert.ok([service.id, ...cloud.extraEndpoints].includes(asked), asked);
        await app.refresh(account); // shows on the account, rejects for nobody
      }),
    );

    for (const refusal of ['permission', 'notActivated'] as const) {
      it(
        `says that the account has no ${refusal === 'permission' ? 'right to see it' : 'such service'}`,
        inApp(async app => {
          const { account } = await open(app, watched, {
            tasks: scriptedMany(service.id, 2, app.now),
            refusals: { [service.id]: refusal },
          });
          const [place] = app.places(account);
          assert.equal(place?.state, 'failed');
          // Huawei says "Access denied" for both.
          assert.ok(place?.problem && ['permission', refusal].includes(place.problem.kind));
          assert.equal(place?.problem?.service, service.id);
        }),
      );
    }

    it(
      'stops calling when the account is removed',
      inApp(async app => {
        const { server, account } = await open(app, watched, {
          tasks: [scripted(service.id, 'slow', app.now, runningFor(hour))],
        });
        await app.remove(account);
        const calls = server.requests.length;
        await app.advance(hour);
        assert.deepEqual([server.requests.length - calls, app.tasks(), app.places(account)], [0, [], []]);
      }),
    );

    it(
      'reads nothing on its own when that is turned off',
      inApp(async app => {
        app.listInterval = Infinity;
        const tasks = [scripted(service.id, 'one', app.now, runningFor(60 * second))];
        const { server } = await open(app, watched, { tasks });
        const calls = server.requests.length;
        assert.equal(app.task('one').status, 'running', 'it was read once, when the user added the account');
        await app.advance(24 * hour);
        assert.equal(server.requests.length, calls);
        await app.refresh();
        assert.equal(app.task('one').status, 'succeeded');
      }),
    );

    if (service.file !== 'none') {
      it(
        'downloads a file byte for byte',
        inApp(async app => {
          const file = zipFile();
          await open(app, watched, { tasks: [scripted(service.id, 'done', app.now, { file })] });
          const got = await app.download(app.task('done'));
          assert.equal(got.name, '漏洞 列表.zip');
          assert.ok(got.content.equals(file.content));
          assert.deepEqual(await app.files(), ['漏洞 列表.zip']);
        }),
      );

      it(
        'refuses the file of a task that still runs, without asking the cloud',
        inApp(async app => {
          const { server } = await open(app, watched, {
            tasks: [scripted(service.id, 'slow', app.now, runningFor(hour))],
          });
          const calls = server.requests.length;
          await assert.rejects(app.download(app.task('slow')), {
            reason: { kind: 'notFinished', task: app.task('slow').name, status: 'running' },
          });
          assert.equal(server.requests.length, calls);
        }),
      );
    }
  });
}
