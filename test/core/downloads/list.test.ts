import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DownloadListParts, Readiness } from '../../../src/core/downloads/list';
import type { DownloadRecord } from '../../../src/core/downloads/record';
import { testFolder } from '../../fakes/folder';
import { PacedServer } from '../../fakes/pacedServer';
import type { StoredFile } from '../../fakes/storedFile';
import { contentOf, ListWindow, pace, recordTexts, textsBelow, until } from '../../harness/downloadLists';

const MiB = 1024 * 1024;
const size = 3 * MiB + 5;
const content = contentOf(size, 'one');
const stored: StoredFile = { content, etag: '"one"' };
const half = 1.5 * MiB;

describe('DownloadList', () => {
  let server: PacedServer;
  let opened: ListWindow[] = [];
  // Before the folder goes.
  afterEach(async () => {
    for (const { list } of opened) await list.close();
  });
  const folder = testFolder();
  beforeEach(async () => {
    server = new PacedServer();
    for (const name of ['a', 'b', 'c', 'd', 'e']) server.put(name, stored);
    opened = [];
    await mkdir(folder.at('files'));
  });

  const records = () => folder.at('records');
  const files = () => readdir(folder.at('files')).then(names => names.sort());
  const texts = async () => [...(await recordTexts(records())).keys()].sort();

  function make(more: Partial<DownloadListParts> = {}, settings: Partial<ListWindow> = {}): ListWindow {
    const window = Object.assign(new ListWindow(records(), server, folder.at('files'), more), settings);
    opened.push(window);
    return window;
  }
  const open = (more: Partial<DownloadListParts> = {}, settings: Partial<ListWindow> = {}) =>
    make(more, settings).start();

  /** A download that has come half way, and hangs. */
  async function halfway(window: ListWindow, file = 'a'): Promise<string> {
    server.holdAt(file, half);
    const id = await window.add(file);
    await window.received(id, half);
    return id;
  }

  const isWhole = async (name: string) =>
    assert.ok((await readFile(folder.at(`files/${name}`))).equals(content));

  describe('fetches files', () => {
    it('and keeps them on the list, newest first', async () => {
      const window = await open();
      for (const name of ['a', 'b']) {
        const id = await window.add(name);
        assert.equal((await window.list.settled(id))?.stage.kind, 'finished');
        await window.clock.advance(1_000);
      }
      assert.deepEqual(window.shown, ['finished b', 'finished a']);
      assert.deepEqual(await files(), ['a', 'b']);
      await isWhole('a');
    });

    it('tells of each once, with where it is', async () => {
      const window = await open();
      const id = await window.add('a');
      await window.finishes(1);
      await window.round(3);
      assert.deepEqual(
        window.finished.map(({ id, name, received, total, remains, stage }) => ({
          id,
          name,
          received,
          total,
          remains,
          stage,
        })),
        [
          {
            ...{ id, name: 'a', received: size, total: size, remains: undefined },
            stage: { kind: 'finished', path: folder.at('files/a'), size, at: window.finished[0]?.addedAt },
          },
        ],
      );
    });

    it('as many at once as the setting says, the others in their order', async () => {
      for (const name of ['a', 'b', 'c', 'd']) server.holdAt(name, half);
      const window = await open({}, { parallel: 2 });
      const ids: string[] = [];
      for (const name of ['a', 'b', 'c', 'd']) {
        ids.push(await window.add(name));
        await window.clock.advance(1);
      }
      await until(() => server.asked.length === 2);
      assert.deepEqual(window.shown, ['running a', 'running b', 'waiting c', 'waiting d']);
      server.release('b');
      await window.reaches(ids[2] ?? '', 'running');
      assert.deepEqual(window.shown, ['running a', 'running c', 'waiting d', 'finished b']);
    });

    it('more at once when the setting grows, and fewer when it falls', async () => {
      for (const name of ['a', 'b', 'c', 'd']) server.holdAt(name, half);
      const window = await open({}, { parallel: 1 });
      for (const name of ['a', 'b', 'c', 'd']) await window.add(name);
      const running = () => window.shown.filter(row => row.startsWith('running')).length;
      await until(() => server.asked.length === 1);
      window.parallel = 3;
      await window.round();
      await until(() => server.asked.length === 3);
      assert.equal(running(), 3);
      window.parallel = 1;
      await window.round();
      server.release(server.asked[0]?.file ?? '');
      await until(() => running() === 2);
      server.release(server.asked[1]?.file ?? '');
      await until(() => running() === 1);
      assert.equal(server.asked.length, 3);
    });

    it('under the name that the cloud gives them', async () => {
      const window = await open({ source: () => Promise.resolve(server.source('a', { name: '../x.csv' })) });
      const id = await window.add('a');
      await window.list.settled(id);
      assert.equal(window.list.record(id)?.name, 'x.csv');
      assert.deepEqual(await files(), ['x.csv']);
    });

    it('and says what went wrong, as data', async () => {
      server.answer('a', { status: 404, body: 'no such file' });
      const window = await open();
      const record = await window.list.settled(await window.add('a'));
      assert.deepEqual(record?.stage, {
        kind: 'failed',
        failure: { problem: { kind: 'permission', status: 404, message: 'no such file' } },
      });
      assert.deepEqual(window.finished, []);
    });

    it('once more after a failure, when told to', async () => {
      server.answer('a', { status: 404 });
      const window = await open();
      const id = await window.add('a');
      await window.list.settled(id);
      server.answer('a', undefined);
      await window.list.resume(id);
      assert.equal((await window.list.settled(id))?.stage.kind, 'finished');
      await isWhole('a');
      assert.deepEqual(await files(), ['a']);
    });

    it('and shows how fast they come', async () => {
      const window = await open();
      server.holdAt('a', MiB);
      const id = await window.add('a');
      await window.received(id, MiB);
      const speed = () => window.list.entries()[0]?.speed;
      assert.equal(speed(), undefined);
      await window.clock.advance(1_000);
      server.holdAt('a', 2 * MiB);
      await window.received(id, 2 * MiB);
      assert.ok((speed() ?? 0) > 0.9 * MiB && (speed() ?? 0) <= 1.1 * MiB, `${speed()}`);
      await window.clock.advance(60_000);
      assert.equal(speed(), 0);
    });
  });

  describe('pauses', () => {
    it('one that waits for its turn, which then never begins', async () => {
      const window = await open({}, { parallel: 1 });
      await halfway(window, 'a');
      const id = await window.add('b');
      await window.list.pause(id);
      assert.equal(window.stage(id), 'paused');
      server.release('a');
      await window.finishes(1);
      await window.round(2);
      assert.deepEqual(window.shown, ['paused b', 'finished a']);
      assert.deepEqual(window.links, ['a']);
    });

    it('one whose turn comes at that moment', async () => {
      const window = await open({}, { parallel: 1 });
      const first = await halfway(window, 'a');
      const id = await window.add('b');
      server.release('a');
      await window.list.settled(first);
      await window.list.pause(id);
      await window.reaches(id, 'paused');
      await window.round(2);
      assert.equal(window.stage(id), 'paused');
      const kept = [...(await recordTexts(records())).values()].find(text => text.includes(id)) ?? '';
      assert.equal((JSON.parse(kept) as DownloadRecord).stage.kind, 'paused');
    });

    it('all of them together', async () => {
      for (const name of ['a', 'b', 'c', 'd', 'e']) server.holdAt(name, half);
      const window = await open({}, { parallel: 2, adopts: true });
      const ids: string[] = [];
      for (const name of ['a', 'b', 'c', 'd', 'e']) ids.push(await window.add(name));
      await Promise.all(ids.map(id => window.list.pause(id)));
      await window.round(3);
      assert.deepEqual(
        window.shown.map(row => row.split(' ')[0]),
        Array.from(ids, () => 'paused'),
      );
      assert.deepEqual(await texts(), ids.map(id => join('rest', `${id}.json`)).sort());
    });

    it('one that runs, and goes on from the byte that it had come to', async () => {
      const window = await open();
      const id = await halfway(window);
      await window.list.pause(id);
      assert.equal(window.stage(id), 'paused');
      assert.equal(window.list.record(id)?.received, half);
      assert.deepEqual(await files(), ['a.part']);
      server.release('a');
      await window.list.resume(id);
      await window.list.settled(id);
      assert.deepEqual(server.asked, [
        { file: 'a', range: undefined, ifMatch: undefined },
        { file: 'a', range: `bytes=${half}-`, ifMatch: '"one"' },
      ]);
      await isWhole('a');
      assert.deepEqual(await files(), ['a']);
    });

    it('one that nobody can go on with, and begins it anew', async () => {
      server.put('a', { content });
      const window = await open();
      const id = await halfway(window);
      await window.list.pause(id);
      server.holdAt('a', 0);
      await window.list.resume(id);
      await until(() => server.asked.length === 2);
      assert.deepEqual([window.stage(id), window.list.record(id)?.received], ['running', 0]);
      server.release('a');
      await window.list.settled(id);
      assert.deepEqual(server.asked[1], { file: 'a', range: undefined, ifMatch: undefined });
      await isWhole('a');
      assert.deepEqual(await files(), ['a']);
    });

    it('one that has changed when it goes on, and says so', async () => {
      const window = await open();
      const id = await halfway(window);
      await window.list.pause(id);
      const other = { content: contentOf(size, 'two'), etag: '"two"' };
      server.put('a', other);
      server.release('a');
      await window.list.resume(id);
      const record = await window.list.settled(id);
      assert.deepEqual([record?.stage.kind, record?.anew], ['finished', 'changed']);
      assert.ok((await readFile(folder.at('files/a'))).equals(other.content));
    });

    it('none that is finished: it stays so', async () => {
      const window = await open();
      const other = await open();
      const id = await window.add('a');
      await window.list.settled(id);
      await other.round();
      await window.list.pause(id);
      await other.list.pause(id);
      await other.list.resume(id);
      await window.round();
      await other.round();
      assert.deepEqual([window.stage(id), other.stage(id)], ['finished', 'finished']);
      assert.equal(server.asked.length, 1);
    });

    it('and goes on once, however often that is said', async () => {
      const window = await open();
      const id = await halfway(window);
      await window.list.pause(id);
      await Promise.all([1, 2, 3].map(() => window.list.resume(id)));
      await until(() => server.asked.length > 1);
      server.release('a');
      await window.list.settled(id);
      assert.equal(server.asked.length, 2);
      assert.equal(window.finished.length, 1);
    });
  });

  describe('takes off the list', () => {
    it('one that runs, with its part file and nothing else', async () => {
      await writeFile(folder.at('files/mine.part'), 'mine');
      await writeFile(folder.at('files/a'), 'mine too');
      const window = await open();
      const id = await halfway(window);
      assert.deepEqual(await files(), ['a', 'a (1).part', 'mine.part']);
      await window.list.remove(id);
      assert.deepEqual(window.shown, []);
      assert.deepEqual(await files(), ['a', 'mine.part']);
      assert.equal(await readFile(folder.at('files/a'), 'utf8'), 'mine too');
      assert.deepEqual(await texts(), []);
      assert.equal(await window.list.settled(id), undefined);
    });

    it('one that waits, is paused or has failed', async () => {
      const window = await open({}, { parallel: 1 });
      const paused = await halfway(window);
      await window.list.pause(paused);
      server.answer('b', { status: 404 });
      const failed = await window.add('b');
      await window.list.settled(failed);
      const planned = await window.plan('c');
      await halfway(window, 'd');
      const waiting = await window.add('e');
      for (const id of [paused, failed, planned, waiting]) await window.list.remove(id);
      assert.deepEqual(window.shown, ['running d']);
      assert.deepEqual(await files(), ['d.part']);
      server.release('d');
      await window.finishes(1);
      assert.deepEqual(window.links, ['a', 'b', 'd']);
    });

    it('one that is finished, and leaves the file', async () => {
      const window = await open();
      const id = await window.add('a');
      await window.list.settled(id);
      await window.list.remove(id);
      assert.deepEqual([window.shown, await files(), await texts()], [[], ['a'], []]);
    });

    it('one that was removed while it was paused, with the file of another program left at its place', async () => {
      const window = await open();
      const id = await halfway(window);
      await window.list.pause(id);
      await rename(folder.at('files/a.part'), folder.at('files/moved'));
      await writeFile(folder.at('files/a.part'), 'theirs');
      await window.list.remove(id);
      assert.equal(await readFile(folder.at('files/a.part'), 'utf8'), 'theirs');
    });

    it('those beyond a hundred that are finished, the oldest first', async () => {
      const small = { content: Buffer.from('abc'), etag: '"s"' };
      const window = await open({}, { parallel: 10 });
      const ids: string[] = [];
      for (let number = 0; number < 103; number++) {
        server.put(`f${number}`, small);
        ids.push(await window.add(`f${number}`));
        await until(() => window.finished.length > number);
        await window.clock.advance(1);
      }
      await window.round();
      assert.equal((await texts()).length, 100);
      assert.equal(window.list.record(ids[2] ?? ''), undefined);
      assert.equal(window.stage(ids[3] ?? ''), 'finished');
      assert.equal((await files()).length, 103, 'files stay');
    });

    it('all of an account, whoever is at them', async () => {
      const [window, other] = [await open(), await open()];
      for (const one of [window, other]) one.accounts.add('bad');
      await halfway(window);
      await window.list.settled(await window.add('b', { account: 'bad' }));
      server.holdAt('c', half);
      const own = await window.add('c', { account: 'bad' });
      await window.received(own, half);
      server.holdAt('d', half);
      const theirs = await other.add('d', { account: 'bad' });
      await other.received(theirs, half);
      await window.plan('e', { account: 'bad' });
      for (const one of [window, other]) one.accounts.delete('bad');
      await window.list.forget('bad');
      await other.round();
      await until(async () => (await texts()).length === 1);
      assert.deepEqual(window.shown, ['running a']);
      assert.deepEqual(await files(), ['a.part', 'b']);
    });
  });

  describe('over restarts', () => {
    it('knows those that are finished', async () => {
      const first = await open();
      const id = await first.add('a');
      const record = await first.list.settled(id);
      await first.list.close();
      const second = await open();
      assert.deepEqual(second.list.record(id), JSON.parse(JSON.stringify(record)));
      assert.deepEqual(second.shown, ['finished a']);
      assert.deepEqual(second.finished, []);
    });

    it('goes on with what was running or waiting when it closed, at once', async () => {
      const first = await open({}, { parallel: 1 });
      const a = await halfway(first);
      await first.clock.advance(1);
      const b = await first.add('b');
      await first.list.close();
      assert.deepEqual(await texts(), [a, b].map(id => join('rest', `${id}.json`)).sort());
      assert.deepEqual(await readdir(records()), ['rest']);
      server.release('a');
      const second = await open({}, { adopts: true });
      await second.list.settled(a);
      await second.list.settled(b);
      assert.deepEqual(second.shown.sort(), ['finished a', 'finished b']);
      assert.deepEqual(server.asked[1], { file: 'a', range: `bytes=${half}-`, ifMatch: '"one"' });
      await isWhole('a');
    });

    it('leaves what was paused or has failed as it is', async () => {
      const first = await open();
      await first.list.pause(await halfway(first));
      server.answer('b', { status: 404 });
      await first.list.settled(await first.add('b'));
      await first.list.close();
      const second = await open({}, { adopts: true });
      await second.round(3);
      assert.deepEqual(second.shown, ['paused a', 'failed b']);
      assert.deepEqual(second.links, []);
    });

    it('leaves alone and does not show what it cannot read', async () => {
      const window = await open({}, { adopts: true });
      const id = await halfway(window);
      await window.list.pause(id);
      const text = (await recordTexts(records())).get(join('rest', `${id}.json`)) ?? '';
      const other = '01234567-89ab-4cde-8f01-23456789abcd';
      const strange: Readonly<Record<string, string>> = {
        [`${other}.json`]: text,
        '11234567-89ab-4cde-8f01-23456789abcd.json': text
          .replace('"version":1', '"version":2')
          .replaceAll(id, '11234567-89ab-4cde-8f01-23456789abcd'),
        '21234567-89ab-4cde-8f01-23456789abcd.json': text.slice(0, 99),
        '31234567-89ab-4cde-8f01-23456789abcd.json': '',
        'notes.json': text,
        'readme.txt': 'hello',
      };
      for (const [name, body] of Object.entries(strange))
        await writeFile(join(records(), 'rest', name), body);
      await mkdir(join(records(), 'backup'));
      await writeFile(join(records(), 'backup', `${id}.json`), text);
      await window.round(5);
      const second = await open({}, { adopts: true });
      await second.round(5);
      for (const one of [window, second]) {
        assert.deepEqual(one.shown, ['paused a']);
        for (const name of Object.keys(strange)) await one.list.remove(name.replace('.json', ''));
      }
      for (const [name, body] of Object.entries(strange))
        assert.equal(await readFile(join(records(), 'rest', name), 'utf8'), body, name);
      assert.equal(await readFile(join(records(), 'backup', `${id}.json`), 'utf8'), text);
    });

    it('leaves alone and does not show those of accounts that are not there', async () => {
      const first = await open();
      const id = await halfway(first);
      await first.list.close();
      const second = await open({}, { adopts: true });
      second.accounts.clear();
      await second.round(3);
      assert.deepEqual([second.shown, second.list.record(id), second.links], [[], undefined, []]);
      second.accounts.add('acc');
      server.release('a');
      await second.round();
      assert.equal((await second.list.settled(id))?.stage.kind, 'finished');
    });

    it('finds the name that a file was given when nobody could tell so any more', async () => {
      const window = await open();
      const id = await halfway(window);
      await window.list.pause(id);
      // As it stands on disk just before the record says that it is finished.
      const path = join(records(), 'rest', `${id}.json`);
      const record = JSON.parse(await readFile(path, 'utf8')) as DownloadRecord;
      await writeFile(folder.at('files/a.part'), content);
      await rename(folder.at('files/a.part'), folder.at('files/a'));
      const remains = { ...record.remains, whole: size };
      await writeFile(path, JSON.stringify({ ...record, remains, stage: { kind: 'running' } }));
      await window.list.close();
      const second = await open({}, { adopts: true });
      const settled = await second.list.settled(id);
      assert.deepEqual(settled?.stage, {
        kind: 'finished',
        path: folder.at('files/a'),
        size,
        at: second.clock.now(),
      });
      assert.equal(server.asked.length, 1);
      assert.equal(second.finished.length, 1);
    });
  });

  describe('of several windows', () => {
    it('shows the downloads of all', async () => {
      const [one, two] = [await open(), await open()];
      const a = await halfway(one);
      await two.list.settled(await two.add('b'));
      await one.round();
      await two.round();
      assert.deepEqual(one.shown, ['running a', 'finished b']);
      assert.deepEqual(two.shown, ['running a', 'finished b']);
      assert.equal(two.list.record(a)?.received, half);
    });

    it('settles when another one is done with it', async () => {
      const [one, two] = [await open(), await open()];
      const id = await halfway(one);
      await two.round();
      const settled = two.list.settled(id);
      server.release('a');
      await one.list.settled(id);
      await two.round();
      assert.equal((await settled)?.stage.kind, 'finished');
      assert.deepEqual([one.finished.length, two.finished.length], [1, 0]);
    });

    it('has one paused and removed by the one that is at it', async () => {
      const [one, two] = [await open(), await open()];
      const [a, b] = [await halfway(one, 'a'), await halfway(one, 'b')];
      await two.round();
      await two.list.pause(a);
      await two.list.remove(b);
      assert.equal(one.stage(a), 'running');
      await one.round();
      await one.reaches(a, 'paused');
      await one.reaches(b, undefined);
      await two.round();
      assert.deepEqual(two.shown, ['paused a']);
      assert.deepEqual(await files(), ['a.part']);
    });

    it('removes one that was finished before its window was told', async () => {
      const [one, two] = [await open(), await open()];
      const id = await halfway(one);
      await two.round();
      await two.list.remove(id);
      server.release('a');
      await one.list.settled(id);
      await one.round();
      // A window with nothing to do looks for no requests; the next download has it look.
      await halfway(one, 'b');
      await one.round();
      await until(() => one.shown.length === 1);
      assert.deepEqual([one.shown, (await texts()).length], [['running b'], 1]);
    });

    it('goes on with one that another window has paused', async () => {
      const [one, two] = [await open(), await open()];
      const id = await halfway(one);
      await one.list.pause(id);
      await two.round();
      server.release('a');
      await two.list.resume(id);
      await two.list.settled(id);
      assert.deepEqual([one.finished.length, two.finished.length], [0, 1]);
      assert.equal(server.asked[1]?.range, `bytes=${half}-`);
    });

    it('lets one of two that go on at once', async () => {
      for (let time = 0; time < 10; time++) {
        const [one, two] = [await open(), await open()];
        server.put('a', stored);
        const id = await halfway(one);
        await one.list.pause(id);
        await two.round();
        const before = server.asked.length;
        await Promise.all([one.list.resume(id), two.list.resume(id)]);
        await until(() => server.asked.length > before);
        await one.round();
        await two.round();
        assert.equal(server.asked.length, before + 1);
        assert.equal(server.underway.get('a'), 1);
        server.release('a');
        await until(() => one.finished.length + two.finished.length > 0);
        for (const window of [one, two]) await window.list.close();
        await rm(folder.at('files/a'));
        await rm(records(), { recursive: true });
      }
    });

    it('does at once what it was asked when the window has closed in between', async () => {
      const [one, two] = [await open(), await open()];
      const [a, b] = [await halfway(one, 'a'), await halfway(one, 'b')];
      await two.round();
      await one.list.close();
      await two.list.pause(a);
      await two.list.remove(b);
      await two.round();
      assert.deepEqual(two.shown, ['paused a']);
      assert.deepEqual(await files(), ['a.part']);
    });

    it('hands over at once when one closes', async () => {
      const [one, two] = [await open(), await open({}, { adopts: true })];
      const id = await halfway(one);
      await two.round();
      await one.list.close();
      server.release('a');
      await two.round();
      await two.list.settled(id);
      assert.equal(two.stage(id), 'finished');
      assert.equal(server.asked[1]?.range, `bytes=${half}-`);
    });

    describe('of which one stands still', () => {
      const silence = Math.ceil(pace.dead / pace.quiet);

      it('has the one that adopts go on with its downloads, and nobody else', async () => {
        const [one, two, three] = [await open(), await open(), await open({}, { adopts: true })];
        const id = await halfway(one);
        await one.round();
        await two.round(3 * silence);
        await three.round(silence);
        assert.deepEqual([two.stage(id), three.stage(id), three.links], ['running', 'running', []]);
        await three.round();
        server.release('a');
        await three.list.settled(id);
        assert.deepEqual([two.links, three.links], [[], ['a']]);
        assert.equal(server.asked[1]?.range, `bytes=${MiB}-`, 'what was told last');
        await isWhole('a');
        await three.round(2 * silence);
        await three.list.close();
        assert.deepEqual(await readdir(records()), ['rest']);
      });

      it('does not take one for dead that shows its life', async () => {
        const [one, two] = [await open(), await open({}, { adopts: true })];
        const id = await halfway(one);
        for (let time = 0; time < 4 * silence; time++) {
          await one.round();
          await two.round();
        }
        assert.deepEqual([one.stage(id), two.links], ['running', []]);
        server.release('a');
        await one.list.settled(id);
        assert.equal(one.finished.length, 1);
      });

      it('does not count rounds that came early', async () => {
        const [one, two] = [await open(), await open({}, { adopts: true })];
        await halfway(one);
        for (let time = 0; time < 4 * silence; time++) {
          const before = two.naps.length;
          two.list.wake();
          await two.asleep(before);
        }
        assert.deepEqual(two.links, []);
      });

      it('has it keep off when it wakes again', async () => {
        const [one, two] = [await open(), await open({}, { adopts: true })];
        const id = await halfway(one);
        await one.round();
        await two.round(silence + 1);
        await until(() => two.links.length === 1);
        assert.equal(one.stage(id), 'running', 'it does not know yet');
        const before = (await recordTexts(records())).size;
        await one.round();
        await until(() => server.underway.get('a') === 1);
        await one.round();
        assert.deepEqual([before, (await recordTexts(records())).size], [1, 1]);
        assert.equal(one.stage(id), 'running', 'in the other window');
        server.release('a');
        await two.list.settled(id);
        await one.round();
        assert.deepEqual([one.stage(id), one.finished.length, two.finished.length], ['finished', 0, 1]);
        await isWhole('a');
        assert.deepEqual(await files(), ['a']);
      });

      it('has it keep off though all bytes had come', async () => {
        const [one, two] = [await open(), await open({}, { adopts: true })];
        const id = await halfway(one);
        await one.round();
        await two.round(silence + 1);
        await until(() => two.links.length === 1);
        server.release('a');
        await two.list.settled(id);
        await one.round(2);
        assert.equal(one.finished.length + two.finished.length, 1);
        assert.deepEqual(await files(), ['a']);
        await isWhole('a');
      });

      it('does not have it take away what is another’s by now', async () => {
        const [one, two] = [await open({}, { parallel: 1 }), await open({}, { adopts: true })];
        const id = await halfway(one);
        await one.list.pause(id);
        await halfway(one, 'b');
        await one.list.resume(id);
        assert.equal(one.stage(id), 'waiting');
        await one.round();
        await two.round(silence + 1);
        await until(() => two.links.length === 2);
        await one.list.remove(id);
        assert.ok((await files()).includes('a.part'));
        await two.round();
        await until(() => two.stage(id) === undefined);
        assert.deepEqual(await files(), ['b.part'], 'the other one did it');
      });

      it('does what the dead one was asked and had not done', async () => {
        const [one, two] = [await open(), await open({}, { adopts: true })];
        const [a, b] = [await halfway(one, 'a'), await halfway(one, 'b')];
        await one.round();
        await two.round();
        await two.list.pause(a);
        await two.list.remove(b);
        await two.round(2 * silence);
        assert.deepEqual(two.shown, ['paused a']);
        assert.deepEqual(two.links, []);
        assert.deepEqual(await files(), ['a.part']);
      });
    });
  });

  describe('has planned ones', () => {
    it('run when their tasks are ready, and not before', async () => {
      const readiness = new Map<string, Readiness>();
      const window = await open({ readiness: task => readiness.get(task) ?? 'notYet' }, { adopts: true });
      const id = await window.plan('a');
      await window.round(3);
      assert.deepEqual([window.shown, window.links], [['planned a'], []]);
      readiness.set('a', 'ready');
      await window.round();
      assert.equal((await window.list.settled(id))?.stage.kind, 'finished');
    });

    it('looked after at once when it is woken', async () => {
      let readiness: Readiness = 'notYet';
      const window = await open({ readiness: () => readiness }, { adopts: true });
      const id = await window.plan('a');
      readiness = 'ready';
      window.list.wake();
      await window.reaches(id, 'finished');
    });

    it('fail when their tasks have no file', async () => {
      const window = await open({ readiness: () => 'never' }, { adopts: true });
      const id = await window.plan('a', { name: 'report' });
      await window.reaches(id, 'failed');
      assert.deepEqual(window.list.record(id)?.stage, {
        kind: 'failed',
        failure: { refusal: { kind: 'noFile', task: 'report' } },
      });
      assert.deepEqual(window.links, []);
    });

    it('left to the window that adopts', async () => {
      const ready = { readiness: () => 'ready' as const };
      const [one, two] = [await open(ready), await open(ready, { adopts: true })];
      const id = await one.plan('a');
      await one.round(2);
      assert.equal(one.stage(id), 'planned');
      await two.round();
      await two.list.settled(id);
      assert.deepEqual([one.links, two.links], [[], ['a']]);
    });

    it('over a restart', async () => {
      const first = await open({}, { adopts: true });
      await first.plan('a');
      await first.list.close();
      const second = await open({}, { adopts: true });
      assert.deepEqual(second.shown, ['planned a']);
    });
  });

  describe('of an account of which nothing may be stored', () => {
    const passing = { account: 'passing' };
    const openPassing = async (more: Partial<DownloadListParts> = {}) => {
      const window = await open(more);
      window.accounts.add('passing');
      return window;
    };

    it('leaves no record on disk', async () => {
      let readiness: Readiness = 'notYet';
      const window = await openPassing({ readiness: () => readiness });
      const paused = await window.add('a', passing);
      await window.list.settled(paused);
      server.holdAt('b', half);
      const running = await window.add('b', passing);
      await window.received(running, half);
      const planned = await window.plan('c', passing);
      await window.list.pause(running);
      await window.list.resume(running);
      await window.round(2);
      assert.deepEqual(window.shown, ['running b', 'planned c', 'finished a']);
      readiness = 'ready';
      await window.round();
      await window.list.settled(planned);
      await window.list.remove(planned);
      assert.deepEqual(await folder.files(), ['files'], 'not even a folder');
    });

    it('discards what is not whole when it closes', async () => {
      const window = await openPassing();
      server.holdAt('a', half);
      const running = await window.add('a', passing);
      await window.received(running, half);
      server.holdAt('b', half);
      const paused = await window.add('b', passing);
      await window.received(paused, half);
      await window.list.pause(paused);
      await window.list.settled(await window.add('c', passing));
      assert.deepEqual(await files(), ['a.part', 'b.part', 'c']);
      await window.list.close();
      assert.deepEqual(await files(), ['c']);
      assert.deepEqual(await folder.files(), ['files']);
    });

    it('takes all of it off the list', async () => {
      const window = await openPassing();
      server.holdAt('a', half);
      const id = await window.add('a', passing);
      await window.received(id, half);
      await window.list.settled(await window.add('b', passing));
      await window.plan('c', passing);
      await window.list.forget('passing');
      assert.deepEqual([window.shown, await files()], [[], ['b']]);
    });
  });

  describe('whose records cannot be written', () => {
    /** As on a full disk: for whoever the tests run as. */
    const fill = () => writeFile(records(), '');
    const free = () => rm(records());

    it('fetches the file, and shows it as long as the window lives', async () => {
      await fill();
      const window = await open();
      const id = await window.add('a');
      assert.equal((await window.list.settled(id))?.stage.kind, 'finished');
      await window.round(3);
      assert.deepEqual([window.shown, window.finished.length], [['finished a'], 1]);
      await isWhole('a');
      await window.list.resume(id);
      await window.round();
      assert.equal(server.asked.length, 1);
      await window.list.remove(id);
      assert.deepEqual([window.shown, await files()], [[], ['a']]);
    });

    it('goes on with one that has failed, from where it is', async () => {
      await fill();
      const window = await open();
      const id = await halfway(window);
      await window.list.pause(id);
      assert.deepEqual([window.stage(id), await files()], ['paused', ['a.part']]);
      server.release('a');
      await window.list.resume(id);
      assert.equal((await window.list.settled(id))?.stage.kind, 'finished');
      assert.equal(server.asked[1]?.range, `bytes=${half}-`);
    });

    it('takes one off the list with its part file', async () => {
      await fill();
      const window = await open();
      const id = await halfway(window);
      await window.list.pause(id);
      await window.list.remove(id);
      assert.deepEqual([window.shown, await files()], [[], []]);
    });

    it('keeps them as soon as there is room', async () => {
      await fill();
      const window = await open();
      const [a, b] = [await window.add('a'), await halfway(window, 'b')];
      await window.list.settled(a);
      await free();
      await window.list.close();
      const second = await open({}, { adopts: true });
      await second.reaches(b, 'running');
      assert.deepEqual(second.shown, ['running b', 'finished a']);
      server.release('b');
      await second.list.settled(b);
      assert.equal(server.asked[2]?.range, `bytes=${half}-`);
    });

    it('says so when one is planned: that is of no use to this window alone', async () => {
      await fill();
      const window = await open();
      await assert.rejects(window.plan('a'), { code: 'ENOTDIR' });
      assert.deepEqual(window.shown, []);
    });

    it('says once what goes wrong round after round, and again when it had gone well', async () => {
      let problem: string | undefined = 'The disk is on fire.';
      const readiness = (): Readiness => {
        if (problem) throw new Error(problem);
        return 'notYet';
      };
      const window = await open({ readiness }, { adopts: true });
      await window.plan('a');
      await window.round(3);
      problem = undefined;
      await window.round();
      problem = 'It is on fire again.';
      await window.round(2);
      assert.deepEqual(
        window.log.lines,
        ['The disk is on fire.', 'It is on fire again.'].map(
          text => `warn Downloads cannot be read or written: Error: ${text}`,
        ),
      );
    });

    it('does not mind a place that is not there yet, nor one that is gone', async () => {
      const window = await open({}, { adopts: true });
      await window.list.settled(await window.add('a'));
      await rm(records(), { recursive: true });
      await window.round(2);
      assert.deepEqual(window.shown, []);
      await window.list.settled(await window.add('b'));
      assert.deepEqual(window.shown, ['finished b']);
    });
  });

  it('writes neither a link nor a header of a request', async () => {
    const secret = 'c2VjcmV0LXNpZ25hdHVyZQ';
    const request = {
      method: 'GET',
      url: `https://files.example.com/a?Signature=${secret}`,
      headers: { 'x-security-token': secret },
    } as const;
    const source = (name: string) =>
      server.source(name, { request: { ...request, url: request.url.replace('/a?', `/${name}?`) } });
    const window = await open({ source: task => Promise.resolve(source(task)) }, { adopts: true });
    let looks = 0;
    const found: string[] = [];
    const look = async () => {
      for (const [name, text] of await textsBelow(folder.path)) {
        if (text.includes(secret) || name.includes(secret)) found.push(name);
        if (name.endsWith('.json')) looks++;
      }
    };
    const looking: Promise<void>[] = [];
    window.list.onDidChange(() => looking.push(look()));
    const id = await halfway(window);
    await window.round(2);
    await window.list.pause(id);
    server.answer('b', { status: 404, body: 'gone' });
    await window.list.settled(await window.add('b'));
    server.release('a');
    await window.list.resume(id);
    await window.list.settled(id);
    await window.list.close();
    await look();
    await Promise.all(looking);
    assert.ok(looks > 10);
    assert.deepEqual(found, []);
    assert.deepEqual(window.log.lines, []);
  });

  describe('while it closes', () => {
    it('takes nothing up any more', async () => {
      const first = await open();
      const id = await halfway(first);
      await first.list.close();
      const second = make({}, { adopts: true });
      await second.list.start();
      await second.list.close();
      assert.deepEqual(await texts(), [join('rest', `${id}.json`)]);
      assert.deepEqual(await readdir(records()), ['rest']);
    });

    it('leaves what is added by then to another window', async () => {
      const window = await open();
      const closing = window.list.close();
      const id = await window.add('a');
      await closing;
      assert.deepEqual(window.links, []);
      assert.deepEqual(await texts(), [join('rest', `${id}.json`)]);
    });
  });

  it('goes on with one that is told to go on while it is being paused', async () => {
    const window = await open();
    const id = await halfway(window);
    const pausing = window.list.pause(id);
    await window.list.resume(id);
    await pausing;
    server.release('a');
    assert.equal((await window.list.settled(id))?.stage.kind, 'finished');
    assert.equal(server.asked[1]?.range, `bytes=${half}-`);
  });

  it('never loses sight of one that is handed from one to the other', async () => {
    const [one, two] = [await open(), await open()];
    const id = await halfway(one);
    await one.list.pause(id);
    await two.round();
    let missed = 0;
    for (const { list } of [one, two]) list.onDidChange(() => void (missed += list.record(id) ? 0 : 1));
    for (let time = 0; time < 20; time++) {
      const [giver, taker] = time % 2 === 0 ? [one, two] : [two, one];
      await Promise.all([taker.list.resume(id), giver.round(), taker.round()]);
      await giver.round();
      await Promise.all([taker.list.pause(id), giver.round(), taker.round()]);
      await giver.round();
    }
    assert.equal(missed, 0);
  });

  describe('to another place than a disk', () => {
    const place = 'vscode-remote://there/home/me/a';
    const order = () => ({ target: { folder: folder.at('passing') } });
    const local = () => readdir(folder.at('passing'));

    it('ends where the file was put', async () => {
      const window = await open();
      const put: string[] = [];
      const deliver = async (path: string) => {
        assert.ok((await readFile(path)).equals(content));
        await rm(path);
        put.push(path);
        return place;
      };
      const record = await window.list.settled(await window.add('a', { ...order(), deliver }));
      assert.deepEqual(put, [folder.at('passing/a')]);
      assert.deepEqual(record?.stage, { kind: 'finished', path: place, size, at: window.clock.now() });
      assert.deepEqual([await texts(), window.finished.length], [[], 1]);
    });

    it('tries that alone once more when it failed', async () => {
      const window = await open();
      let isThere = false;
      const deliver = (path: string) =>
        isThere ? rm(path).then(() => place) : Promise.reject(new Error('The place is gone.'));
      const id = await window.add('a', { ...order(), deliver });
      assert.deepEqual((await window.list.settled(id))?.stage, {
        kind: 'failed',
        failure: { message: 'The place is gone.' },
      });
      isThere = true;
      await window.list.resume(id);
      const record = await window.list.settled(id);
      assert.equal(record?.stage.kind === 'finished' && record.stage.path, place);
      assert.equal(server.asked.length, 1);
      assert.deepEqual(await local(), []);
    });

    it('leaves nothing on this disk when it is given up', async () => {
      const window = await open();
      const deliver = () => Promise.reject(new Error('The place is gone.'));
      const id = await window.add('a', { ...order(), deliver });
      await window.list.settled(id);
      assert.deepEqual(await local(), ['a']);
      await window.list.remove(id);
      assert.deepEqual([window.shown, await local()], [[], []]);
    });

    it('leaves nothing on this disk when the window closes', async () => {
      const window = await open();
      const deliver = () => Promise.reject(new Error('The place is gone.'));
      await window.list.settled(await window.add('a', { ...order(), deliver }));
      server.holdAt('b', half);
      const running = await window.add('b', { ...order(), deliver });
      await window.received(running, half);
      await window.list.close();
      assert.deepEqual(await local(), []);
    });
  });
});
