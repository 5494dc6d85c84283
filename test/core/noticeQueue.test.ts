import assert from 'node:assert/strict';
import { NoticeQueue } from '../../src/core/noticeQueue';
import type { Task } from '../../src/core/task';
import { FakeClock, settle } from '../fakes/clock';
import { taskOf } from '../fakes/tasks';

const second = 1000;
const minute = 60 * second;

/** The offers of all windows of a test. */
class Shelf {
  readonly offers = new Map<string, readonly string[]>();
  isFull = false;

  make(keys: readonly string[]): Promise<string> {
    if (this.isFull) return Promise.reject(new Error('No space left.'));
    const name = `${this.offers.size}`;
    this.offers.set(name, keys);
    return Promise.resolve(name);
  }

  take(name: string): Promise<boolean> {
    return Promise.resolve(this.offers.delete(name));
  }

  takeAll(_now: number, knows: (key: string) => boolean): Promise<string[]> {
    const fitting = [...this.offers].filter(([, keys]) => keys.every(knows));
    return Promise.resolve(fitting.flatMap(([name, keys]) => (this.offers.delete(name) ? keys : [])));
  }
}

class Window {
  focused = true;
  /** Ids of each notice. */
  readonly notices: string[] = [];
  readonly known = new Map<string, Task>();
  /** Ids of tasks whose file comes by itself. */
  fetched: readonly string[] = [];
  areFetchedKnown = true;
  private close: () => void = () => undefined;
  readonly queue: NoticeQueue;

  constructor(clock: FakeClock, shelf: Shelf) {
    this.queue = new NoticeQueue({
      clock,
      tell: tasks => {
        this.notices.push(tasks.map(({ id }) => id).join());
        return new Promise<void>(resolve => (this.close = resolve));
      },
      fetched: tasks =>
        this.areFetchedKnown
          ? Promise.resolve(tasks.filter(({ id }) => this.fetched.includes(id)))
          : Promise.reject(new Error('Nobody knows.')),
      isFocused: () => this.focused,
      isShared: ({ account }) => account !== 'demo',
      ended: key => this.known.get(key),
      offers: shelf,
    });
  }

  /** @param isMine whether this window has found it out */
  end(isMine: boolean, ...tasks: Task[]): void {
    for (const task of tasks) this.known.set(task.key, task);
    if (isMine) this.queue.add(tasks);
    else this.queue.look();
  }

  async answer(): Promise<void> {
    this.close();
    await settle();
  }
}

