import assert from 'node:assert/strict';
import { clouds } from '../../src/clouds';
import { alterAnswer, answerWith, dropConnection } from '../../src/simulator/faults';
import { fromSecondCall, idsOf, manyOf, onSecondCall } from '../harness/lists';
import { finished, watching } from '../harness/watched';
import { minute, runningFor, scripted, second, servicesOf, zipFile } from '../harness/worlds';

const oddIds = ['a/b?c#d', '../x', '..', 'a;b=c&d', '100%', '%2e%2e', '空 格', "q'(1)*!~", '+', '__proto__'];

/** One id is a step up in a path, however it is written: nobody may ask for it. */
const stepUp = (id: string) => (error: unknown) => assert.equal(id, '..', String(error));

for (const watched of servicesOf(clouds)) {
  const { service } = watched;
  const pages = {
    world: (app: { now: number }) => ({ tasks: finished(service.id, manyOf(service), app.now) }),
  };

  describe(`a list of ${service.id} in several parts`, () => {
    for (const [what, fault] of [
      ['fails', answerWith(500)],
      ['is cut off', dropConnection],
      ['is none', answerWith(200, '<html>')],
    ] as const) {
      it(
        `keeps all rows as they were where one ${what}, and drops none until it was read whole`,
        watching(
          watched,
          async scene => {
            const { app, server } = scene;
            const before = idsOf(scene.rows);
            const { tasks } = server.world;
            const left = service.tracked ? tasks : tasks.slice(2);
            server.setWorld({ ...server.world, tasks: left });
            server.intercept(fromSecondCall(fault));
            await app.refresh();
            assert.equal(scene.place.state, 'failed');
            assert.deepEqual(idsOf(scene.rows), before);
            server.intercept(undefined);
            await app.refresh();
            assert.equal(scene.place.state, 'ok');
            assert.deepEqual(idsOf(scene.rows), idsOf(left));
          },
          pages,
        ),
      );
    }

    it(
      'asks only for the part again that failed, when nobody waits for it',
      watching(
        watched,
        async scene => {
          const { server, rows } = scene;
          const usual = (await scene.wholeReading()).length;
          server.intercept(onSecondCall(() => dropConnection));
          assert.equal((await scene.wholeReading()).length, usual + 1);
          scene.assertGood(rows);
        },
        pages,
      ),
    );

    it(
      'shows what is no UTF-8 as well as it can',
      watching(watched, async scene => {
        const { app, server } = scene;
        server.intercept(() =>
          alterAnswer(answer => ({
            ...answer,
            headers: {},
            body: Buffer.from(
              answer.body.toString('latin1').replaceAll('example.com', 'ex\xff\xc3mple'),
              'latin1',
            ),
          })),
        );
        await app.refresh();
        assert.equal(scene.place.state, 'ok');
        assert.deepEqual(idsOf(scene.rows), ['t1', 't2', 't3']);
        assert.ok(
          scene.rows.every(
            ({ name, status }) => name.includes('ex\ufffd\ufffdmple') && status === 'succeeded',
          ),
        );
        server.intercept(() => ({
          kind: 'answer',
          answer: {
            status: 400,
            body: Buffer.from('{"Message":"\xff\xfe","message":"\xff","error_msg":"\xc3"}', 'latin1'),
          },
        }));
        await app.refresh();
        assert.equal(scene.place.problem?.kind, 'protocol');
        assert.match(scene.place.problem.message, /\ufffd/);
      }),
    );

    // Ids are of a form of their own where a user gives them.
    if (service.tracked) return;

    it(
      'may have anything in its ids, and neither the list nor a link goes astray',
      watching(
        watched,
        async scene => {
          const { app, server } = scene;
          await app.advance(10 * minute);
          assert.deepEqual(idsOf(scene.rows), [...oddIds].sort());
          assert.ok(scene.rows.every(({ status }) => status === 'succeeded'));
          assert.equal(scene.place.state, 'ok');
          const calls = await scene.calls(async () => {
            if (service.file !== 'link') return;
            for (const task of scene.rows) await app.link(task).catch(stepUp(task.id));
          });
          assert.ok(calls.every(({ status }) => status === 200));
          assert.ok(server.requests.every(({ status }) => status !== 404));
        },
        {
          world: app => ({
            tasks: oddIds.map(id =>
              scripted(service.id, id, app.now, { ...runningFor(4 * second), file: zipFile() }),
            ),
          }),
        },
      ),
    );
  });
}
