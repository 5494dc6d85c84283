import assert from 'node:assert/strict';
import type { Account } from '../../src/core/account';
import { Durations } from '../../src/core/durations';
import type { Problem } from '../../src/core/errors';
import type { KnownTasks, TaskService } from '../../src/core/cloud';
import { followPause } from '../../src/core/pace';
import { PlaceFollower, problemFrom } from '../../src/core/placeFollower';
import { TaskStore } from '../../src/core/store';
import type { Task } from '../../src/core/task';
import { FakeClock, settle } from '../fakes/clock';
import { failure, FakeService } from '../fakes/clouds';
import { accountOf, placeOf, taskOf } from '../fakes/tasks';

const never = new AbortController().signal;
const place = placeOf();
const interval = 300_000;

function followerOf(service: FakeService, account: Account | undefined = accountOf()) {
  const clock = new FakeClock();
  const store = new TaskStore();
  store.setPlaces('acc', [place]);
  const heard: (string | undefined)[] = [];
  /** Another, such as the one of the window that goes on after this. */
  const again = () =>
    new PlaceFollower(place, {
      ...{ store, clock, durations: new Durations(), random: () => 0.5 },
      attention: () => 'watching',
      account: () => account,
      connection: () => Promise.resolve({ services: { exports: service } }),
      onCall: problem => heard.push(problem?.kind),
    });
  const follower = again();
  const ids = () => store.tasksOf(place).map(({ id }) => id);
  const state = () => store.places('acc')[0];
  return { clock, store, follower, again, heard, ids, state };
}

const running = (id: string) => taskOf(id, { status: 'running' });