describe('NoticeQueue', () => {
  let clock: FakeClock;
  let shelf: Shelf;
  let window: Window;
  let windows: Window[];
  const open = () => {
    const opened = new Window(clock, shelf);
    windows.push(opened);
    return opened;
  };
  const [a, b, c] = ['a', 'b', 'c'].map(id => taskOf(id)) as [Task, Task, Task];

  beforeEach(() => {
    clock = new FakeClock();
    shelf = new Shelf();
    windows = [];
    window = open();
  });
  afterEach(() => windows.forEach(({ queue }) => queue.dispose()));

  it('tells together of what ends at about the same time', async () => {
    window.end(true, a);
    await clock.advance(900);
    window.end(true, b, c);
    assert.deepEqual(window.notices, []);
    await clock.advance(100);
    assert.deepEqual(window.notices, ['a,b,c']);
  });

  it('shows one notice at a time: what ends meanwhile goes into the next', async () => {
    window.end(true, a);
    await clock.advance(second);
    window.end(true, b);
    await clock.advance(10 * second);
    window.end(true, c);
    await clock.advance(10 * second);
    assert.deepEqual(window.notices, ['a']);
    await window.answer();
    await clock.advance(second);
    assert.deepEqual(window.notices, ['a', 'b,c']);
  });

  it('goes on a minute after a notice that nobody answers, if the user was there', async () => {
    window.end(true, a);
    await clock.advance(second);
    window.end(true, b);
    await clock.advance(minute + second);
    assert.deepEqual(window.notices, ['a', 'b']);
  });

  it('piles up nothing while the user is away', async () => {
    window.end(true, taskOf('d', { account: 'demo' }));
    await clock.advance(second);
    window.focused = false;
    window.end(true, taskOf('e', { account: 'demo' }));
    await clock.advance(30 * minute);
    assert.deepEqual(window.notices, ['d']);
    window.focused = true;
    await clock.advance(minute + second);
    assert.deepEqual(window.notices, ['d', 'e']);
  });

  it('tells of one ending once, and of another one of the same task again', async () => {
    for (const task of [a, a, { ...a, status: 'expired' as const }, a]) {
      window.end(true, task);
      await clock.advance(second);
      await window.answer();
    }
    assert.deepEqual(window.notices, ['a', 'a']);
  });

  it('leaves it to the download to tell of a task whose file is fetched, and tells of the others', async () => {
    window.fetched = ['a', 'c'];
    window.end(true, a, b, c);
    await clock.advance(second);
    assert.deepEqual(window.notices, ['b']);
    await window.answer();
    window.end(true, a);
    await clock.advance(minute);
    assert.deepEqual(window.notices, ['b'], 'there is nothing to say');
  });

  it('tells nothing of such a task later, when its file is fetched no more', async () => {
    window.fetched = ['a'];
    window.end(true, a);
    await clock.advance(second);
    window.fetched = [];
    window.end(true, a);
    await clock.advance(second);
    assert.deepEqual(window.notices, []);
  });

  it('tells of all where nobody knows what is fetched', async () => {
    window.areFetchedKnown = false;
    window.end(true, a, b);
    await clock.advance(second);
    assert.deepEqual(window.notices, ['a,b']);
  });

  it('says nothing after its end', async () => {
    window.end(true, a);
    window.end(false, b);
    window.queue.dispose();
    await clock.advance(minute);
    assert.deepEqual(window.notices, []);
    assert.equal(clock.sleeping, 0);
  });

  describe('of several windows', () => {
    let other: Window;
    const told = () => windows.map(({ notices }) => notices);
    const endIn = (finder: Window, ...tasks: Task[]) => {
      finder.end(true, ...tasks);
      for (const reader of windows) if (reader !== finder) reader.end(false, ...tasks);
    };
    beforeEach(() => (other = open()));

    it('tells in the one that has found it out when the user is there', async () => {
      other.focused = false;
      endIn(window, a);
      await clock.advance(minute);
      assert.deepEqual(told(), [['a'], []]);
      assert.equal(shelf.offers.size, 0);
    });

    it('tells in the one the user is in, and there alone', async () => {
      window.focused = false;
      endIn(window, a, b);
      await clock.advance(minute);
      assert.deepEqual(told(), [[], ['a,b']]);
    });

    it('tells in the one that has found it out when the user is in none', async () => {
      window.focused = other.focused = false;
      endIn(window, a);
      await clock.advance(minute);
      assert.deepEqual(told(), [['a'], []]);
      assert.equal(shelf.offers.size, 0);
    });

    it('follows the user, who may be back before the offer is taken', async () => {
      window.focused = other.focused = false;
      endIn(window, a);
      await clock.advance(2 * second);
      window.focused = true;
      window.queue.look();
      await clock.advance(minute);
      assert.deepEqual(told(), [['a'], []]);
    });

    it('takes an offer by a window that the user comes to', async () => {
      window.focused = other.focused = false;
      endIn(window, a);
      await clock.advance(3 * second);
      other.focused = true;
      other.queue.look();
      await clock.advance(minute);
      assert.deepEqual(told(), [[], ['a']]);
    });

    it('offers none whose file is fetched: the window that fetches it tells', async () => {
      window.focused = false;
      window.fetched = ['a'];
      endIn(window, a, b);
      await clock.advance(minute);
      assert.deepEqual(told(), [[], ['b']]);
    });

    it('looks once more for what ends while it waits to look', async () => {
      window.focused = false;
      other.end(false, a);
      await clock.advance(1900);
      endIn(window, b);
      await clock.advance(minute);
      assert.deepEqual(told(), [[], ['b']]);
    });

    it('tells of an account that no other one has where it is', async () => {
      window.focused = false;
      window.end(true, a, taskOf('d', { account: 'demo' }));
      other.end(false, a);
      await clock.advance(minute);
      assert.deepEqual(told(), [['d'], ['a']]);
    });

    it('tells where it was found out when the disk takes no offer', async () => {
      window.focused = false;
      shelf.isFull = true;
      endIn(window, a);
      await clock.advance(minute);
      assert.deepEqual(told(), [['a'], []]);
    });
  });
});
