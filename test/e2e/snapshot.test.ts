import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clouds } from '../../src/clouds';
import { alibaba } from '../../src/clouds/alibaba';
import type { Cloud, ServiceInfo } from '../../src/core/cloud';
import { answerWith } from '../../src/simulator/faults';
import type { PretendCloud } from '../harness/app';
import { bearers, inHeaders, mark, planted } from '../harness/exposure';
import { countsOf } from '../harness/requests';
import { inEditor, type Editor, type WindowApp } from '../harness/windows';
import {
  hour,
  minute,
  runningFor,
  scripted,
  scriptedMany,
  second,
  servicesOf,
  zipFile,
} from '../harness/worlds';

const listed = servicesOf(clouds).filter(({ service }) => !service.tracked);

/** So many that a list has several pages. */
const many = 350;

const rowsOf = ({ store }: WindowApp) => [...store.tasks()].sort((a, b) => a.key.localeCompare(b.key));
const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);
const snapshotOf = async (editor: Editor) => (await readdir(join(editor.folder, 'tasks'))).sort();

/**
 * A window that has read the list of a service and was closed. Its pretend cloud goes on; `whole` is what a whole
 * reading costs.
 */
async function closed(editor: Editor, cloud: Cloud, { id: service }: ServiceInfo) {
  const window = await editor.open();
  const server = await window.simulate(cloud, { tasks: scriptedMany(service, many, window.now - hour) });
  const account = await window.add(server, { services: [service] });
  assert.equal(window.tasks(account).length, many);
  const from = server.requests.length;
  await window.refresh();
  const whole = sum(countsOf(server, from));
  const rows = rowsOf(window);
  await window.leave();
  return { server, account, rows, whole };
}

/** Opens a window whose calls wait, looks at what it shows, and lets them go on. */
async function reopened(editor: Editor, server: PretendCloud, look: (window: WindowApp) => void) {
  const from = server.requests.length;
  let goOn = () => {};
  const looked = new Promise<void>(resolve => (goOn = resolve));
  server.intercept(() => looked.then(() => undefined));
  const opening = editor.open(window => {
    look(window);
    assert.equal(server.requests.length, from);
    goOn();
  });
  const window = await opening;
  server.intercept(undefined);
  return { window, calls: () => sum(countsOf(server, from)) };
}

