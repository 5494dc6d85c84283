import assert from 'node:assert/strict';
import type { Account } from '../../src/core/account';
import { Connections } from '../../src/core/connections';
import type { Attention } from '../../src/core/pace';
import { Poller } from '../../src/core/poller';
import { TaskStore } from '../../src/core/store';
import { FakeClock, settle } from '../fakes/clock';
import { cloudOf, failure, FakeAccounts, FakeService, ioOf } from '../fakes/clouds';
import { accountOf, placeOf, taskOf } from '../fakes/tasks';

const second = 1_000;
const minute = 60 * second;

interface Setup {
  readonly service?: FakeService;
  readonly accounts?: readonly Account[];
  readonly interval?: number;
}

/** One account with two regions, whose service each test scripts. */
function pollerOf({
  service = new FakeService(),
  accounts: list = [accountOf({ regions: ['r1', 'r2'] })],
  interval = 5 * minute,
}: Setup = {}) {
  const clock = new FakeClock();
  const store = new TaskStore();
  const accounts = new FakeAccounts(list);
  const cloud = cloudOf({ exports: service });
  const connections = new Connections([cloud], accounts, () => Promise.resolve(ioOf({ clock })));
  const settings: { interval: number; attention: Attention; calls: boolean } = {
    ...{ interval, attention: 'watching' },
    calls: true,
  };
  const poller = new Poller({
    ...{ store, clock, accounts, connections, random: () => 0.5 },
    listInterval: () => settings.interval,
    attention: () => settings.attention,
    calls: () => settings.calls,
    takeOver: () => {
      settings.calls = true;
      return Promise.resolve();
    },
  });
  const start = async () => {
    poller.start();
    await settle();
  };
  /** The calls since this was asked last. */
  const calls = () => service.calls.splice(0);
  const states = () => store.places().map(({ account, region, state }) => `${account} ${region} ${state}`);
  return { poller, clock, store, accounts, service, settings, start, calls, states };
}

const running = (id: string, region: string) => taskOf(id, { status: 'running', region });
const throwing = (kind: Parameters<typeof failure>[0]) => () => {
  throw failure(kind);
};

