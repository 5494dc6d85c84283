import assert from 'node:assert/strict';
import { clouds } from '../../src/clouds';
import { alibaba } from '../../src/clouds/alibaba';
import { huawei } from '../../src/clouds/huawei';
import { answerWith } from '../../src/simulator/faults';
import type { PretendCloud } from '../harness/app';
import { countsOf } from '../harness/requests';
import { inEditor, type Editor, type WindowApp } from '../harness/windows';
import { hour, inState, minute, runningFor, scripted, scriptedMany, second } from '../harness/worlds';

const rowsOf = (window: WindowApp) => [...window.store.tasks()].sort((a, b) => a.key.localeCompare(b.key));
const idsOf = (window: WindowApp) => rowsOf(window).map(({ id }) => id);

/** All windows show the rows of the first, and say the same of every place. */
function assertSame([first, ...others]: readonly WindowApp[]): void {
  assert.ok(first);
  for (const other of others) {
    assert.deepEqual(rowsOf(other), rowsOf(first));
    assert.deepEqual(other.store.places(), first.store.places());
  }
}

/** Windows, the first of which has an account of this cloud and calls for all of them. */
async function opened(editor: Editor, count: number, cloud = alibaba) {
  const windows = await editor.openMany(count);
  const [first] = windows as readonly [WindowApp];
  const server = await first.simulate(cloud, {
    tasks: cloud.services
      .filter(({ tracked }) => !tracked)
      .flatMap(({ id }) => [
        ...scriptedMany(id, 5, first.now - hour),
        scripted(id, `${id}-runs`, first.now, runningFor(20 * minute)),
      ]),
  });
  const account = await first.add(server, { id: 'a' });
  await first.advance(5 * second);
  assert.deepEqual(editor.holders(), [0]);
  return { windows: windows as readonly [WindowApp, ...WindowApp[]], first, server, account };
}

/** What is asked while something is done. */
async function during(server: PretendCloud, work: () => Promise<unknown>): Promise<number> {
  const from = server.requests.length;
  await work();
  return server.requests.length - from;
}