describe('PlaceFollower', () => {
  it('takes in the whole list and says of when it is', async () => {
    const { follower, clock, ids, state, heard } = followerOf(new FakeService(() => [taskOf('1')]));
    assert.equal(await follower.refresh({ signal: never }), undefined);
    assert.deepEqual(ids(), ['1']);
    const now = new Date(clock.now());
    assert.deepEqual(state(), { ...place, state: 'ok', refreshedAt: now, wholeAt: now });
    assert.deepEqual(heard, [undefined]);
  });

  it('says of a list when its reading began, not when it ended', async () => {
    const service = new FakeService(async () => {
      await clock.sleep(9_000);
      return [];
    });
    const { follower, clock, state } = followerOf(service);
    const start = clock.now();
    const reading = follower.refresh({ signal: never });
    await clock.advance(9_000);
    await reading;
    assert.deepEqual(state()?.refreshedAt, new Date(start));
  });

  it('drops the rows that a whole reading no longer shows', async () => {
    const lists = [[taskOf('1'), taskOf('2')], [taskOf('2')]];
    const { follower, ids } = followerOf(new FakeService(() => lists.shift() ?? []));
    await follower.refresh({ signal: never });
    await follower.refresh({ signal: never });
    assert.deepEqual(ids(), ['2']);
  });

  it('keeps the old rows and their time after a failure, and says what was wrong', async () => {
    let fails = false;
    const service = new FakeService(() => {
      if (fails) throw failure('network', { code: 'ECONNRESET' });
      return [taskOf('1')];
    });
    const { follower, clock, ids, state, heard } = followerOf(service);
    await follower.refresh({ signal: never });
    const refreshedAt = new Date(clock.now());
    await clock.advance(60_000);
    fails = true;
    const where = { service: 'exports', region: 'r1' };
    const problem: Problem = { kind: 'network', message: 'it is network', code: 'ECONNRESET', ...where };
    assert.deepEqual(await follower.refresh({ signal: never }), problem);
    assert.deepEqual(ids(), ['1']);
    assert.deepEqual(state(), { ...place, state: 'failed', problem, refreshedAt, wholeAt: refreshedAt });
    assert.deepEqual(heard, [undefined, 'network']);
  });

  it('keeps the rows of the pages it could not read again', async () => {
    let fails = false;
    const service = new FakeService();
    service.list = async function* () {
      await settle();
      yield [taskOf('1', { name: fails ? 'new' : 'old' })];
      if (fails) throw failure('server');
      yield [taskOf('2')];
    };
    const { follower, store, ids } = followerOf(service);
    await follower.refresh({ signal: never });
    fails = true;
    await follower.refresh({ signal: never });
    assert.deepEqual(ids(), ['1', '2']);
    assert.equal(store.task(taskOf('1').key)?.name, 'new');
  });

  it('forgets the problem when it is over', async () => {
    const answers = [failure('server'), undefined];
    const service = new FakeService(() => {
      const error = answers.shift();
      if (error) throw error;
      return [];
    });
    const { follower, clock, state } = followerOf(service);
    await follower.refresh({ signal: never });
    assert.deepEqual([state()?.state, state()?.problem?.kind], ['failed', 'server']);
    await follower.refresh({ signal: never });
    const now = new Date(clock.now());
    assert.deepEqual(state(), { ...place, state: 'ok', refreshedAt: now, wholeAt: now });
  });

  it('asks for the tracked ids of its own service and region', async () => {
    const seen: unknown[] = [];
    const service = new FakeService(({ tracked }) => {
      seen.push(tracked);
      return [];
    });
    const mine = { service: 'exports', region: 'r1', id: '1' };
    const tracked = [mine, { ...mine, region: 'r2' }, { ...mine, service: 'other' }];
    await followerOf(service, accountOf({ tracked })).follower.refresh({ signal: never });
    assert.deepEqual(seen, [[mine]]);
  });

  it('makes one call at a time', async () => {
    const service = new FakeService(async () => {
      await settle();
      return [running('1')];
    });
    const { follower } = followerOf(service);
    await Promise.all([
      follower.refresh({ signal: never }),
      follower.refresh({ signal: never }),
      follower.step(never, interval),
    ]);
    assert.equal(service.busiest, 1);
  });

  it('makes the next call after one that failed', async () => {
    const answers = [failure('server'), failure('server')];
    const service = new FakeService(() => {
      const error = answers.shift();
      if (error) throw error;
      return [taskOf('1')];
    });
    const { follower, ids } = followerOf(service);
    await Promise.all([
      follower.refresh({ signal: never }),
      follower.refresh({ signal: never }),
      follower.refresh({ signal: never }),
    ]);
    assert.deepEqual(ids(), ['1']);
  });

  it('makes no call once it is over', async () => {
    const service = new FakeService();
    const { follower, state, heard } = followerOf(service);
    assert.equal(await follower.refresh({ signal: AbortSignal.abort() }), undefined);
    assert.deepEqual([service.calls, heard, state()?.state], [[], [], 'loading']);
  });

  for (const [what, end] of [
    ['answers', () => [taskOf('1')]],
    [
      'fails',
      () => {
        throw failure('auth');
      },
    ],
  ] as const) {
    it(`changes nothing when it is over while a list is read that ${what}`, async () => {
      const controller = new AbortController();
      const service = new FakeService(() => {
        controller.abort();
        return end();
      });
      const { follower, state, ids, heard } = followerOf(service);
      await follower.refresh({ signal: controller.signal });
      assert.deepEqual([ids(), heard, state()?.state], [[], [], 'loading']);
    });
  }

  it('changes nothing when it is over while tasks are followed', async () => {
    const controller = new AbortController();
    const service = new FakeService(
      () => [running('1')],
      tasks => {
        controller.abort();
        return tasks.map(task => ({ ...task, status: 'failed' as const }));
      },
    );
    const { follower, store } = followerOf(service);
    await follower.refresh({ signal: controller.signal });
    await follower.step(controller.signal, interval);
    assert.equal(store.task(taskOf('1').key)?.status, 'running');
  });

  it('drops no rows when it is over at the end of a list', async () => {
    const controller = new AbortController();
    const service = new FakeService(() => [taskOf('1')]);
    const { follower, ids } = followerOf(service);
    await follower.refresh({ signal: controller.signal });
    service.list = async function* () {
      await settle();
      controller.abort();
      yield* [];
    };
    await follower.refresh({ signal: controller.signal });
    assert.deepEqual(ids(), ['1']);
  });

  it('says so when the connection has no such service', async () => {
    const { store, clock } = followerOf(new FakeService());
    const parts = {
      store,
      clock,
      durations: new Durations(),
      account: () => undefined,
      onCall: () => undefined,
    };
    const follower = new PlaceFollower(place, {
      ...parts,
      ...{ random: () => 0.5, attention: () => 'watching' },
      connection: () => Promise.resolve({ services: {} }),
    });
    assert.deepEqual(await follower.refresh({ signal: never }), {
      kind: 'protocol',
      message: 'There is no service exports.',
    });
  });

  describe('step', () => {
    it('reads the list when it is due, else the unfinished tasks alone', async () => {
      const service = new FakeService(() => [running('1'), taskOf('2'), taskOf('3', { status: 'unknown' })]);
      const { follower, clock } = followerOf(service);
      await follower.step(never, interval);
      await clock.advance(interval - 1);
      await follower.step(never, interval);
      await clock.advance(1);
      await follower.step(never, interval);
      assert.deepEqual(service.calls, ['list r1', 'follow r1 1', 'list r1']);
    });

    it('makes no call when all is finished', async () => {
      const service = new FakeService(() => [taskOf('1'), taskOf('', { status: 'unknown' })]);
      const { follower } = followerOf(service);
      await follower.refresh({ signal: never });
      await follower.step(never, interval);
      assert.deepEqual(service.calls, ['list r1']);
    });

    it('is none when a reading was waited for that the user asked for: it has told all', async () => {
      const service = new FakeService(async () => {
        await clock.sleep(9_000);
        return [running('1')];
      });
      const { follower, clock } = followerOf(service);
      const asked = follower.refresh({ signal: never, once: true });
      const step = follower.step(never, interval);
      await clock.advance(9_000);
      await Promise.all([asked, step]);
      assert.deepEqual(service.calls, ['list r1']);
    });

    it('is none when another place was waited for, and the user has asked for this one meanwhile', async () => {
      const service = new FakeService(() => [running('1')]);
      const { follower } = followerOf(service);
      const { readings } = follower;
      await follower.refresh({ signal: never, once: true });
      await follower.step(never, interval, readings);
      assert.deepEqual(service.calls, ['list r1']);
      await follower.step(never, interval);
      assert.deepEqual(service.calls, ['list r1', 'follow r1 1']);
    });

    it('asks the cloud after a failure, whether anything is unfinished or not: nothing else shows that it is over', async () => {
      let fails = false;
      const service = new FakeService(() => {
        if (fails) throw failure('network');
        return [taskOf('1')];
      });
      const { follower, clock, state } = followerOf(service);
      await follower.refresh({ signal: never });
      fails = true;
      await follower.refresh({ signal: never, once: true });
      await clock.advance(30_000);
      await follower.step(never, interval);
      assert.equal(state()?.state, 'failed');
      fails = false;
      await follower.step(never, interval);
      assert.equal(state()?.state, 'ok');
      assert.equal(service.calls.length, 4);
    });

    it('puts what it reads in place and leaves the rest', async () => {
      const service = new FakeService(
        () => [running('1'), running('2')],
        () => [taskOf('1', { name: 'done' })],
      );
      const { follower, store, ids, clock, state } = followerOf(service);
      const listed = new Date(clock.now());
      await follower.refresh({ signal: never });
      await clock.advance(5_000);
      await follower.step(never, interval);
      assert.deepEqual(ids(), ['1', '2']);
      assert.equal(store.task(taskOf('1').key)?.name, 'done');
      assert.deepEqual(state()?.refreshedAt, listed, 'of when the whole list is');
    });
  });

  describe('untilNextStep', () => {
    it('is nothing before the first reading', () =>
      assert.equal(followerOf(new FakeService()).follower.untilNextStep(interval), 0));

    it('is until the next list when all is finished', async () => {
      const { follower, clock } = followerOf(new FakeService(() => [taskOf('1')]));
      await follower.refresh({ signal: never });
      assert.equal(follower.untilNextStep(interval), interval);
      await clock.advance(100_000);
      assert.equal(follower.untilNextStep(interval), interval - 100_000);
      await clock.advance(interval);
      assert.equal(follower.untilNextStep(interval), 0);
    });

    it('grows from 5 to 60 seconds while nothing moves', async () => {
      const { follower } = followerOf(new FakeService(() => [running('1')]));
      await follower.refresh({ signal: never });
      const pauses: number[] = [];
      for (let i = 0; i < 9; i++) {
        pauses.push(follower.untilNextStep(interval));
        await follower.step(never, interval);
      }
      assert.deepEqual(pauses.map(Math.floor), [5000, 7500, 11250, 16875, 25312, 37968, 56953, 60000, 60000]);
    });

    it('is short again when a task has ended, and after a list', async () => {
      const service = new FakeService(() => [running('1'), running('2')]);
      const { follower } = followerOf(service);
      await follower.refresh({ signal: never });
      await follower.step(never, interval);
      await follower.step(never, interval);
      service.onFollow = () => [taskOf('1'), running('2')];
      await follower.step(never, interval);
      assert.equal(follower.untilNextStep(interval), 5_000);
      await follower.step(never, interval);
      assert.equal(follower.untilNextStep(interval), 7_500);
      await follower.refresh({ signal: never });
      assert.equal(follower.untilNextStep(interval), 5_000);
    });

    it('is never beyond the next list', async () => {
      const { follower } = followerOf(new FakeService(() => [running('1')]));
      await follower.refresh({ signal: never });
      assert.equal(follower.untilNextStep(2_000), 2_000);
    });

    it('grows with each failure, whoever asked for the call, and is forgotten with a success', async () => {
      let fails = true;
      const service = new FakeService(() => {
        if (fails) throw failure('network');
        return [running('1')];
      });
      const { follower } = followerOf(service);
      await follower.refresh({ signal: never });
      assert.equal(follower.untilNextStep(interval), 30_000);
      await follower.step(never, interval);
      assert.equal(follower.untilNextStep(interval), 60_000);
      fails = false;
      await follower.refresh({ signal: never });
      assert.equal(follower.untilNextStep(interval), 5_000);
    });

    it('counts down after a failure', async () => {
      const service = new FakeService(() => {
        throw failure('throttled', { retryAfter: 7_200_000 });
      });
      const { follower, clock } = followerOf(service);
      await follower.refresh({ signal: never });
      assert.equal(follower.untilNextStep(interval), 7_200_000);
      await clock.advance(3_600_000);
      assert.equal(follower.untilNextStep(interval), 3_600_000);
      await clock.advance(9_000_000);
      assert.equal(follower.untilNextStep(interval), 0);
    });

    describe('of a cloud that throttles', () => {
      const throttling = (retryAfter: number) =>
        new FakeService(() => {
          throw failure('throttled', { retryAfter });
        });

      it('is said in the state of the place, until it works', async () => {
        let throttled = true;
        const service = new FakeService(() => {
          if (throttled) throw failure('throttled', { retryAfter: 600_000 });
          return [];
        });
        const { follower, clock, state } = followerOf(service);
        await follower.refresh({ signal: never });
        assert.deepEqual(state()?.pausedUntil, new Date(clock.now() + 600_000));
        throttled = false;
        await follower.refresh({ signal: never });
        assert.equal(state()?.pausedUntil, undefined);
      });

      it('is not said of one that merely fails', async () => {
        const service = new FakeService(() => {
          throw failure('network', { retryAfter: 600_000 });
        });
        const { follower, state } = followerOf(service);
        await follower.refresh({ signal: never });
        assert.equal(state()?.pausedUntil, undefined);
      });

      it('is kept by the window that goes on', async () => {
        const { follower, clock, again } = followerOf(throttling(600_000));
        await follower.refresh({ signal: never });
        await clock.advance(60_000);
        const next = again();
        assert.equal(next.untilNextStep(interval), 540_000);
        assert.equal(await next.goOn(never), undefined);
        await clock.advance(540_000);
        assert.equal((await next.step(never, interval))?.kind, 'throttled');
      });

      it('is kept for an hour at most: the clock may have been set back since', async () => {
        const { follower, clock, again } = followerOf(throttling(600_000));
        await follower.refresh({ signal: never });
        clock.set(clock.now() - 86_400_000);
        assert.equal(again().untilNextStep(interval), 3_600_000);
      });

      it('is over for the window that goes on later', async () => {
        const { follower, clock, again } = followerOf(throttling(600_000));
        await follower.refresh({ signal: never });
        await clock.advance(700_000);
        assert.equal((await again().goOn(never))?.kind, 'throttled');
      });
    });

    it('tries the list again after a first reading that failed', async () => {
      let fails = true;
      const service = new FakeService(() => {
        if (fails) throw failure('network');
        return [taskOf('1')];
      });
      const { follower, ids } = followerOf(service);
      await follower.refresh({ signal: never });
      fails = false;
      await follower.step(never, interval);
      assert.deepEqual(ids(), ['1']);
    });

    it('reads the list at once when the clock was set back', async () => {
      const service = new FakeService(() => [taskOf('1')]);
      const { follower, clock } = followerOf(service);
      await follower.refresh({ signal: never });
      clock.set(clock.now() - 86_400_000);
      assert.equal(follower.untilNextStep(interval), 0);
      await follower.step(never, interval);
      assert.deepEqual(service.calls, ['list r1', 'list r1']);
    });
  });
});

