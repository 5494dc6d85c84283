import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TaskStore } from '../../../src/core/store';
import { Sharing } from '../../../src/core/windows/sharing';
import { FakeClock, settle } from '../../fakes/clock';
import { testFolder } from '../../fakes/folder';
import { FakeLog } from '../../fakes/log';
import { placeOf, taskOf } from '../../fakes/tasks';

const second = 1_000;

/** A window with one account that watches one place. */
class Window {
  readonly clock = new FakeClock();
  readonly store = new TaskStore();
  readonly log = new FakeLog();
  /** Whether it called the clouds, and how many rows it had, whenever it was told. */
  readonly told: { held: boolean; rows: number }[] = [];
  readonly sharing: Sharing;

  constructor(folder: string) {
    this.store.setPlaces('acc', [placeOf()]);
    this.sharing = new Sharing({
      ...{ folder, store: this.store, clock: this.clock, log: this.log },
      isKept: () => true,
      isListed: () => true,
      historyDays: () => 90,
      onChange: () => this.told.push({ held: this.sharing.held, rows: this.ids.length }),
    });
  }

  get ids(): string[] {
    return [...this.store.tasks()].map(({ id }) => id).sort();
  }

  put(...ids: string[]): void {
    this.store.put(
      placeOf(),
      ids.map(id => taskOf(id)),
    );
  }

  async start(): Promise<void> {
    await this.sharing.start();
    await this.asleep();
  }

  async live(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += second) {
      await this.clock.advance(second);
      await this.asleep();
    }
  }

  /** Both what beats or looks and what reads or writes, and what one of them has brought about. */
  private async asleep(): Promise<void> {
    const sharing = this.sharing as unknown as { turn: Promise<void> };
    do {
      while (this.clock.sleeping < 2) await settle();
      await sharing.turn;
      await settle();
    } while (this.clock.sleeping < 2);
  }
}

