import assert from 'node:assert/strict';
import { clouds } from '../../src/clouds';
import type { Account } from '../../src/core/account';
import type { Cloud, CredentialForm } from '../../src/core/cloud';
import { alterAnswer, type Fault } from '../../src/simulator/faults';
import type { SeenRequest } from '../../src/simulator/server';
import { inApp, type App } from '../harness/app';
import { assertSilent, Exposure, inHeaders, planted } from '../harness/exposure';
import { finished, Scene, simulated, watching } from '../harness/watched';
import { day, hour, minute, servicesOf } from '../harness/worlds';

/** All three vendors refuse a signature that is much older than 15 minutes; one takes it for 30. */
const shifts: readonly (readonly [which: string, shift: number])[] = [
  ['20 minutes ahead', 20 * minute],
  ['20 minutes behind', -20 * minute],
  ['an hour ahead', hour],
  ['an hour behind', -hour],
];

const refused = (requests: readonly SeenRequest[]): number =>
  requests.filter(({ status = 0 }) => status >= 400).length;

/** A key signs the time; a password and a token do not. */
const isSigned = ({ kind }: CredentialForm): boolean => kind === 'accessKey';

/** The one vendor whose gateway has no word for it: to it such a signature is just wrong. */
const saysTime = ({ id }: Cloud): boolean => id !== 'huawei';

/** Everything is answered with this `Date`. */
const dated = (date: string): Fault =>
  alterAnswer(answer => ({ ...answer, headers: { ...answer.headers, date } }));

for (const cloud of clouds) {
  for (const form of cloud.credentials) {
    for (const [which, shift] of shifts) {
      const fields = form.fields.map(({ name }) => name).join(', ');
      const most = isSigned(form) ? 1 : 0;
      const least = Math.abs(shift) < 30 * minute ? 0 : most;

      /** All places work, and no more calls were refused than one needs to learn the time. */
      const assertLearnt = (app: App, account: Account, requests: readonly SeenRequest[]) => {
        const count = refused(requests);
        assert.ok(least <= count && count <= most, `${count} refused calls`);
        assert.ok(app.places(account).every(({ state }) => state === 'ok'));
      };

      /** An account of all services, of a cloud whose clock is wrong, or ours is. */
      const open = async (app: App, off: () => number) => {
        const credential = inHeaders(planted(form));
        const tasks = cloud.services.flatMap(({ id }) => finished(id, 3, app.now - day));
        const clock = { now: () => app.now + off() };
        const server = await app.simulate(cloud, { credentials: [credential], tasks }, clock);
        return { server, account: await app.add(server) };
      };

      describe(`the clock of ${cloud.id} that is ${which}, with ${fields}`, () => {
        it(
          'costs one refused call in all, and every later one goes by it',
          inApp(async app => {
            const { server, account } = await open(app, () => shift);
            assertLearnt(app, account, server.requests);
            assert.equal(app.tasks(account).length, 3 * cloud.services.length);
            await app.advance(3 * hour);
            await app.refresh();
            for (const task of app.tasks()) await app.link(task).catch(() => undefined);
            assertLearnt(app, account, server.requests);
            assertSilent(new Exposure(app), server);
          }),
        );

        it(
          'is found out by a refresh too, for which each call is made once',
          inApp(async app => {
            let off = 0;
            const { server, account } = await open(app, () => off);
            const before = app.tasks();
            off = shift;
            const from = server.requests.length;
            await app.refresh();
            assertLearnt(app, account, server.requests.slice(from));
            assert.deepEqual(app.tasks(), before);
          }),
        );

        if (least === 0) return;

        for (const [what, date, off] of [
          ['there is no Date to see it by', () => '', undefined],
          ['the Date is none', () => 'yesterday', undefined],
          ['the Date is that of our own clock', app => new Date(app.now).toUTCString(), 0],
          ['the Date is further off', app => new Date(app.now + 3 * shift).toUTCString(), -3 * shift],
        ] as readonly (readonly [string, (app: App) => string, number | undefined])[]) {
          it(
            `is said to be the reason where ${what}, and mends when there is a right one`,
            inApp(async app => {
              let wrong = 0;
              const { server, account } = await open(app, () => wrong);
              const before = app.tasks();
              wrong = shift;
              server.intercept(() => dated(date(app)));
              const from = server.requests.length;
              await app.refresh();
              const [place] = app.places(account);
              const { kind, reason, clockSkew } = place?.problem ?? {};
              // A `Date` that is further off is believed once.
              assert.ok(refused(server.requests.slice(from)) <= 2 * cloud.services.length);
              assert.equal(place?.state, 'failed');
              if (saysTime(cloud)) {
                assert.deepEqual([kind, reason], ['protocol', 'clock']);
                if (off === undefined) assert.equal(clockSkew, undefined);
                else assert.ok(Math.abs((clockSkew ?? NaN) - off) <= 1000, `${clockSkew} ms`);
              } else {
                assert.equal(kind, 'auth');
              }
              assert.deepEqual(app.tasks(), before);
              server.intercept(undefined);
              await app.refresh();
              assert.ok(app.places(account).every(({ state }) => state === 'ok'));
              assertSilent(new Exposure(app), server);
            }),
          );
        }
      });
    }
  }
}

for (const watched of servicesOf(clouds)) {
  const { service } = watched;
  describe(`${service.id}, when the clock of this computer is set`, () => {
    for (const [what, shift] of [
      ['a day ahead', day],
      ['a day back', -day],
      ['twenty minutes ahead', 20 * minute],
      ['twenty minutes back', -20 * minute],
      ['a minute back', -minute],
    ] as const) {
      it(
        `${what}, is read on as before, with no more than a few calls`,
        inApp(async app => {
          let set = 0;
          const clock = () => ({ now: () => app.now - set });
          const server = await simulated(app, watched, { clock });
          const account = await app.add(server, { services: [service.id] });
          const scene = new Scene(app, watched, server, account);
          const { rows } = scene;
          const usual = (await scene.calls(() => app.advance(hour))).length;
          set = shift;
          app.clock.jump(shift);
          const calls = await scene.calls(() => app.advance(hour));
          scene.assertGood(rows);
          // One more reading for what was missed, one refusal, and perhaps a new token.
          const extra = rows.length + 3;
          assert.ok(calls.length <= usual + extra, `${calls.length} calls, not ${usual}`);
          assert.ok(refused(calls) <= 1);
          const later = await scene.calls(() => app.advance(hour));
          assert.ok(later.length <= usual + extra, `${later.length} calls, not ${usual}`);
          assert.equal(refused(later), 0);
          assert.ok(calls.length + later.length > 0);
          assert.ok(scene.place.refreshedAt && app.now - scene.place.refreshedAt.getTime() < 2 * hour);
          assertSilent(scene.exposure, server);
        }),
      );
    }

    it(
      'a day ahead and back again while a task runs, is followed to its end',
      watching(
        watched,
        async ({ app }) => {
          app.clock.jump(day);
          await app.advance(minute);
          app.clock.jump(-day);
          await app.advance(hour);
          assert.equal(app.task('t1').status, 'succeeded');
        },
        {
          world: app => ({
            tasks: finished(service.id, 1, app.now).map(task => ({
              ...task,
              steps: [
                { after: 0, state: 'running' },
                { after: hour + 10 * minute, state: 'succeeded' },
              ],
            })),
          }),
        },
      ),
    );
  });
}
