import assert from 'node:assert/strict';
import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { readEntry, writeEntry } from '../../../src/core/snapshot/entry';
import type { TaskMove } from '../../../src/core/store';
import type { Task, TaskPlace } from '../../../src/core/task';
import { testFolder } from '../../fakes/folder';
import { placeOf, taskOf } from '../../fakes/tasks';
import { SnapshotWindow } from '../../harness/snapshotWindow';

const second = 1_000;

describe('Snapshot', () => {
  const folder = testFolder();
  let opened: SnapshotWindow[] = [];
  afterEach(() => {
    for (const { snapshot } of opened) snapshot.dispose();
    opened = [];
  });

  const path = () => folder.at('tasks');
  const open = (places?: readonly TaskPlace[]) => {
    const window = new SnapshotWindow(path(), places);
    opened.push(window);
    return window;
  };
  const writer = (places?: readonly TaskPlace[]) => {
    const window = open(places);
    window.snapshot.setWriting(true);
    return window;
  };
  /** One that is opened now. */
  const reader = async (places?: readonly TaskPlace[]) => {
    const window = open(places);
    await window.snapshot.load();
    return window;
  };
  const names = async () => (await readdir(path())).sort();
  const texts = async () => Promise.all((await names()).map(name => readFile(join(path(), name), 'utf8')));
  const disk = async () => (await texts()).join('');

  describe('of what leaves its list', () => {
    const leftAt = new Date(7);
    const kept = async ({ ledger, clock }: SnapshotWindow) => {
      const tasks: Task[] = [];
      for await (const some of ledger.read(clock.now() + 1)) tasks.push(...some);
      return tasks;
    };
    const lately = ({ clock }: SnapshotWindow) => new Date(clock.now());

    it('keeps it in the ledger, and tells the others since when it is gone', async () => {
      const first = writer();
      const follower = await reader();
      first.store.put(placeOf(), [taskOf('1'), taskOf('2'), taskOf('3')]);
      await first.snapshot.flush();
      await follower.snapshot.load();
      const moves: TaskMove[] = [];
      follower.store.onDidChange(({ moved }) => moves.push(...moved));
      const moment = lately(first);
      first.store.drop(placeOf(), [taskOf('1').key], moment);
      first.store.drop(placeOf(), [taskOf('2').key]);
      await first.snapshot.flush();
      await follower.snapshot.load();
      assert.deepEqual(await kept(first), [{ ...taskOf('1'), leftAt: moment }]);
      assert.deepEqual(moves, [{ before: taskOf('2') }, { before: taskOf('1'), leftAt: moment }]);
    });

    it('forgets that it left when it comes back before that is written', async () => {
      const first = writer();
      first.store.put(placeOf(), [taskOf('1')]);
      await first.snapshot.flush();
      first.store.drop(placeOf(), [taskOf('1').key], lately(first));
      first.store.put(placeOf(), [taskOf('1')]);
      await first.snapshot.flush();
      assert.deepEqual(await kept(first), []);
      assert.deepEqual((await reader()).ids, ['1']);
    });

    it('keeps it when the disk takes it at last', async () => {
      const first = writer();
      first.store.put(placeOf(), [taskOf('1')]);
      await first.snapshot.flush();
      await writeFile(`${path()}-history`, 'no folder');
      first.store.drop(placeOf(), [taskOf('1').key], lately(first));
      await first.snapshot.flush();
      assert.deepEqual((await reader()).ids, ['1'], 'it is not gone from the one and nowhere else');
      await rm(`${path()}-history`);
      await first.snapshot.flush();
      assert.deepEqual(
        (await kept(first)).map(({ id }) => id),
        ['1'],
      );
      assert.deepEqual((await reader()).ids, []);
    });

    it('is left to the others by one that writes no more', async () => {
      const first = writer();
      first.store.put(placeOf(), [taskOf('1')]);
      await first.snapshot.flush();
      first.mayWrite = false;
      first.store.drop(placeOf(), [taskOf('1').key], lately(first));
      await first.snapshot.flush();
      first.snapshot.setWriting(false);
      first.mayWrite = true;
      first.snapshot.setWriting(true);
      await first.snapshot.flush();
      assert.deepEqual(await kept(first), []);
    });

    it('of the demo keeps nothing', async () => {
      const demo = placeOf({ account: 'demo' });
      const first = writer([demo, placeOf()]);
      first.store.put(demo, [taskOf('1', { account: 'demo' })]);
      first.store.drop(demo, [taskOf('1', { account: 'demo' }).key], lately(first));
      await first.snapshot.flush();
      assert.deepEqual(await kept(first), []);
    });

    it('of an account that is removed keeps nothing, and all of one that is merely damaged', async () => {
      const other = placeOf({ account: 'b' });
      const first = writer([placeOf(), other]);
      const gone = taskOf('2', { account: 'b' });
      first.store.put(placeOf(), [taskOf('1')]);
      first.store.put(other, [gone]);
      first.store.drop(placeOf(), [taskOf('1').key], lately(first));
      first.store.drop(other, [gone.key], lately(first));
      await first.snapshot.flush();
      first.removed = 'b';
      first.store.setPlaces('b', []);
      first.store.setPlaces('acc', []);
      await first.snapshot.flush();
      assert.deepEqual(
        (await kept(first)).map(({ id }) => id),
        ['1'],
      );
    });

    it('of an account that was removed while nobody could write keeps nothing', async () => {
      const first = writer([placeOf(), placeOf({ account: 'b' })]);
      const gone = taskOf('2', { account: 'b' });
      first.store.put(gone, [gone, { ...gone, key: 'another' }]);
      first.store.drop(gone, [gone.key], lately(first));
      await first.snapshot.flush();
      const next = await reader([placeOf()]);
      next.removed = 'b';
      next.snapshot.setWriting(true);
      await next.snapshot.flush();
      assert.deepEqual(await kept(next), []);
      assert.ok(!(await disk()).includes('another'));
    });

    it('is told with its moment on disk too', () =>
      assert.deepEqual(readEntry(writeEntry({ kind: 'dropped', keys: ['a'], leftAt })), {
        kind: 'dropped',
        keys: ['a'],
        leftAt,
      }));
  });

  describe('of one window that another reads', () => {
    it('has its tasks as they are', async () => {
      const first = writer();
      const task = taskOf('1', { createdAt: new Date(5), file: { name: 'a', size: 1 }, raw: { a: [1] } });
      first.store.put(placeOf(), [task]);
      await first.snapshot.flush();
      assert.deepEqual([...(await reader()).store.tasks()], [task]);
    });

    it('has what came, changed and went, whole or bit by bit', async () => {
      const first = writer();
      const follower = await reader();
      const steps = [
        () => first.store.put(placeOf(), [taskOf('1'), taskOf('2')]),
        () => first.store.put(placeOf(), [taskOf('1', { status: 'failed' }), taskOf('3')]),
        () => first.store.put(placeOf(), [taskOf('1', { raw: { changed: true } })]),
        () => first.store.drop(placeOf(), [taskOf('2').key]),
        () => first.store.put(placeOf(), [taskOf('2', { name: 'again' })]),
      ];
      for (const step of steps) {
        step();
        await first.snapshot.flush();
        await follower.snapshot.load();
        for (const { store } of [follower, await reader()]) {
          const expected = [...first.store.tasks()];
          assert.deepEqual(
            expected.map(({ key }) => store.task(key)),
            expected,
          );
          assert.equal([...store.tasks()].length, expected.length);
        }
      }
    });

    it('has its places with what was wrong and when they were read', async () => {
      const first = writer();
      const state = {
        ...placeOf(),
        ...{ state: 'failed' as const, problem: { kind: 'server' as const, message: 'm', status: 500 } },
        ...{ refreshedAt: new Date(7), wholeAt: new Date(6) },
      };
      first.store.setState(state);
      await first.snapshot.flush();
      const other = await reader();
      assert.deepEqual(other.state(), state);
      first.store.setState({ ...placeOf(), state: 'ok', refreshedAt: new Date(8) });
      await first.snapshot.flush();
      await other.snapshot.load();
      assert.deepEqual(other.state(), { ...placeOf(), state: 'ok', refreshedAt: new Date(8) });
    });

    it('never says when a place was read before it says what was', async () => {
      const first = writer();
      await first.snapshot.flush();
      first.store.setState({ ...placeOf(), state: 'ok', refreshedAt: new Date(8) });
      first.store.put(placeOf(), [taskOf('1')]);
      first.store.drop(placeOf(), []);
      await first.snapshot.flush();
      first.store.setState({ ...placeOf(), state: 'ok', refreshedAt: new Date(9) });
      first.store.put(placeOf(), [taskOf('2')]);
      await first.snapshot.flush();
      const kinds = (await disk()).split('\n').map(line => /"kind":"(task|place)"/.exec(line)?.[1]);
      assert.deepEqual(kinds.slice(-3), ['task', 'place', undefined]);
    });

    it('gives rows to the places alone that there are', async () => {
      const places = [placeOf(), placeOf({ region: 'r2' }), placeOf({ account: 'other' })];
      const first = writer(places);
      for (const place of places) first.store.put(place, [taskOf(place.account + place.region, place)]);
      await first.snapshot.flush();
      const other = await reader([placeOf()]);
      assert.deepEqual(other.ids, ['accr1']);
      assert.equal(other.store.places().length, 1);
    });

    it('is not passed over by one that hears of an account later than of its tasks', async () => {
      const first = writer();
      const other = await reader();
      other.snapshot.start();
      first.store.setPlaces('new', [placeOf({ account: 'new' })]);
      first.store.put(placeOf({ account: 'new' }), [taskOf('n', { account: 'new' })]);
      await first.snapshot.flush();
      await other.live(3 * second);
      assert.deepEqual(other.ids, []);
      other.store.setPlaces('new', [placeOf({ account: 'new' })]);
      await other.live(3 * second);
      assert.deepEqual(other.ids, ['n']);
    });

    it('ends in the same, whatever happens', async () => {
      const change = fc.tuple(fc.nat(5), fc.constantFrom('put', 'change', 'drop', 'flush', 'read'));
      let round = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(change, { maxLength: 30 }), async changes => {
          const at = folder.at(`${round++}`);
          const [first, other] = [new SnapshotWindow(at), new SnapshotWindow(at)];
          first.snapshot.setWriting(true);
          for (const [id, what] of changes) {
            const key = taskOf(`${id}`).key;
            if (what === 'put') first.store.put(placeOf(), [taskOf(`${id}`)]);
            if (what === 'change') first.store.put(placeOf(), [taskOf(`${id}`, { status: 'failed' })]);
            if (what === 'drop') first.store.drop(placeOf(), [key]);
            if (what === 'flush') await first.snapshot.flush();
            if (what === 'read') await other.snapshot.load();
          }
          await first.snapshot.flush();
          await other.snapshot.load();
          const sorted = ({ store }: SnapshotWindow) =>
            [...store.tasks()].sort((a, b) => a.key.localeCompare(b.key));
          assert.deepEqual(sorted(other), sorted(first));
        }),
        { numRuns: 40 },
      );
    });
  });

  describe('by itself', () => {
    it('is written a second after a change, and read within two', async () => {
      const [first, other] = [writer(), await reader()];
      first.snapshot.start();
      other.snapshot.start();
      first.store.put(placeOf(), [taskOf('1')]);
      await first.live(second);
      await other.live(2 * second);
      assert.deepEqual(other.ids, ['1']);
    });

    it('is not touched while nothing changes', async () => {
      const first = writer();
      first.snapshot.start();
      first.store.put(placeOf(), [taskOf('1')]);
      await first.live(second);
      const before = await stat(join(path(), 'tasks-1.ndjson'), { bigint: true });
      first.store.put(placeOf(), [taskOf('1')]);
      for (let time = 0; time < 5; time++) await first.live(second);
      assert.equal((await stat(join(path(), 'tasks-1.ndjson'), { bigint: true })).mtimeNs, before.mtimeNs);
      assert.equal(first.asked, 1);
    });

    it('ends when it is disposed, also while it works', async () => {
      const first = writer();
      first.snapshot.start();
      first.store.put(placeOf(), [taskOf('1')]);
      const lived = first.clock.advance(second);
      first.snapshot.dispose();
      await lived;
      await first.snapshot.flush();
      assert.equal(first.clock.sleeping, 0);
    });
  });

  describe('of one that may not write', () => {
    it('is not written by one that waits', async () => {
      const first = open();
      first.store.put(placeOf(), [taskOf('1')]);
      await first.snapshot.flush();
      assert.deepEqual(await folder.files(), []);
    });

    it('is not written when the others say no, and whole when they say yes', async () => {
      const first = writer();
      first.store.put(placeOf(), [taskOf('1')]);
      await first.snapshot.flush();
      first.mayWrite = false;
      first.store.put(placeOf(), [taskOf('2')]);
      await first.snapshot.flush();
      assert.deepEqual((await reader()).ids, ['1']);
      first.mayWrite = true;
      await first.snapshot.flush();
      assert.deepEqual((await reader()).ids, ['1', '2']);
    });

    it('gives way to what the next one writes', async () => {
      const [first, other] = [writer(), await reader()];
      first.store.put(placeOf(), [taskOf('1')]);
      await first.snapshot.flush();
      first.store.put(placeOf(), [taskOf('unwritten')]);
      first.snapshot.setWriting(false);
      await other.snapshot.load();
      other.snapshot.setWriting(true);
      other.store.put(placeOf(), [taskOf('2')]);
      await other.snapshot.flush();
      await first.snapshot.load();
      assert.deepEqual(first.ids, ['1', '2']);
      assert.deepEqual(first.log.lines, []);
    });
  });

  describe('of an account that is gone', () => {
    it('leaves nothing on disk', async () => {
      const first = writer([placeOf(), placeOf({ account: 'other' })]);
      const other = await reader([placeOf(), placeOf({ account: 'other' })]);
      first.store.put(placeOf(), [taskOf('1')]);
      first.store.put(placeOf({ account: 'other' }), [taskOf('2', { account: 'other' })]);
      await first.snapshot.flush();
      first.store.setPlaces('acc', []);
      await first.snapshot.flush();
      assert.ok(!(await disk()).includes('"acc"'));
      await other.snapshot.load();
      other.store.setPlaces('acc', []);
      assert.deepEqual(other.ids, ['2']);
    });

    it('leaves nothing on disk when nobody could write then', async () => {
      const first = writer([placeOf(), placeOf({ account: 'other' })]);
      first.store.put(placeOf(), [taskOf('1')]);
      await first.snapshot.flush();
      const other = await reader([placeOf({ account: 'other' })]);
      other.snapshot.setWriting(true);
      await other.snapshot.flush();
      assert.ok(!(await disk()).includes('"acc"'));
      assert.match(await disk(), /"other"/);
    });
  });

  it('of the demo leaves no trace', async () => {
    const demo = placeOf({ account: 'demo' });
    const first = writer([placeOf(), demo]);
    const trace = async () => /demo/.test(await disk());
    first.store.put(placeOf(), [taskOf('1')]);
    first.store.put(demo, [taskOf('2', demo)]);
    await first.snapshot.flush();
    assert.equal(await trace(), false);
    first.store.put(demo, [taskOf('2', { ...demo, status: 'failed' }), taskOf('3', demo)]);
    first.store.setState({ ...demo, state: 'ok' });
    first.store.drop(demo, [taskOf('3', demo).key]);
    first.store.setPlaces('demo', []);
    first.store.put(placeOf(), [taskOf('4')]);
    await first.snapshot.flush();
    assert.equal(await trace(), false);
    assert.deepEqual((await reader()).ids, ['1', '4']);

    const other = await reader([placeOf(), demo]);
    other.store.put(demo, [taskOf('5', demo)]);
    first.store.setState({ ...placeOf(), state: 'ok' });
    await first.journal.rewrite([]);
    await other.snapshot.load();
    assert.deepEqual(other.ids, ['5'], 'and is not dropped for not being there');
  });

  describe('that grows', () => {
    const large = (text: string) => 'x'.repeat(100_000) + text;
    const grow = async (window: SnapshotWindow, count: number) => {
      for (let time = 0; time < count; time++) {
        window.store.put(placeOf(), [taskOf('1', { raw: large(`${window.asked}`) })]);
        await window.snapshot.flush();
      }
    };

    it('is written anew when most of it is of no use any more', async () => {
      const first = writer();
      await grow(first, 50);
      assert.notDeepEqual(await names(), ['tasks-1.ndjson']);
      assert.equal((await names()).length, 1);
      assert.ok((await disk()).length < 1.5 * 1024 * 1024);
      assert.deepEqual([...(await reader()).store.tasks()], [...first.store.tasks()]);
    });

    it('does not grow from one start to the next', async () => {
      for (let start = 0; start < 12; start++) {
        const window = await reader();
        window.snapshot.setWriting(true);
        await grow(window, 5);
        window.snapshot.dispose();
      }
      assert.ok((await disk()).length < 2 * 1024 * 1024);
    });
  });

  describe('on a disk that fails', () => {
    it('is made up for by the whole when the disk is there again, and is told of once', async () => {
      const first = writer();
      first.snapshot.start();
      await writeFile(path(), 'in its place');
      first.store.put(placeOf(), [taskOf('1')]);
      for (let time = 0; time < 5; time++) await first.live(30 * second);
      first.store.put(placeOf(), [taskOf('2')]);
      await first.live(30 * second);
      assert.equal(first.log.lines.length, 1);
      assert.match(first.log.lines[0] ?? '', /^warn The snapshot: /);
      await rm(path());
      await first.live(30 * second);
      assert.deepEqual((await reader()).ids, ['1', '2']);
      first.store.put(placeOf(), [taskOf('3')]);
      await first.live(second);
      assert.deepEqual((await reader()).ids, ['1', '2', '3']);
    });

    it('goes on without it', async () => {
      await writeFile(path(), '');
      const window = await reader();
      window.store.put(placeOf(), [taskOf('1')]);
      await window.snapshot.load();
      assert.deepEqual(window.ids, ['1']);
    });

    it('keeps its rows when the file has gone, and writes them anew', async () => {
      const [first, other] = [writer(), await reader()];
      first.store.put(placeOf(), [taskOf('1')]);
      await first.snapshot.flush();
      await other.snapshot.load();
      await rm(path(), { recursive: true });
      await other.snapshot.load();
      assert.deepEqual(other.ids, ['1']);
      first.store.put(placeOf(), [taskOf('2')]);
      await first.snapshot.flush();
      await first.snapshot.flush();
      await other.snapshot.load();
      assert.deepEqual(other.ids, ['1', '2']);
    });
  });

  describe('that cannot be read', () => {
    for (const [what, spoil] of Object.entries({
      'has a damaged line in the middle': (text: string) => text.replace('"kind":"task"', '"kind":"tusk"'),
      'is of a newer version': (text: string) => text.replace('"cloudTasks":1', '"cloudTasks":2'),
      'begins in the middle': (text: string) => text.slice(5),
      'is full of zeros': (text: string) => '\0'.repeat(text.length),
      'has zeros at its end': (text: string) => `${text}\0\0\0\n`,
    })) {
      it(`is set aside when it ${what}, and all goes on`, async () => {
        const first = writer();
        first.store.put(placeOf(), [taskOf('1'), taskOf('2')]);
        await first.snapshot.flush();
        const spoilt = spoil(await disk());
        await writeFile(join(path(), 'tasks-1.ndjson'), spoilt);
        const window = await reader();
        assert.deepEqual(window.ids, []);
        const [aside = ''] = await names();
        assert.match(aside, /^tasks-1\.ndjson\.\w+\.aside$/);
        assert.equal(window.log.lines.length, 1);

        window.snapshot.setWriting(true);
        window.store.put(placeOf(), [taskOf('3')]);
        await window.snapshot.flush();
        assert.deepEqual(await names(), [aside, 'tasks-2.ndjson'].sort());
        assert.equal(await readFile(join(path(), aside), 'utf8'), spoilt);
        assert.deepEqual((await reader()).ids, ['3']);
      });
    }

    it('is written anew by the one that writes when another has set it aside', async () => {
      const [first, other] = [writer(), await reader()];
      first.store.put(placeOf(), [taskOf('1')]);
      await first.snapshot.flush();
      await other.snapshot.load();
      await appendFile(join(path(), 'tasks-1.ndjson'), 'no entry\n');
      await other.snapshot.load();
      assert.deepEqual(other.ids, ['1'], 'what it has shown stays');
      first.store.put(placeOf(), [taskOf('2')]);
      await first.snapshot.flush();
      await first.snapshot.flush();
      await other.snapshot.load();
      assert.deepEqual(other.ids, ['1', '2']);
      assert.equal(other.log.lines.length, 1);
    });

    it('is not half applied', async () => {
      const [first, other] = [writer(), await reader()];
      await first.snapshot.flush();
      await mkdir(path(), { recursive: true });
      first.store.put(placeOf(), [taskOf('1')]);
      await first.snapshot.flush();
      await appendFile(join(path(), (await names())[0] ?? ''), '{"kind":"gone"}\n');
      await other.snapshot.load();
      assert.deepEqual(other.ids, []);
    });
  });

  it('holds 20,000 tasks', async () => {
    const first = writer();
    const follower = await reader();
    const tasks = Array.from({ length: 20_000 }, (_, index) =>
      taskOf(`${index}`, { createdAt: new Date(index), raw: { url: `https://example.com/${index}` } }),
    );
    await first.snapshot.flush();
    first.store.put(placeOf(), tasks.slice(0, 10));
    await first.snapshot.flush();
    await follower.snapshot.load();
    first.store.put(placeOf(), tasks);
    await first.snapshot.flush();
    await follower.snapshot.load();
    for (const { store } of [follower, await reader()]) {
      assert.equal(store.count('acc', 'succeeded'), 20_000);
      assert.deepEqual(store.task(tasks[19_999]?.key ?? ''), tasks[19_999]);
    }
  });
});