describe('Poller', () => {
  it('waits for nothing when it starts', () => {
    const { poller, calls } = pollerOf();
    poller.start();
    assert.deepEqual(calls(), []);
  });

  it('reads every list once it has started', async () => {
    const { start, calls, states } = pollerOf();
    await start();
    assert.deepEqual(calls(), ['list r1', 'list r2']);
    assert.deepEqual(states(), ['acc r1 ok', 'acc r2 ok']);
  });

  it('lets one call of a credential go ahead until one is let in', async () => {
    const held: (() => void)[] = [];
    const service = new FakeService(() => new Promise(resolve => held.push(() => resolve([]))));
    const { start, calls, poller } = pollerOf({
      service,
      accounts: [accountOf({ regions: ['r1', 'r2', 'r3'] })],
    });
    await start();
    assert.deepEqual(calls(), ['list r1']);
    held.shift()?.();
    await settle();
    assert.deepEqual(calls(), ['list r2', 'list r3'], 'then the others go together');
    held.splice(0).forEach(go => go());
    await settle();
    void poller.refresh();
    await settle();
    assert.deepEqual(calls(), ['list r1'], 'and so each time: it may have been withdrawn');
    poller.dispose();
  });

  for (const kind of ['permission', 'notActivated'] as const) {
    it(`takes ${kind} as proof of the credential`, async () => {
      const service = new FakeService(({ region }) => {
        if (region === 'r1') throw failure(kind);
        return new Promise(() => undefined);
      });
      const { start, calls } = pollerOf({
        service,
        accounts: [accountOf({ regions: ['r1', 'r2', 'r3'] })],
      });
      await start();
      assert.deepEqual(calls(), ['list r1', 'list r2', 'list r3']);
    });
  }

  it('does not take a network that fails for proof', async () => {
    const service = new FakeService(({ region }) => {
      if (region === 'r1') throw failure('network');
      return new Promise(() => undefined);
    });
    const { start, calls } = pollerOf({ service, accounts: [accountOf({ regions: ['r1', 'r2', 'r3'] })] });
    await start();
    assert.deepEqual(calls(), ['list r1', 'list r2']);
  });

  describe('of a disabled account', () => {
    const disabled = accountOf({ regions: ['r1', 'r2'], disabled: true });

    it('makes no call: not at the start, not by itself, not on a refresh, not for another window', async () => {
      const { start, calls, states, poller, clock, settings } = pollerOf({ accounts: [disabled] });
      settings.calls = false;
      await start();
      settings.calls = true;
      poller.reassign();
      await settle();
      await clock.advance(24 * 60 * minute);
      await poller.refresh();
      await poller.refresh('acc');
      await poller.takeOver();
      poller.wake();
      await settle();
      assert.deepEqual(calls(), []);
      assert.deepEqual(states(), ['acc r1 off', 'acc r2 off']);
      assert.equal(clock.sleeping, 0);
    });

    it('keeps the rows that it had, and of when they are', async () => {
      const service = new FakeService(({ region }) => {
        if (region === 'r2') throw failure('permission');
        return [running('1', region)];
      });
      const { start, calls, store, accounts, clock } = pollerOf({ service });
      await start();
      calls();
      accounts.replace([disabled], 'acc');
      await settle();
      await clock.advance(24 * 60 * minute);
      assert.deepEqual(calls(), []);
      assert.equal([...store.tasks()].length, 1);
      const [first, second] = store.places();
      assert.ok(first?.refreshedAt);
      assert.deepEqual([first.state, second?.state], ['off', 'off']);
    });

    it('reads at once what is enabled again', async () => {
      const { start, calls, states, accounts } = pollerOf({ accounts: [disabled] });
      await start();
      accounts.replace([accountOf({ regions: ['r1', 'r2'] })], 'acc');
      await settle();
      assert.deepEqual(calls(), ['list r1', 'list r2']);
      assert.deepEqual(states(), ['acc r1 ok', 'acc r2 ok']);
    });
  });

  describe('when a credential is refused', () => {
    for (const kind of ['auth', 'expiredCredential'] as const) {
      it(`makes no further call of the account (${kind}) and marks its other places off`, async () => {
        const { start, calls, states, store, clock } = pollerOf({ service: new FakeService(throwing(kind)) });
        await start();
        assert.deepEqual(calls(), ['list r1']);
        assert.deepEqual(states(), ['acc r1 failed', 'acc r2 off']);
        assert.equal(store.places()[1]?.problem?.kind, kind, 'with the reason');
        await clock.advance(24 * 60 * minute);
        assert.deepEqual(calls(), []);
        assert.equal(clock.sleeping, 0);
      });
    }

    it('makes one call when the user refreshes and it is refused again', async () => {
      const { start, calls, states, poller, clock } = pollerOf({
        service: new FakeService(throwing('auth')),
        accounts: [accountOf({ regions: ['r1', 'r2', 'r3'] })],
      });
      await start();
      calls();
      await poller.refresh('acc');
      assert.deepEqual(calls(), ['list r1']);
      assert.deepEqual(states(), ['acc r1 failed', 'acc r2 off', 'acc r3 off']);
      await clock.advance(60 * minute);
      assert.deepEqual(calls(), []);
    });

    it('follows every place again when the refresh is let in', async () => {
      const service = new FakeService(throwing('auth'));
      const { start, calls, states, poller, clock } = pollerOf({ service });
      await start();
      calls();
      service.onList = () => [];
      await poller.refresh();
      assert.deepEqual(calls(), ['list r1', 'list r2']);
      assert.deepEqual(states(), ['acc r1 ok', 'acc r2 ok']);
      await clock.advance(5 * minute);
      assert.deepEqual(calls(), ['list r1', 'list r2']);
    });

    it('stops places that sleep when another is refused later', async () => {
      const service = new FakeService(
        ({ region }) => (region === 'r1' ? [running('1', 'r1')] : []),
        throwing('expiredCredential'),
      );
      const { start, calls, states, clock, poller } = pollerOf({ service });
      await start();
      calls();
      await clock.advance(5 * second);
      assert.deepEqual(calls(), ['follow r1 1']);
      assert.deepEqual(states(), ['acc r1 failed', 'acc r2 off'], 'at once');
      await clock.advance(60 * minute);
      assert.deepEqual(calls(), [], 'although the list of r2 was due');
      service.onList = throwing('auth');
      await poller.refresh();
      assert.deepEqual(calls(), ['list r1'], 'the credential has to prove itself anew');
      service.onList = () => [];
      await poller.refresh();
      calls();
      await clock.advance(5 * minute);
      assert.deepEqual(calls(), ['list r1', 'list r2'], 'and is followed again when it has');
    });

    it('is asked once when several places are due at the same moment', async () => {
      const service = new FakeService(({ region }) => [running(region, region)], throwing('auth'));
      const { start, calls, states, clock } = pollerOf({ service });
      await start();
      calls();
      await clock.advance(60 * minute);
      assert.deepEqual(calls(), ['follow r1 r1']);
      assert.deepEqual(states(), ['acc r1 failed', 'acc r2 off']);
    });

    it('marks off a place too that was let in at the same time', async () => {
      const service = new FakeService(({ region }) => {
        if (region === 'r3') throw failure('auth');
        return [];
      });
      const { start, states } = pollerOf({ service, accounts: [accountOf({ regions: ['r1', 'r2', 'r3'] })] });
      await start();
      assert.deepEqual(states(), ['acc r1 off', 'acc r2 off', 'acc r3 failed']);
    });

    it('follows all places again after a refresh while a call of one is still under way', async () => {
      const held: (() => void)[] = [];
      const service = new FakeService(
        ({ region }) => [running(region, region)],
        tasks => new Promise(resolve => held.push(() => resolve(tasks))),
      );
      const { start, calls, clock, poller } = pollerOf({ service });
      await start();
      await clock.advance(5 * second);
      const refreshed = poller.refresh();
      service.onFollow = tasks => tasks;
      await settle();
      held.shift()?.();
      await refreshed;
      calls();
      await clock.advance(6 * second);
      assert.deepEqual(calls().sort(), ['follow r1 r1', 'follow r2 r2']);
    });

    it('leaves other accounts alone', async () => {
      const service = new FakeService(({ region }) => {
        if (region === 'r1') throw failure('auth');
        return [];
      });
      const accounts = [accountOf(), accountOf({ id: 'other', regions: ['r2'] })];
      const { start, calls, states, clock } = pollerOf({ service, accounts });
      await start();
      assert.deepEqual(states(), ['acc r1 failed', 'other r2 ok']);
      calls();
      await clock.advance(5 * minute);
      assert.deepEqual(calls(), ['list r2']);
    });
  });

  describe('as time goes by', () => {
    it('reads the lists again every five minutes and nothing in between when all is finished', async () => {
      const service = new FakeService(({ region }) => [taskOf('1', { region })]);
      const { start, calls, clock } = pollerOf({ service });
      await start();
      calls();
      await clock.advance(5 * minute - 1);
      assert.deepEqual(calls(), []);
      await clock.advance(1);
      assert.deepEqual(calls(), ['list r1', 'list r2']);
    });

    it('follows what is unfinished after 5 seconds, then ever more rarely', async () => {
      const service = new FakeService(({ region }) => [running('1', region)]);
      const { start, clock } = pollerOf({ service, accounts: [accountOf()] });
      const times: number[] = [];
      const begin = clock.now();
      service.onFollow = tasks => {
        times.push((clock.now() - begin) / second);
        return tasks;
      };
      await start();
      await clock.advance(3 * minute);
      assert.deepEqual(times.map(Math.floor), [5, 12, 23, 40, 65, 103, 160]);
    });

    it('leaves a service alone for longer after each failure, and tries again', async () => {
      let fails = false;
      const service = new FakeService(() => {
        if (fails) throw failure('network');
        return [taskOf('1')];
      });
      const { start, calls, clock, store } = pollerOf({ service, accounts: [accountOf()] });
      await start();
      fails = true;
      calls();
      const called: number[] = [];
      for (let at = 0; at < 20; at++) {
        await clock.advance(30 * second);
        if (calls().length > 0) called.push((at + 1) / 2);
      }
      assert.deepEqual(called, [5, 5.5, 6.5, 8.5], 'minutes');
      assert.equal([...store.tasks()].length, 1, 'the old row stays');
      fails = false;
      await clock.advance(3 * minute);
      assert.deepEqual(calls(), ['list r1']);
    });

    it('tries again soon when the first reading fails: a laptop wakes before its network', async () => {
      const service = new FakeService(throwing('network'));
      const { start, calls, clock } = pollerOf({ service, accounts: [accountOf()] });
      await start();
      calls();
      service.onList = () => [];
      await clock.advance(30 * second);
      assert.deepEqual(calls(), ['list r1']);
    });

    it('waits as long as the cloud asks, even for more than an hour', async () => {
      const service = new FakeService(() => {
        throw failure('throttled', { retryAfter: 90 * minute });
      });
      const { start, calls, clock } = pollerOf({ service, accounts: [accountOf()] });
      await start();
      calls();
      await clock.advance(90 * minute - 1);
      assert.deepEqual(calls(), []);
      await clock.advance(1 + second);
      assert.deepEqual(calls(), ['list r1']);
    });

    it('waits as long as the cloud asks whoever asked last, while other places of a refresh are still read', async () => {
      let isRefresh = false;
      const service = new FakeService(async ({ region }) => {
        if (!isRefresh) return [];
        if (region === 'r1') throw failure('throttled', { retryAfter: 10 * minute });
        await clock.sleep(minute);
        return [];
      });
      const { poller, clock, start, calls } = pollerOf({ service });
      await start();
      calls();
      await clock.advance(5 * minute - second);
      isRefresh = true;
      void poller.refresh();
      await clock.advance(9 * minute);
      assert.deepEqual(
        calls().filter(call => call === 'list r1'),
        ['list r1'],
      );
      await clock.advance(2 * minute);
      assert.deepEqual(
        calls().filter(call => call === 'list r1'),
        ['list r1'],
      );
      poller.dispose();
    });

    it('follows soon again after an explicit refresh that mended a row of failures', async () => {
      const service = new FakeService(throwing('network'));
      const { start, calls, clock, poller } = pollerOf({ service, accounts: [accountOf()] });
      await start();
      await clock.advance(10 * minute);
      service.onList = () => [running('1', 'r1')];
      await poller.refresh();
      calls();
      await clock.advance(5 * second);
      assert.deepEqual(calls(), ['follow r1 1']);
    });
  });

  it('notices when it is woken that something is to be followed', async () => {
    const { start, calls, clock, poller, store } = pollerOf({ accounts: [accountOf()] });
    await start();
    await clock.advance(10 * second);
    calls();
    store.put(taskOf('9'), [running('9', 'r1')]);
    poller.wake();
    await settle();
    assert.deepEqual(calls(), [], 'in its own time');
    await clock.advance(5 * second);
    assert.deepEqual(calls(), ['follow r1 9']);
  });

  it('says that places are being read, and keeps their old problem until it is over', async () => {
    const service = new FakeService(throwing('network'));
    const { start, poller, store } = pollerOf({ service, accounts: [accountOf()] });
    await start();
    service.onList = () => new Promise(() => undefined);
    void poller.refresh();
    await settle();
    const [place] = store.places();
    assert.deepEqual([place?.state, place?.problem?.kind], ['loading', 'network']);
  });

  it('refreshes one account alone, or none for an id that it does not know', async () => {
    const accounts = [accountOf(), accountOf({ id: 'other', regions: ['r2'] })];
    const { start, calls, poller } = pollerOf({ accounts });
    await start();
    calls();
    await poller.refresh('other');
    await poller.refresh('nobody');
    assert.deepEqual(calls(), ['list r2']);
  });

  it('never rejects, not even when the secret storage throws', async () => {
    const { start, accounts, poller, store } = pollerOf();
    accounts.credential = () => Promise.reject(new Error('no keyring'));
    await start();
    await poller.refresh();
    assert.deepEqual(
      store.places().map(({ state, problem }) => `${state} ${problem?.code}`),
      ['failed Error', 'off Error'],
    );
  });

  describe('when accounts change', () => {
    it('changes nothing for an account that is removed while its call is under way', async () => {
      let answer: () => void = () => undefined;
      const service = new FakeService(() => new Promise(resolve => (answer = () => resolve([taskOf('1')]))));
      const { start, accounts, store, clock, calls } = pollerOf({ service });
      await start();
      accounts.replace([], 'acc');
      answer();
      await settle();
      assert.deepEqual([[...store.tasks()], store.places()], [[], []]);
      calls();
      await clock.advance(60 * minute);
      assert.deepEqual([calls(), clock.sleeping], [[], 0]);
    });

    it('reads a new account at once', async () => {
      const { start, accounts, calls } = pollerOf({ accounts: [] });
      await start();
      assert.deepEqual(calls(), []);
      accounts.replace([accountOf()], 'acc');
      await settle();
      assert.deepEqual(calls(), ['list r1']);
    });

    it('reads an account anew when it changed, and keeps the rows of what it still watches', async () => {
      const service = new FakeService(({ region }) => [taskOf(region, { region })]);
      const { start, accounts, calls, store, clock } = pollerOf({ service });
      await start();
      calls();
      accounts.replace([accountOf({ regions: ['r2', 'r3'] })], 'acc');
      assert.deepEqual(
        [...store.tasks()].map(({ id }) => id),
        ['r2'],
      );
      await settle();
      assert.deepEqual(calls(), ['list r2', 'list r3']);
      await clock.advance(5 * minute);
      assert.deepEqual(calls(), ['list r2', 'list r3'], 'the old loops have ended');
    });

    it('has no places for an account of a cloud that there is not', async () => {
      const { start, calls, store } = pollerOf({ accounts: [accountOf({ cloud: 'moon' })] });
      await start();
      assert.deepEqual([calls(), store.places()], [[], []]);
    });

    it('forgets the places of an account whose cloud is gone', async () => {
      const { start, accounts, store } = pollerOf();
      await start();
      accounts.replace([accountOf({ cloud: 'moon' })], 'acc');
      await settle();
      assert.deepEqual(store.places(), []);
    });

    it('says that the account is gone, if it is asked while it goes', async () => {
      const { start, accounts, poller, store } = pollerOf({ accounts: [accountOf()] });
      await start();
      accounts.replace([]);
      await poller.refresh();
      assert.equal(store.places()[0]?.problem?.message, 'The account is gone.');
    });
  });

  describe('with following by itself turned off', () => {
    it('makes no call unless it is asked to', async () => {
      const service = new FakeService(({ region }) => [running('1', region)]);
      const { start, calls, clock, poller } = pollerOf({ service, interval: Infinity });
      await start();
      await clock.advance(3 * 60 * minute);
      assert.deepEqual(calls(), []);
      await poller.refresh();
      assert.deepEqual(calls(), ['list r1', 'list r2']);
      await clock.advance(3 * 60 * minute);
      assert.deepEqual(calls(), []);
    });

    it('begins when it is turned on', async () => {
      const { start, calls, clock, poller, settings } = pollerOf({ interval: Infinity });
      await start();
      poller.wake();
      await settle();
      assert.deepEqual(calls(), []);
      settings.interval = 5 * minute;
      poller.wake();
      await settle();
      assert.deepEqual(calls(), ['list r1', 'list r2']);
      poller.wake();
      await clock.advance(4 * minute);
      assert.deepEqual(calls(), [], 'once');
    });

    it('goes on after it was off for a while', async () => {
      const { start, calls, clock, poller, settings } = pollerOf({ accounts: [accountOf()] });
      await start();
      calls();
      settings.interval = Infinity;
      poller.wake();
      await clock.advance(60 * minute);
      assert.deepEqual(calls(), []);
      settings.interval = 5 * minute;
      poller.wake();
      await clock.advance(second);
      assert.deepEqual(calls(), ['list r1']);
    });
  });

  describe('in a window that does not call', () => {
    it('shows the places of each account, and makes no call', async () => {
      const { poller, settings, start, calls, clock, states } = pollerOf();
      settings.calls = false;
      await start();
      await clock.advance(60 * minute);
      assert.deepEqual([calls(), states()], [[], ['acc r1 loading', 'acc r2 loading']]);
      settings.calls = true;
      poller.reassign();
      await settle();
      assert.deepEqual(calls(), ['list r1', 'list r2']);
      settings.calls = false;
      poller.reassign();
      await clock.advance(60 * minute);
      assert.deepEqual(calls(), []);
    });

    it('reads each list once when the user refreshes there, and goes on with the other accounts', async () => {
      const accounts = [accountOf(), accountOf({ id: 'other', regions: ['r9'] })];
      const { poller, settings, start, calls } = pollerOf({ accounts });
      settings.calls = false;
      await start();
      await poller.refresh('acc');
      await settle();
      assert.deepEqual(calls().sort(), ['list r1', 'list r9']);
    });

    it('does not try a credential again that the window before has seen refused', async () => {
      const service = new FakeService(throwing('auth'));
      const { poller, settings, start, calls, clock, store, states } = pollerOf({ service });
      settings.calls = false;
      await start();
      const { problem } = failure('auth');
      // It was being tried when that window went.
      store.setState({ ...placeOf(), state: 'loading', problem });
      await clock.advance(minute);
      settings.calls = true;
      poller.reassign();
      await clock.advance(60 * minute);
      assert.deepEqual([calls(), states()], [[], ['acc r1 failed', 'acc r2 off']]);
      await poller.refresh();
      assert.deepEqual(calls(), ['list r1']);
    });

    it('tries it once when the window has just been opened', async () => {
      const service = new FakeService(throwing('auth'));
      const { poller, settings, start, calls, clock, store } = pollerOf({ service });
      settings.calls = false;
      await start();
      store.setState({ ...placeOf(), state: 'failed', problem: failure('auth').problem });
      await clock.advance(12 * second);
      settings.calls = true;
      poller.reassign();
      await clock.advance(60 * minute);
      assert.deepEqual(calls(), ['list r1']);
    });

    it('shares a refresh that is under way: five clicks are one call', async () => {
      const service = new FakeService(throwing('auth'));
      const { poller, start, calls } = pollerOf({ service });
      await start();
      calls();
      await Promise.all([1, 2, 3, 4, 5].map(() => poller.refresh()));
      assert.deepEqual(calls(), ['list r1']);
    });
  });

  it('makes no call and holds nothing once it is disposed', async () => {
    const { start, calls, clock, poller, accounts } = pollerOf();
    await start();
    calls();
    poller.dispose();
    accounts.replace([accountOf()], 'acc');
    await poller.refresh();
    await clock.advance(60 * minute);
    assert.deepEqual([calls(), clock.sleeping], [[], 0]);
  });
});
