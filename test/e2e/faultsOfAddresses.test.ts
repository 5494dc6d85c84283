import assert from 'node:assert/strict';
import { clouds } from '../../src/clouds';
import { alterAnswer, answerWith } from '../../src/simulator/faults';
import { assertSilent, Exposure, mark } from '../harness/exposure';
import { problemWith } from '../harness/problems';
import { isForFile } from '../harness/requests';
import { inApp } from '../harness/app';
import { watching } from '../harness/watched';
import { hour, servicesOf } from '../harness/worlds';

const redirects = [300, 301, 302, 303, 304, 305, 307, 308];

for (const watched of servicesOf(clouds)) {
  const { cloud, service } = watched;
  describe(`addresses of ${service.id}`, () => {
    for (const status of redirects) {
      it(
        `are not those that a ${status} points to, and nothing is sent there`,
        watching(watched, async scene => {
          const elsewhere = await scene.app.simulate(cloud);
          const location = `${elsewhere.origin}/?token=${mark}`;
          await scene.survives(answerWith(status, '', { location }), { kind: 'protocol', status }, 1);
          assert.deepEqual(elsewhere.requests, []);
        }),
      );

      it(
        `are not others of the same server that a ${status} points to`,
        watching(watched, async scene => {
          const location = `/elsewhere?token=${mark}`;
          await scene.survives(answerWith(status, '', { location }), { kind: 'protocol', status }, 1);
          assert.ok(scene.server.requests.every(({ path }) => path !== '/elsewhere'));
        }),
      );

      if (service.file !== 'none') {
        it(
          `of files are not those that a ${status} points to`,
          watching(watched, async ({ app, server, exposure }) => {
            const elsewhere = await app.simulate(cloud);
            const location = `${elsewhere.origin}/?token=${mark}`;
            server.intercept(request =>
              isForFile(request) ? answerWith(status, '', { location }) : undefined,
            );
            let refused = false;
            await exposure.attempt(
              app.download(app.task('t1')).catch((error: unknown) => {
                refused = true;
                throw error;
              }),
            );
            assert.deepEqual([refused, elsewhere.requests, await app.files()], [true, [], []]);
          }),
        );
      }
    }

    for (const [what, address] of [
      ['of plain HTTP', 'http://example.com'],
      ['of plain HTTP that looks like loopback', 'http://127.0.0.1.example.com'],
      ['with a credential in it', `https://${mark}:${mark}@127.0.0.1`],
      ['with a path', 'https://127.0.0.1/proxy'],
      ['with a query', `https://127.0.0.1/?token=${mark}`],
      ['of a file', 'file:///etc/passwd'],
      ['that are none', 'nonsense'],
      ['that are empty', ''],
    ] as const) {
      it(
        `${what} are refused without a call, and a good one is used again`,
        watching(watched, async scene => {
          const { app, server, account, rows } = scene;
          const calls = await scene.calls(async () => {
            const endpoints = Object.fromEntries(Object.keys(server.endpoints).map(key => [key, address]));
            await app.add(server, { ...account, endpoints });
            await app.advance(hour);
            await app.refresh();
          });
          assert.deepEqual(calls, []);
          scene.assertFailed({ kind: 'protocol', reason: 'badEndpoint', service: service.id }, rows);
          await app.add(server, account);
          scene.assertGood(rows);
        }),
      );
    }

    if (service.file !== 'link') return;

    for (const origin of [
      'http://example.com',
      'http://127.0.0.1.example.com',
      'ftp://127.0.0.1',
      'file://',
    ]) {
      it(
        `of links are refused when they begin with ${origin}`,
        watching(watched, async ({ app, server, exposure }) => {
          server.intercept(() =>
            alterAnswer(({ status, headers, body }) => {
              const text = Buffer.from(body.toString().replaceAll(server.origin, origin));
              return { status, headers: { ...headers, 'content-length': String(text.length) }, body: text };
            }),
          );
          const expected = problemWith({ kind: 'protocol', reason: 'linkNotSecure', service: service.id });
          await assert.rejects(app.link(app.task('t1')), expected);
          await assert.rejects(app.download(app.task('t1')), expected);
          await exposure.attempt(app.link(app.task('t1')));
          assert.deepEqual(await app.files(), []);
        }),
      );
    }
  });
}

describe('addresses of clouds', () => {
  for (const cloud of clouds) {
    it(
      `are never those of another account: ${cloud.id}`,
      inApp(async app => {
        const [first, second] = [await app.simulate(cloud), await app.simulate(cloud)];
        await app.add(first);
        await app.add(second);
        await app.advance(hour);
        const keys = [first, second].map(server => Object.values(server.world.credentials[0] ?? {}));
        assert.deepEqual(keys[0], keys[1], 'the same key, so that only the address tells them apart');
        for (const server of [first, second]) {
          const hosts = new Set(server.requests.map(({ headers }) => headers['host']));
          assert.deepEqual([...hosts], [new URL(server.origin).host]);
          assertSilent(new Exposure(app), server);
        }
      }),
    );
  }
});
