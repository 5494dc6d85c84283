import assert from 'node:assert/strict';
import { clouds } from '../../src/clouds';
import { idsOf, listWith, manyOf, onSecondCall } from '../harness/lists';
import { finished, watching } from '../harness/watched';
import { minute, scripted, second, servicesOf } from '../harness/worlds';

for (const watched of servicesOf(clouds).filter(({ service }) => !service.tracked)) {
  const { service } = watched;
  const pages = {
    world: (app: { now: number }) => ({ tasks: finished(service.id, manyOf(service), app.now) }),
  };

  describe(`a list of ${service.id} in pages`, () => {
    const totals: readonly (readonly [what: string, total: (real: unknown) => unknown])[] = [
      ['is too high', () => 1_000_000],
      ['is too low', () => 1],
      ['is zero', () => 0],
      ['is below zero', () => -5],
      ['is no whole number', () => 230.5],
      ['is a number as text', String],
      ['is text', () => 'many'],
      ['is null', () => null],
      ['is missing', () => undefined],
      ['is a list', () => [230]],
    ];
    for (const [what, total] of totals) {
      it(
        `loses and doubles no row where the total ${what}`,
        watching(
          watched,
          async scene => {
            const { app, server, rows } = scene;
            const usual = (await scene.calls(() => app.refresh())).length;
            server.intercept(() => listWith((_, real) => ({ total: total(real) })));
            const calls = await scene.calls(() => app.refresh());
            scene.assertGood(rows);
            assert.ok(calls.length <= usual + 1, `${calls.length} calls`);
          },
          pages,
        ),
      );
    }

    it(
      'shows each task once where pages overlap',
      watching(
        watched,
        async scene => {
          const { app, server, rows } = scene;
          let last: unknown[] = [];
          server.intercept(() =>
            listWith(page => {
              const overlapping = [...last, ...page, ...page.slice(-2)];
              last = page.slice(-3);
              return { rows: overlapping };
            }),
          );
          await app.refresh();
          scene.assertGood(rows);
        },
        pages,
      ),
    );

    it(
      'misses no task when another comes while it is read',
      watching(
        watched,
        async scene => {
          const { app, server } = scene;
          const all = [scripted(service.id, 'new', app.now - second), ...server.world.tasks];
          server.intercept(
            onSecondCall(() => {
              server.setWorld({ ...server.world, tasks: all });
              return undefined;
            }),
          );
          const before = idsOf(scene.rows);
          await app.refresh();
          assert.equal(scene.place.state, 'ok');
          assert.deepEqual(
            idsOf(scene.rows).filter(id => id !== 'new'),
            before,
          );
          await app.refresh();
          assert.deepEqual(idsOf(scene.rows), idsOf(all));
        },
        pages,
      ),
    );

    it(
      'misses no task when others go while it is read',
      watching(
        watched,
        async scene => {
          const { app, server } = scene;
          const left = server.world.tasks.slice(3); // the newest, so that all others move up
          server.intercept(
            onSecondCall(() => {
              server.setWorld({ ...server.world, tasks: left });
              return undefined;
            }),
          );
          await app.refresh();
          const shown = new Set(idsOf(scene.rows));
          assert.deepEqual(
            idsOf(left).filter(id => !shown.has(id)),
            [],
          );
          await app.refresh();
          assert.deepEqual(idsOf(scene.rows), idsOf(left));
        },
        pages,
      ),
    );

    it(
      'ends where the service makes up rows for ever',
      watching(watched, async scene => {
        const { app, server, account, rows } = scene;
        let made = 0;
        let first: unknown;
        server.intercept(() => {
          return listWith(([row]) => {
            first ??= row;
            const another: unknown = JSON.parse(JSON.stringify(first).replaceAll('"t1"', `"made-${++made}"`));
            return { rows: [another], total: 1e9 };
          });
        });
        app.listInterval = Infinity; // so that it is read only once
        app.accounts.set(account, server.world.credentials[0]);
        await app.advance(30 * minute);
        assert.deepEqual([made, scene.place.state], [2000, 'ok']);
        server.intercept(undefined);
        await app.refresh();
        scene.assertGood(rows);
      }),
    ).timeout(20_000);

    it(
      'shows a record that is none as a row of its own, and loses none for it',
      watching(watched, async scene => {
        const { app, server, rows } = scene;
        const odd = [null, 'text', 7, [], {}, true];
        server.intercept(() =>
          listWith(page => ({ rows: odd.flatMap((one, at) => [one, ...page.slice(at, at + 1)]) })),
        );
        await app.refresh();
        assert.equal(scene.place.state, 'ok');
        assert.deepEqual(
          scene.rows.filter(({ id }) => id !== ''),
          rows,
        );
        assert.ok(scene.rows.filter(({ id }) => id === '').every(({ status }) => status === 'unknown'));
        assert.equal(scene.rows.length, rows.length + odd.length);
        server.intercept(undefined);
        await app.refresh();
        scene.assertGood(rows);
      }),
    );
  });
}