describe('problemFrom', () => {
  it('answers the problem of a failed call', () => {
    const problem = { kind: 'auth', message: 'm', code: 'c' } as const;
    assert.equal(problemFrom(failure('auth', problem)).code, 'c');
  });

  it('tells of a fault of ours rather than swallowing it', () => {
    assert.deepEqual(problemFrom(new TypeError('oops')), { kind: 'protocol', message: 'oops' });
    assert.deepEqual(problemFrom('text'), { kind: 'protocol', message: 'text' });
  });
});

describe('PlaceFollower between whole readings', () => {
  const hour = 3_600_000;
  const step = (follower: PlaceFollower) => follower.step(never, interval);

  /** A service whose list is `rows`, and which tells what is new of them page by page. */
  function newsOf(rows: Task[], pages: () => AsyncIterable<readonly Task[]> | Iterable<readonly Task[]>) {
    const known: KnownTasks[] = [];
    const service = new FakeService(() => rows);
    const news = async function* (ground: KnownTasks) {
      service.calls.push('news');
      known.push(ground);
      yield* pages();
    };
    return { ...followerOf(Object.assign(service, { news })), service, known };
  }

  it('reads what is new when the list is due, and the whole of it every hour', async () => {
    const { follower, clock, service } = newsOf([taskOf('1')], () => []);
    await step(follower);
    for (let minutes = 5; minutes <= 65; minutes += 5) {
      await clock.advance(interval);
      await step(follower);
    }
    assert.deepEqual(service.calls, ['list r1', ...Array<string>(11).fill('news'), 'list r1', 'news']);
  });

  it('says what is known, and since when', async () => {
    const { follower, clock, known } = newsOf([taskOf('1'), taskOf('2')], () => [[taskOf('3')]]);
    const start = clock.now();
    await step(follower);
    for (let i = 0; i < 2; i++) {
      await clock.advance(interval);
      await step(follower);
    }
    const { key } = taskOf('3');
    assert.deepEqual(
      known.map(ground => [ground.count, ground.has(key), ground.since.getTime() - start]),
      [
        [2, false, 0],
        [3, true, interval],
      ],
    );
  });

  it('does not take a row for known that came with the same reading', async () => {
    const seen: boolean[] = [];
    const made = newsOf([taskOf('1')], function* () {
      yield [taskOf('2')];
      seen.push(made.known.at(-1)?.has(taskOf('2').key) ?? true);
    });
    await step(made.follower);
    await made.clock.advance(interval);
    await step(made.follower);
    assert.deepEqual(seen, [false]);
    assert.deepEqual(made.ids(), ['1', '2']);
  });

  it('drops nothing that is not among the news, and shows of when the list is', async () => {
    const { follower, clock, ids, state } = newsOf([taskOf('1'), taskOf('2')], () => [[taskOf('2')]]);
    await step(follower);
    await clock.advance(interval);
    await step(follower);
    assert.deepEqual(ids(), ['1', '2']);
    assert.equal(state()?.refreshedAt?.getTime(), clock.now());
  });

  it('follows the unfinished ones that were not among the news', async () => {
    const { follower, clock, service } = newsOf([running('1'), running('2')], () => [[running('2')]]);
    await step(follower);
    await clock.advance(interval);
    await step(follower);
    assert.deepEqual(service.calls, ['list r1', 'news', 'follow r1 1']);
  });

  it('reads the whole list next when an unfinished task has vanished', async () => {
    const { follower, clock, service, ids } = newsOf([running('1'), taskOf('2')], () => []);
    await step(follower);
    service.onList = () => [taskOf('2')];
    service.onFollow = () => [];
    for (let i = 0; i < 2; i++) {
      await clock.advance(interval);
      await step(follower);
    }
    assert.deepEqual(service.calls, ['list r1', 'news', 'follow r1 1', 'list r1']);
    assert.deepEqual(ids(), ['2']);
  });

  it('takes rows for no known ground behind which the reading broke off', async () => {
    const { follower, clock, service } = newsOf([taskOf('1')], function* () {
      yield [taskOf('3')];
      throw failure('server');
    });
    await step(follower);
    await clock.advance(interval);
    assert.equal((await step(follower))?.kind, 'server');
    await clock.advance(interval);
    await step(follower);
    assert.deepEqual(service.calls, ['list r1', 'news', 'list r1']);
  });

  it('goes on with news when nothing had been read before it failed', async () => {
    let fails = true;
    const { follower, clock, service } = newsOf([taskOf('1')], () => {
      if (fails) throw failure('network');
      return [];
    });
    await step(follower);
    await clock.advance(interval);
    await step(follower);
    fails = false;
    await clock.advance(interval);
    await step(follower);
    assert.deepEqual(service.calls, ['list r1', 'news', 'news']);
  });

  it('reads the whole list when the user asks, or when the clock was set back', async () => {
    const { follower, clock, service } = newsOf([taskOf('1')], () => []);
    await step(follower);
    await follower.refresh({ signal: never, once: true });
    clock.set(clock.now() - 2 * hour);
    await step(follower);
    assert.deepEqual(service.calls, ['list r1', 'list r1', 'list r1']);
  });

  it('reads the whole list when the clock was set back by less than the age of the last one', async () => {
    const { follower, clock, service } = newsOf([taskOf('1')], () => []);
    await step(follower);
    for (let times = 0; times < 8; times++) {
      await clock.advance(interval);
      await step(follower);
    }
    clock.set(clock.now() - hour / 2);
    await step(follower);
    const lists = service.calls.filter(call => call !== 'news');
    assert.deepEqual([service.calls.at(-1), lists.length], ['list r1', 2]);
  });

  it('reads the whole list with the next that is due when the service doubts what it has shown', async () => {
    const { follower, clock, service, known } = newsOf([taskOf('1')], () => {
      known.at(-1)?.doubt();
      return [];
    });
    await step(follower);
    for (let i = 0; i < 2; i++) {
      await clock.advance(interval);
      await step(follower);
    }
    assert.deepEqual(service.calls, ['list r1', 'news', 'list r1']);
  });

  it('does not give a long list up for a page of it after a failure, nor for a user who waits', async () => {
    const tries: (boolean | undefined)[] = [];
    const { follower, service } = newsOf([], () => []);
    let fails = true;
    const list: TaskService['list'] = async function* (_scope, options) {
      tries.push(options.once);
      await settle();
      if (fails) throw failure('network');
      yield [taskOf('1')];
      tries.push(options.once);
    };
    Object.assign(service, { list });
    await step(follower);
    fails = false;
    await step(follower);
    await follower.refresh({ signal: never, once: true });
    assert.deepEqual(tries, [false, true, false, true, false]);
  });

  it('does not follow what has a status it does not know: that may be so for ever', async () => {
    const { follower, service } = newsOf([taskOf('1', { status: 'unknown' })], () => []);
    await step(follower);
    assert.equal(follower.untilNextStep(hour), hour);
    await follower.step(never, hour);
    assert.deepEqual(service.calls, ['list r1']);
  });

  it('looks closely at a few whose percentage moves, and at many only when one ends', async () => {
    for (const [count, pause] of [
      [10, 5_000],
      [11, 7_500],
    ] as const) {
      const rows = Array.from({ length: count }, (_, i) => running(`${i}`));
      const { follower, service } = newsOf(rows, () => []);
      await step(follower);
      service.onFollow = tasks => tasks.map(task => ({ ...task, progress: 0.5 }));
      await follower.step(never, hour);
      assert.equal(follower.untilNextStep(hour), pause);
      service.onFollow = tasks => tasks.map((task, i) => (i === 0 ? { ...task, status: 'failed' } : task));
      await follower.step(never, hour);
      assert.equal(follower.untilNextStep(hour), 5_000);
    }
  });

  it('learns how long tasks take, and looks again when the next one should be done', async () => {
    const { follower, clock, service } = newsOf([], () => []);
    const first = { ...running('1'), createdAt: new Date(clock.now()) };
    service.onList = () => [first];
    await step(follower);
    assert.equal(follower.untilNextStep(hour), followPause.first, 'nothing is known yet');
    service.onFollow = () => [{ ...first, status: 'succeeded' }];
    await clock.advance(100_000);
    await follower.step(never, hour);
    const second = { ...running('2'), createdAt: new Date(clock.now()) };
    service.onList = () => [second];
    await follower.refresh({ signal: never });
    assert.equal(follower.untilNextStep(hour), followPause.longest, 'it takes 100 seconds as a rule');
    await clock.advance(79_000);
    assert.equal(follower.untilNextStep(hour), 0, 'it is time to look');
  });
});