describe('after a restart', () => {
  for (const { cloud, service } of listed) {
    const addFresh = (server: PretendCloud, now: number) =>
      server.setWorld({
        ...server.world,
        tasks: [...server.world.tasks, scripted(service.id, 'fresh', now)],
      });

    it(
      `rows of ${service.id} are there before any call, and only what is new is read`,
      inEditor(async editor => {
        const { server, rows, whole } = await closed(editor, cloud, service);
        editor.clock.moveTo(editor.clock.now() + minute);
        addFresh(server, editor.clock.now());
        const { window, calls } = await reopened(editor, server, shown => {
          assert.deepEqual(rowsOf(shown), rows);
          assert.ok(shown.store.places().every(({ state, refreshedAt }) => state === 'ok' && refreshedAt));
        });
        await window.advance(second);
        assert.equal(rowsOf(window).length, many + 1);
        assert.ok(calls() > 0 && calls() < whole, `${calls()} calls, ${whole} for the whole`);
      }),
    );

    for (const [what, shift] of Object.entries({
      'after 10 hours': 10 * hour,
      'with the clock set back by half an hour': -hour / 2,
    })) {
      it(
        `rows of ${service.id} are there before any call ${what}, and the list is read once`,
        inEditor(async editor => {
          const { server, rows, whole } = await closed(editor, cloud, service);
          editor.clock.jump(shift);
          const { window, calls } = await reopened(editor, server, shown =>
            assert.deepEqual(rowsOf(shown), rows),
          );
          await window.advance(10 * second);
          assert.deepEqual(rowsOf(window), rows);
          // A list that was read whole so long ago, or at no known time, is read whole.
          assert.ok(calls() <= whole, `${calls()} calls, ${whole} for the whole`);
          assert.ok(window.store.places().every(({ state, wholeAt }) => state === 'ok' && wholeAt));
          const later = calls();
          await window.advance(4 * minute);
          assert.equal(calls(), later, 'and then nothing until it is due again');
        }),
      );
    }
  }

  it(
    'a task that ran is followed on, and one that the cloud has deleted goes within the hour',
    inEditor(async editor => {
      const first = await editor.open();
      const runs = scripted('cdn', 'runs', first.now, runningFor(5 * minute));
      const server = await first.simulate(alibaba, { tasks: [runs, scripted('cdn', 'gone', first.now)] });
      await first.add(server, { services: ['cdn'] });
      await first.leave();
      server.setWorld({ ...server.world, tasks: [runs] });
      const window = await editor.open();
      assert.deepEqual(
        window.tasks().map(({ id, status }) => `${id} ${status}`),
        ['runs running', 'gone succeeded'],
      );
      await window.advance(10 * minute);
      assert.equal(window.task('runs').status, 'succeeded');
      await window.advance(hour);
      assert.deepEqual(
        window.tasks().map(({ id }) => id),
        ['runs'],
      );
    }),
  ).timeout(40_000);

  it(
    'what was wrong is told as it was, with the rows that were there before',
    inEditor(async editor => {
      const first = await editor.open();
      const server = await first.simulate(alibaba, { tasks: scriptedMany('cdn', 3, first.now) });
      await first.add(server, { services: ['cdn'] });
      server.intercept(() => answerWith(500, {}));
      await first.refresh();
      const places = first.store.places();
      assert.equal(places[0]?.state, 'failed');
      await first.leave();
      await editor.open(shown => {
        assert.deepEqual(shown.store.places(), places);
        assert.equal(rowsOf(shown).length, 3);
      });
    }),
  );

  for (const [what, spoil] of Object.entries({
    damaged: (text: string) => text.replace('"kind":"task"', '"kind":"tas'),
    'of a newer version': (text: string) => text.replace('{"cloudTasks":1}', '{"cloudTasks":99}'),
    'cut off in its first line': () => '{"clou',
    empty: () => '',
  })) {
    it(
      `a snapshot that is ${what} is set aside, and all is read anew`,
      inEditor(async editor => {
        const [{ cloud, service }] = listed as [(typeof listed)[number]];
        const { server, rows } = await closed(editor, cloud, service);
        const [name = ''] = await snapshotOf(editor);
        const path = join(editor.folder, 'tasks', name);
        const spoilt = spoil(await readFile(path, 'utf8'));
        await writeFile(path, spoilt);
        const { window } = await reopened(editor, server, shown => assert.deepEqual(rowsOf(shown), []));
        await window.advance(5 * second);
        assert.deepEqual(rowsOf(window), rows);
        const aside = (await snapshotOf(editor)).filter(file => file.endsWith('.aside'));
        assert.equal(aside.length, 1);
        assert.equal(await readFile(join(editor.folder, 'tasks', aside[0] ?? ''), 'utf8'), spoilt);
        assert.equal(window.log.lines.filter(line => line.includes('snapshot')).length, 1);
        await window.leave();
        await editor.open(shown => assert.deepEqual(rowsOf(shown), rows));
      }),
    );
  }

  it(
    'a line that a crash has cut off is all that is lost',
    inEditor(async editor => {
      const [{ cloud, service }] = listed as [(typeof listed)[number]];
      const { rows } = await closed(editor, cloud, service);
      const [name = ''] = await snapshotOf(editor);
      const path = join(editor.folder, 'tasks', name);
      await writeFile(path, `${await readFile(path, 'utf8')}{"kind":"task","ta`);
      await editor.open(shown => assert.deepEqual(rowsOf(shown), rows));
    }),
  );

  it(
    'all works where nothing can be kept',
    inEditor(async editor => {
      await mkdir(join(editor.folder, 'tasks', 'tasks-1.ndjson'), { recursive: true });
      const window = await editor.open();
      const server = await window.simulate(alibaba, { tasks: scriptedMany('cdn', 3, window.now) });
      const account = await window.add(server, { services: ['cdn'] });
      await window.advance(5 * minute);
      assert.equal(window.tasks(account).length, 3);
    }),
  );
});

describe('what is on disk', () => {
  for (const cloud of clouds) {
    for (const form of cloud.credentials) {
      it(
        `has no secret and no link of ${cloud.id} with ${form.fields.map(({ name }) => name).join(', ')}`,
        inEditor(async editor => {
          const credential = inHeaders(planted(form));
          const window = await editor.open();
          const secrets = form.fields.filter(field => field.secret).map(({ name }) => credential[name] ?? '');
          const server = await window.simulate(cloud, {
            credentials: [credential],
            tasks: cloud.services.flatMap(({ id }) => [
              scripted(id, `${id}-done`, window.now, { file: zipFile() }),
              scripted(id, `${id}-slow`, window.now, {
                ...runningFor(2 * minute),
                file: zipFile('slow.zip'),
              }),
            ]),
          });
          const account = await window.add(server);
          await window.advance(3 * minute);
          for (const task of window.tasks()) {
            await window.link(task).catch(() => undefined);
            await window.download(task).catch(() => undefined);
          }
          const search = async () => {
            await window.advance(2 * second);
            const words = [
              mark,
              ...[...bearers(server)].flatMap(text => [text.slice(0, 40), text.slice(-24)]),
            ];
            const files = await editor.files();
            assert.ok([...files.keys()].some(name => name.endsWith('.ndjson')));
            for (const [name, text] of files)
              for (const word of words) assert.ok(!text.includes(word), `“${word}” stands in ${name}`);
          };
          await search();
          for (const said of [secrets.join(' ; '), secrets.map(encodeURIComponent).join(' ; ')]) {
            server.intercept(({ path, query, headers }) => {
              const words = `${said} ${path}?${query} ${JSON.stringify(headers)}`;
              return answerWith(500, { Code: words, Message: words, RequestId: words, error_msg: words });
            });
            await window.refresh(account);
            assert.ok(window.places(account).some(({ problem }) => problem));
            await search();
          }
        }),
      ).timeout(40_000);
    }
  }
});
