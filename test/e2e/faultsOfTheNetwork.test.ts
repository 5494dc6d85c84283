import assert from 'node:assert/strict';
import { clouds } from '../../src/clouds';
import { dropConnection, stallAfter, truncateAfter, type Fault } from '../../src/simulator/faults';
import { startSimulator } from '../../src/simulator/server';
import { inApp } from '../harness/app';
import { problemWith } from '../harness/problems';
import { simulated, tries, watching } from '../harness/watched';
import { day, hour, inState, scripted, servicesOf } from '../harness/worlds';

const resets: readonly (readonly [what: string, fault: Fault])[] = [
  ['is reset before an answer', dropConnection],
  ['is reset before the first byte of a body', truncateAfter(0)],
  ['is reset in a body', truncateAfter(5)],
];

/** Something that a test waits for, and lets happen. */
function moment(): { readonly come: Promise<void>; readonly now: () => void } {
  let now = (): void => undefined;
  const come = new Promise<void>(resolve => void (now = resolve));
  return { come, now };
}

for (const watched of servicesOf(clouds)) {
  const { cloud, service } = watched;
  describe(`the network between us and ${service.id}`, () => {
    for (const [what, fault] of resets) {
      it(
        `mends by itself when it ${what} once`,
        watching(watched, scene => scene.healsAfter(fault)),
      );
      it(
        `costs no row when it ${what} again and again, and is tried until it is well`,
        watching(watched, scene => scene.survives(fault, { kind: 'network', service: service.id }, tries)),
      );
    }

    it(
      'is tried again at the very first reading',
      inApp(async app => {
        const server = await simulated(app, watched);
        let calls = 0;
        server.intercept(() => (calls++ % 2 === 0 ? dropConnection : undefined));
        const account = await app.add(server, { services: [service.id] });
        assert.deepEqual([app.places(account)[0]?.state, app.tasks().length], ['ok', 3]);
      }),
    );

    it(
      'leads to nobody for a while, and is used again when somebody listens',
      watching(watched, async scene => {
        const { app, server, ask, rows } = scene;
        await server.close();
        await scene.reading();
        const refused = { kind: 'network', code: 'ECONNREFUSED', service: service.id } as const;
        scene.assertFailed(refused, rows);
        if (ask) await assert.rejects(ask(), problemWith(refused));
        const port = Number(new URL(server.origin).port);
        const again = await startSimulator(await cloud.simulator(), server.world, { clock: app.clock, port });
        try {
          await app.advance(hour);
          scene.assertGood(rows);
          assert.ok(again.requests.length > 0);
        } finally {
          await again.close();
        }
      }),
    );

    it(
      'knows no address of a name for a while, and its rows stay',
      watching(watched, async scene => {
        const { app, server, account, rows } = scene;
        const nowhere = Object.keys(server.endpoints).map(key => [key, 'https://nothing.invalid'] as const);
        const calls = await scene.calls(async () => {
          await app.add(server, { ...account, endpoints: Object.fromEntries(nowhere) });
          scene.assertFailed({ kind: 'network' }, rows);
          assert.match(scene.place.problem?.code ?? '', /^(?:ENOTFOUND|EAI_AGAIN)$/);
        });
        assert.deepEqual(calls, []);
        await app.add(server, account);
        scene.assertGood(rows);
      }),
    );

    const stalls: readonly (readonly [
      what: string,
      fault: (until: Promise<void>) => Fault | Promise<undefined>,
    ])[] = [
      ['never answers', until => until.then(() => undefined)],
      ['stops in the middle of an answer', until => stallAfter(5, until)],
    ];
    for (const [what, fault] of stalls) {
      it(
        `is let go when the account is removed while the cloud ${what}`,
        watching(
          watched,
          async ({ app, server, account }) => {
            const [asked, over] = [moment(), moment()];
            server.intercept(() => {
              asked.now();
              return fault(over.come);
            });
            const from = server.requests.length;
            // Of its own, when the unfinished task is asked for.
            const going = app.advance(day);
            await asked.come;
            app.accounts.remove(account.id);
            await going;
            over.now();
            await app.advance(day);
            assert.deepEqual([app.tasks(), app.places(account)], [[], []]);
            assert.equal(server.requests.length, from + 1);
          },
          { world: app => ({ tasks: [scripted(service.id, 't1', app.now, inState('running'))] }) },
        ),
      );

      it(
        `is let go when the account is removed at its first reading, while the cloud ${what}`,
        inApp(async app => {
          const server = await simulated(app, watched);
          const [asked, over] = [moment(), moment()];
          server.intercept(() => {
            asked.now();
            return fault(over.come);
          });
          const adding = app.add(server, { services: [service.id], id: 'mine' });
          await asked.come;
          app.accounts.remove('mine');
          await adding;
          over.now();
          await app.advance(day);
          assert.deepEqual([app.tasks(), app.store.places(), server.requests.length], [[], [], 1]);
        }),
      );

      if (service.file === 'link') {
        it(
          `is let go when the user gives a link up while the cloud ${what}`,
          watching(watched, async scene => {
            const { app, server, rows } = scene;
            const [asked, over, user] = [moment(), moment(), new AbortController()];
            server.intercept(() => {
              asked.now();
              return fault(over.come);
            });
            const linking = app.actions.link(app.task('t1'), user.signal);
            await asked.come;
            const calls = await scene.calls(async () => {
              user.abort();
              await assert.rejects(app.run(linking));
            });
            assert.deepEqual(calls, [], 'it is not tried again');
            over.now();
            server.intercept(undefined);
            await scene.reading();
            scene.assertGood(rows);
          }),
        );
      }
    }
  });
}