describe('Sharing', () => {
  const folder = testFolder();
  let opened: Window[] = [];
  afterEach(() => {
    for (const { sharing } of opened) sharing.dispose();
    opened = [];
  });

  const open = async () => {
    const window = new Window(folder.path);
    opened.push(window);
    await window.start();
    return window;
  };
  const two = async () => [await open(), await open()] as const;
  const held = (...windows: readonly Window[]) => windows.map(({ sharing }) => sharing.held);
  /** Side by side: what takes one of them real time is not overtaken by the other's clock. */
  const live = async (windows: readonly Window[], ms: number) => {
    for (let passed = 0; passed < ms; passed += second)
      await Promise.all(windows.map(window => window.live(second)));
  };
  const disk = async () => {
    const names = await readdir(folder.at('tasks'));
    return (await Promise.all(names.map(name => readFile(join(folder.at('tasks'), name), 'utf8')))).join('');
  };

  it('lets one of two windows call, and shows in the other what that one reads', async () => {
    const [first, other] = await two();
    assert.deepEqual(held(first, other), [true, false]);
    first.put('1', '2');
    await live([first, other], 4 * second);
    assert.deepEqual(other.ids, ['1', '2']);
    first.store.drop(placeOf(), [taskOf('1').key]);
    first.store.setState({ ...placeOf(), state: 'ok', refreshedAt: new Date(5) });
    await live([first, other], 4 * second);
    assert.deepEqual(other.ids, ['2']);
    assert.deepEqual(other.store.places(), first.store.places());
    assert.deepEqual(other.told, []);
  });

  it('shows in each window what has left a list, also what was not written yet', async () => {
    const windows = await two();
    const [first] = windows;
    first.put('1', '2');
    await first.live(2 * second);
    first.store.drop(placeOf(), [taskOf('1').key], new Date(first.clock.now()));
    for (const { sharing } of windows) {
      const left: string[] = [];
      for await (const tasks of sharing.history()) left.push(...tasks.map(({ id }) => id));
      assert.deepEqual(left, ['1']);
    }
  });

  it('is over before a window calls that was not told what is on disk', async () => {
    const [first, other] = await two();
    first.put('1');
    await first.live(second);
    assert.deepEqual(other.ids, []);
    await other.sharing.takeOver();
    assert.deepEqual(other.told, [{ held: true, rows: 1 }]);
    assert.deepEqual(other.ids, ['1']);
  });

  it('is taken over at once; the one before notices, and reads from then on', async () => {
    const [first, other] = await two();
    await other.sharing.takeOver();
    assert.equal(other.sharing.held, true);
    other.put('1');
    await live([first, other], 6 * second);
    assert.deepEqual(held(first, other), [false, true]);
    assert.deepEqual(first.ids, ['1']);
    assert.deepEqual(
      first.told.map(told => told.held),
      [true, false],
    );
    await other.sharing.takeOver();
    assert.equal(other.told.length, 1, 'nothing new for one that has it');
  });

  it('lets none overwrite the other while both believe that they call', async () => {
    const [first, other] = await two();
    first.put('1');
    await live([first, other], 4 * second);
    await other.sharing.takeOver();
    first.put('late');
    other.put('2');
    await live([first, other], 6 * second);
    assert.deepEqual(other.ids, ['1', '2']);
    assert.deepEqual(first.ids, ['1', '2']);
    assert.deepEqual([...first.log.lines, ...other.log.lines], []);
  });

  it('has what one of two windows finds out told by that one, and the other knows it when it goes on', async () => {
    const [first, other] = await two();
    first.put('1');
    assert.deepEqual([await first.sharing.keep(), await other.sharing.keep()], [true, false]);
    await other.sharing.takeOver();
    assert.deepEqual(other.ids, ['1'], 'it finds out nothing anew');
  });

  it('has what both find out told by one of them while both believe that they call', async () => {
    const [first, other] = await two();
    await other.sharing.takeOver();
    assert.deepEqual(held(first, other), [true, true]);
    for (const window of [first, other]) window.put('1');
    assert.deepEqual([await first.sharing.keep(), await other.sharing.keep()], [false, true]);
    first.put('2');
    await live([first, other], 6 * second);
    assert.equal(await first.sharing.keep(), false);
  });

  it('writes what is left when a window is closed, and the other goes on with it', async () => {
    const [first, other] = await two();
    first.put('1');
    await first.sharing.close();
    assert.equal(first.sharing.held, false);
    assert.match(await disk(), /task 1/);
    await other.live(3 * second);
    assert.deepEqual(other.told, [{ held: true, rows: 1 }]);
  });

  it('writes nothing when a window is closed that waits', async () => {
    const [first, other] = await two();
    other.put('stray');
    await other.sharing.close();
    first.put('1');
    await first.sharing.close();
    assert.doesNotMatch(await disk(), /stray/);
  });

  it('is gone on with by another within 15 seconds when the one dies', async () => {
    const [first, other] = await two();
    first.put('1');
    await live([first, other], 4 * second);
    await other.live(15 * second);
    assert.equal(other.sharing.held, true);
    assert.deepEqual(other.ids, ['1']);
  });

  it('shows what was there before anything is called', async () => {
    const first = await open();
    first.put('1', '2');
    await first.sharing.close();
    const later = new Window(folder.path);
    opened.push(later);
    await later.sharing.start();
    assert.deepEqual(later.ids, ['1', '2']);
    assert.deepEqual(later.told, []);
    await later.live(second);
    assert.deepEqual(later.told, [{ held: true, rows: 2 }]);
  });

  it('lets a window call all by itself where there is no disk', async () => {
    await writeFile(folder.at('tasks'), '');
    await writeFile(folder.at('windows'), '');
    const windows = await two();
    assert.deepEqual(held(...windows), [true, true]);
    await live(windows, 10 * second);
    windows[0].put('1');
    await live(windows, 10 * second);
    assert.deepEqual(windows[0].ids, ['1']);
    await windows[0].sharing.close();
  });

  it('goes on where the tasks alone cannot be kept', async () => {
    await writeFile(folder.at('tasks'), '');
    const [first, other] = await two();
    first.put('1');
    await live([first, other], 5 * second);
    assert.deepEqual(held(first, other), [true, false]);
    assert.deepEqual(first.ids, ['1']);
    assert.equal(await first.sharing.keep(), true, 'better told than lost');
  });

  it('leaves alone what else is in its folders', async () => {
    for (const name of ['tasks', 'windows']) {
      await mkdir(folder.at(name));
      await writeFile(join(folder.at(name), 'notes'), name);
    }
    const [first] = await two();
    first.put('1');
    await first.sharing.close();
    assert.equal(await readFile(join(folder.at('tasks'), 'notes'), 'utf8'), 'tasks');
    assert.equal(await readFile(join(folder.at('windows'), 'notes'), 'utf8'), 'windows');
  });

  it('never tells a window that is closed', async () => {
    const first = await open();
    await first.sharing.close();
    const told = first.told.length;
    await first.sharing.takeOver();
    await settle();
    assert.equal(first.told.length, told);
    assert.equal(first.sharing.held, false);
    assert.equal(first.clock.sleeping, 0);
  });
});
