import assert from 'node:assert/strict';
import { clouds } from '../../src/clouds';
import { inApp } from '../harness/app';
import { callOf, countsOf } from '../harness/requests';
import { hour, minute, runningFor, scripted, scriptedMany, second, servicesOf } from '../harness/worlds';

/** The most calls that the refresh of a list may cost of which little has changed. */
const budgets: Readonly<Record<string, number>> = { cloudFirewall: 3, cdn: 2, bls: 2 };

const listed = servicesOf(clouds).filter(({ service }) => !service.tracked);
const known = 10_000;

describe('calls', () => {
  for (const { cloud, service } of listed) {
    it(
      `for a refresh of ${service.id} are few when ${known} tasks are known, and 10 of them run`,
      inApp(async app => {
        const old = scriptedMany(service.id, known, app.now - hour);
        const running = Array.from({ length: 10 }, (_, index) =>
          scripted(service.id, `run${index}`, app.now - minute + index * second, runningFor(48 * hour)),
        );
        const server = await app.simulate(cloud, { tasks: [...old, ...running] });
        const account = await app.add(server, { services: [service.id] });
        assert.equal(app.tasks(account).length, known + running.length);
        // Between two looks at what runs, the list is due once.
        const before = server.requests.length;
        await app.advance(5 * minute);
        const [list = ''] = Object.keys(countsOf(server));
        const due = server.requests.findLastIndex(request => callOf(request) === list);
        const { at = 0 } = server.requests[due] ?? {};
        const together = server.requests.slice(before).filter(request => request.at >= at - second);
        assert.ok(together.length > 0);
        const budget = budgets[service.id];
        assert.ok(budget !== undefined, `${service.id} has a budget`);
        assert.ok(together.length <= budget, `${together.length} calls: ${together.map(callOf).join(', ')}`);
        assert.equal(app.tasks(account).length, known + running.length, 'and nothing is lost');
      }),
    ).timeout(60_000);

    it(
      `for ${service.id} find what is new with the next refresh, wherever it stands in the list`,
      inApp(async app => {
        for (const position of ['first', 'last'] as const) {
          const old = scriptedMany(service.id, 260, app.now - hour);
          const fresh = scripted(service.id, `new-${position}`, app.now);
          const server = await app.simulate(cloud, { tasks: old });
          const account = await app.add(server, { services: [service.id] });
          server.setWorld({
            ...server.world,
            tasks: position === 'first' ? [fresh, ...old] : [...old, fresh],
          });
          await app.advance(5 * minute + second);
          assert.equal(app.tasks(account).filter(({ id }) => id === fresh.id).length, 1);
          assert.equal(app.tasks(account).length, 261);
          await app.remove(account);
        }
      }),
    );

    it(
      `for ${service.id} forget within the hour what the cloud has deleted`,
      inApp(async app => {
        const old = scriptedMany(service.id, 3, app.now - hour);
        const server = await app.simulate(cloud, { tasks: old });
        const account = await app.add(server, { services: [service.id] });
        server.setWorld({ ...server.world, tasks: old.slice(1) });
        await app.advance(65 * minute);
        assert.deepEqual(
          app
            .tasks(account)
            .map(({ id }) => id)
            .sort(),
          ['t2', 't3'],
        );
      }),
    );
  }

  it(
    'are three times fewer while nobody looks, and come at once when somebody does',
    inApp(async app => {
      const [first] = listed;
      assert.ok(first);
      const server = await app.simulate(first.cloud, { tasks: scriptedMany(first.service.id, 3, app.now) });
      await app.add(server, { services: [first.service.id] });
      app.attention = 'away';
      app.wake();
      const before = server.requests.length;
      await app.advance(hour);
      assert.equal(server.requests.length - before, 4);
      await app.advance(10 * minute);
      app.attention = 'watching';
      app.wake();
      const quiet = server.requests.length;
      await app.advance(2 * second);
      assert.equal(server.requests.length - quiet, 1);
    }),
  );
});