describe('several windows', () => {
  for (const cloud of clouds) {
    it(`cost ${cloud.id} in an hour what one does, and show the same`, async () => {
      const costs: Record<string, number>[] = [];
      for (const count of [1, 5]) {
        await inEditor(async editor => {
          const { windows, server } = await opened(editor, count, cloud);
          const from = server.requests.length;
          await windows[0].advance(hour);
          costs.push(countsOf(server, from));
          assert.deepEqual(editor.holders(), [0]);
          assert.ok(rowsOf(windows[0]).length > 0 || cloud.services.every(({ tracked }) => tracked));
          assertSame(windows);
          assert.ok([...windows].every(({ log }) => !log.lines.some(line => line.startsWith('warn'))));
        })();
      }
      assert.ok(Object.keys(costs[0] ?? {}).length > 0);
      assert.deepEqual(costs[1], costs[0]);
    }).timeout(120_000);
  }

  it(
    'show what is new within seconds, wherever it was read',
    inEditor(async editor => {
      const { windows, first, server } = await opened(editor, 3);
      const fresh = scripted('cdn', 'fresh', first.now, inState('running'));
      server.setWorld({ ...server.world, tasks: [...server.world.tasks, fresh] });
      await first.refresh();
      await first.advance(4 * second);
      assertSame(windows);
      assert.ok(windows.every(window => idsOf(window).includes('fresh')));
    }),
  );

  describe('one of which calls', () => {
    it(
      'go on with another, with all there is, when it is closed',
      inEditor(async editor => {
        const { windows, first, server } = await opened(editor, 3);
        const [, ...others] = windows;
        await first.advance(5 * minute);
        const rows = rowsOf(first);
        await first.leave();
        const from = server.requests.length;
        await others[0]?.advance(15 * second);
        const [holder, ...more] = editor.holders();
        assert.ok(holder && more.length === 0);
        assert.deepEqual(rows, rowsOf(others[0] ?? assert.fail()));
        assertSame(others);
        await others[0]?.advance(10 * minute);
        assert.ok(server.requests.length > from);
        assertSame(others);
      }),
    ).timeout(40_000);

    it(
      'go on with another within 15 seconds when it is killed',
      inEditor(async editor => {
        const { windows, first, server } = await opened(editor, 3);
        const [, ...others] = windows;
        await first.advance(minute);
        await first.kill();
        const fresh = scripted('cdn', 'fresh', first.now);
        server.setWorld({ ...server.world, tasks: [...server.world.tasks, fresh] });
        const from = server.requests.length;
        await others[0]?.advance(15 * second);
        assert.equal(editor.holders().filter(holder => holder > 0).length, 1);
        assert.ok(server.requests.length > from, 'it reads');
        await others[0]?.advance(4 * second);
        assert.ok(others.every(window => idsOf(window).includes('fresh')));
        assertSame(others);
      }),
    ).timeout(40_000);

    it(
      'give way to the one in which the user refreshes, which is complete then',
      inEditor(async editor => {
        const { windows, first, server } = await opened(editor, 2);
        const [, other] = windows as readonly [WindowApp, WindowApp];
        const old = server.world.tasks.filter(({ id }) => id !== 't1');
        server.setWorld({ ...server.world, tasks: [...old, scripted('cdn', 'fresh', first.now)] });
        const start = other.now;
        await other.refresh();
        assert.ok(other.now - start <= 2 * second, 'nobody is waited for');
        assert.ok(idsOf(other).includes('fresh'));
        assert.ok(!idsOf(other).includes('t1'), 'it was read whole');
        assert.ok(other.store.places().every(({ state }) => state === 'ok'));
        await other.advance(5 * second);
        assert.deepEqual(editor.holders(), [1]);
        assertSame(windows);
        const asked = first.log.lines.length;
        assert.ok((await during(server, () => other.advance(10 * minute))) > 0);
        assert.deepEqual(first.log.lines.slice(asked), [], 'it asks for nothing any more');
      }),
    ).timeout(40_000);

    it(
      'are refreshed for about what a refresh costs where it is taken over',
      inEditor(async editor => {
        const { windows, first, server } = await opened(editor, 2);
        const [, other] = windows as readonly [WindowApp, WindowApp];
        const usual = await during(server, () => first.refresh());
        const taken = await during(server, () => other.refresh());
        assert.ok(taken <= 2 * usual, `${taken} calls instead of ${usual}`);
      }),
    );
  });

  describe('with accounts', () => {
    it(
      'all show one that is added in any, and no longer one that is removed in any',
      inEditor(async editor => {
        const { windows, first, server, account } = await opened(editor, 3);
        const [, other, third] = windows as readonly [WindowApp, WindowApp, WindowApp];
        const added = await other.add(server, { id: 'b' });
        assert.ok(other.tasks(added).length > 0);
        await first.advance(6 * second);
        for (const window of windows) assert.equal(window.tasks(added).length, other.tasks(added).length);
        assertSame(windows);
        assert.deepEqual(editor.holders(), [1]);

        await third.remove(account);
        await first.advance(6 * second);
        assert.deepEqual(editor.holders(), [2]);
        assertSame(windows);
        assert.ok(windows.every(window => window.tasks(account).length === 0));
        for (const [name, text] of await editor.files()) assert.ok(!text.includes('"a"'), name);
      }),
    );

    it(
      'take in two that are added in two windows at once',
      inEditor(async editor => {
        const { windows, first, server } = await opened(editor, 3);
        const [, other, third] = windows as readonly [WindowApp, WindowApp, WindowApp];
        await Promise.all([other.add(server, { id: 'b' }), third.add(server, { id: 'c' })]);
        await first.advance(10 * second);
        assert.equal(editor.holders().length, 1);
        assertSame(windows);
        for (const id of ['a', 'b', 'c']) {
          assert.equal(first.tasks({ id }).length, first.tasks({ id: 'a' }).length);
          assert.ok(first.places({ id }).every(({ state }) => state === 'ok'));
        }
      }),
    );
  });

  describe('of which a credential was refused', () => {
    const refused = async (editor: Editor, count: number) => {
      const scene = await opened(editor, count, huawei);
      scene.server.intercept(() => answerWith(401, { error_code: 'APIGW.0301', error_msg: 'Incorrect IAM' }));
      await scene.first.refresh();
      await scene.first.advance(5 * second);
      return scene;
    };

    it(
      'do not try it again in the one that takes over',
      inEditor(async editor => {
        const { windows, first, server } = await refused(editor, 3);
        const [, other] = windows as readonly [WindowApp, WindowApp, WindowApp];
        assertSame(windows);
        const calls = await during(server, async () => {
          await other.advance(minute);
          await first.kill();
          await other.advance(hour / 2);
        });
        assert.equal(calls, 0);
        assert.equal(editor.holders().filter(holder => holder > 0).length, 1);
        assert.ok(other.store.places().every(({ problem }) => problem?.kind === 'auth'));
        assert.ok(other.store.places().every(({ state }) => state === 'failed' || state === 'off'));
        assert.equal(await during(server, () => other.refresh()), 1, 'but when the user asks for it');
      }),
    ).timeout(40_000);

    it(
      'try it once when a window is opened anew',
      inEditor(async editor => {
        const { windows, server } = await refused(editor, 2);
        for (const window of windows) await window.leave();
        const calls = await during(server, async () => {
          const anew = await editor.open();
          await anew.advance(hour / 2);
          assert.ok(anew.store.places().every(({ problem }) => problem?.kind === 'auth'));
        });
        assert.equal(calls, 1);
      }),
    ).timeout(40_000);

    it(
      'do not try it again when one is opened beside them',
      inEditor(async editor => {
        const { first, server } = await refused(editor, 2);
        const calls = await during(server, async () => {
          await editor.open();
          await first.advance(10 * minute);
        });
        assert.equal(calls, 0);
      }),
    ).timeout(40_000);
  });
});
