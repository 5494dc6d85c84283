import assert from 'node:assert/strict';
import { systemClock } from '../../src/core/clock';
import { FakeClock, settle } from '../fakes/clock';

/** Long enough for a test to time out if it is waited for. */
const long = 3_600_000;

for (const [name, clock] of [
  ['systemClock', systemClock],
  ['FakeClock', new FakeClock()],
] as const) {
  describe(name, () => {
    it('lets go of a sleeper that gives up, with its reason', async () => {
      const controller = new AbortController();
      const sleeping = assert.rejects(clock.sleep(long, controller.signal), /enough/);
      controller.abort(new Error('enough'));
      await sleeping;
    });

    it('does not let one fall asleep that gave up before', () =>
      assert.rejects(clock.sleep(long, AbortSignal.abort(new Error('enough'))), /enough/));
  });
}

describe('systemClock', () => {
  it('tells the time of the computer', () => {
    const before = Date.now();
    const now = systemClock.now();
    assert.ok(before <= now && now <= Date.now());
  });

  it('wakes a sleeper when its time has come, and forgets its signal', async () => {
    const controller = new AbortController();
    await systemClock.sleep(0);
    await systemClock.sleep(1, controller.signal);
    controller.abort(new Error('too late'));
  });
});

describe('FakeClock', () => {
  it('wakes sleepers in the order of their times, at their times', async () => {
    const clock = new FakeClock(0);
    const woken: string[] = [];
    for (const ms of [30, 10, 20]) void clock.sleep(ms).then(() => woken.push(`${ms} at ${clock.now()}`));
    await clock.advance(25);
    assert.deepEqual(woken, ['10 at 10', '20 at 20']);
    assert.deepEqual([clock.now(), clock.sleeping], [25, 1]);
  });

  it('wakes nobody when it is set, and lets all sleep as long as they would have', async () => {
    const clock = new FakeClock(1000);
    let woken = false;
    void clock.sleep(10).then(() => (woken = true));
    clock.set(0);
    await settle();
    await clock.advance(9);
    assert.ok(!woken);
    await clock.advance(1);
    assert.ok(woken);
  });
});
