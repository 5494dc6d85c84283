import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RateLimit } from '../../../src/core/http/rateLimit';
import { FakeClock, settle } from '../../fakes/clock';

const never = new AbortController().signal;

/** When each of `count` callers who come at once may go, in milliseconds from now. */
async function departures(clock: FakeClock, limit: RateLimit, count: number): Promise<number[]> {
  const start = clock.now();
  const times: number[] = [];
  for (let i = 0; i < count; i++) void limit.take(never).then(() => times.push(clock.now() - start));
  await clock.advance(60_000);
  return times;
}

describe('RateLimit', () => {
  it('lets a burst go at once and spaces out the rest', async () => {
    const clock = new FakeClock();
    assert.deepEqual(await departures(clock, new RateLimit(clock, 5), 8), [0, 0, 0, 0, 0, 200, 400, 600]);
  });

  it('keeps its spacing without a burst', async () => {
    const clock = new FakeClock();
    assert.deepEqual(await departures(clock, new RateLimit(clock, 2, 1), 4), [0, 500, 1000, 1500]);
  });

  it('allows no more than one burst however long it rested', async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock, 5);
    await clock.advance(3_600_000);
    assert.deepEqual(await departures(clock, limit, 7), [0, 0, 0, 0, 0, 200, 400]);
  });

  it('gives back a part of the burst after a part of a second', async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock, 5);
    for (let i = 0; i < 5; i++) await limit.take(never);
    await clock.advance(400);
    assert.deepEqual(await departures(clock, limit, 3), [0, 0, 200]);
  });

  it('serves callers in the order they came', async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock, 1, 1);
    const order: string[] = [];
    for (const name of ['a', 'b', 'c', 'd']) void limit.take(never).then(() => order.push(name));
    await clock.advance(10_000);
    assert.deepEqual(order, ['a', 'b', 'c', 'd']);
  });

  it('never lets more go in any second than a burst and the rate', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 10 }),
        fc.array(fc.nat(400), { maxLength: 30 }),
        async (perSecond, pauses) => {
          const clock = new FakeClock(0);
          const limit = new RateLimit(clock, perSecond);
          const times: number[] = [];
          for (const pause of pauses) {
            void limit.take(never).then(() => times.push(clock.now()));
            await clock.advance(pause);
          }
          await clock.advance(60_000);
          assert.equal(times.length, pauses.length);
          for (const start of times) {
            const within = times.filter(time => time >= start && time < start + 1000).length;
            assert.ok(within <= 2 * perSecond, `${within} in a second`);
          }
        },
      ),
      { numRuns: 50 },
    ));

  it('lets a caller go who gives up, with its reason', async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock, 1, 1);
    await limit.take(never);
    const controller = new AbortController();
    const waiting = assert.rejects(limit.take(controller.signal), /enough/);
    await settle();
    controller.abort(new Error('enough'));
    await waiting;
    assert.equal(clock.sleeping, 0);
  });

  it('turns away a caller who gave up before it came', async () => {
    const limit = new RateLimit(new FakeClock(), 5);
    await assert.rejects(limit.take(AbortSignal.abort(new Error('enough'))), /enough/);
  });

  it('does not wait for the time it was, when the clock is set back', async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock, 1, 1);
    await limit.take(never);
    clock.set(clock.now() - 3_600_000);
    assert.deepEqual(await departures(clock, limit, 2), [1000, 2000]);
  });

  it('costs nobody a turn when a caller gives up in the queue', async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock, 1, 1);
    const controller = new AbortController();
    const times = departures(clock, limit, 1);
    const leaving = Array.from({ length: 50 }, () => assert.rejects(limit.take(controller.signal), /enough/));
    controller.abort(new Error('enough'));
    await Promise.all(leaving);
    assert.deepEqual(await times, [0]);
    const start = clock.now();
    await limit.take(never);
    assert.equal(clock.now(), start);
  });

  it('lets nobody go as long as the cloud asks', async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock, 5);
    limit.throttled(clock.now(), 3_000);
    const [first] = await departures(clock, limit, 1);
    assert.equal(first, 3_000);
  });

  it('makes those wait longer who wait already', async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock, 1, 1);
    const start = clock.now();
    await limit.take(never);
    const waiting = limit.take(never).then(() => clock.now() - start);
    await settle();
    limit.throttled(clock.now(), 4_000);
    await clock.advance(60_000);
    assert.equal(await waiting, 4_000);
  });

  it('keeps the longest of the waits that were asked for', async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock, 5);
    limit.throttled(clock.now(), 3_000);
    limit.throttled(clock.now(), 1_000);
    const [first] = await departures(clock, limit, 1);
    assert.equal(first, 3_000);
  });

  it('halves its rate when it was too fast all the same, and has no burst then', async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock, 4);
    limit.throttled(clock.now());
    assert.deepEqual(await departures(clock, limit, 4), [0, 500, 1000, 1500]);
  });

  it('is slowed down once by calls that went together', async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock, 4);
    const sentAt = clock.now();
    await clock.advance(100);
    for (let i = 0; i < 5; i++) limit.throttled(sentAt);
    assert.deepEqual(await departures(clock, limit, 3), [0, 500, 1000]);
  });

  it('slows down to a sixteenth at the most', async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock, 4);
    for (let i = 0; i < 20; i++) limit.throttled(clock.now());
    assert.deepEqual(await departures(clock, limit, 3), [0, 4_000, 8_000]);
  });

  it('recovers by a sixteenth with each call that is let in, up to its own rate', async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock, 4);
    limit.throttled(clock.now());
    for (let i = 0; i < 7; i++) limit.accepted();
    assert.deepEqual(await departures(clock, limit, 3), [0, 267, 534]); // 3.75 a second
    for (let i = 0; i < 20; i++) limit.accepted();
    assert.deepEqual(await departures(clock, limit, 6), [0, 0, 0, 0, 250, 500]);
  });

  it('keeps nobody waiting for more than a minute, whatever the cloud asks', async () => {
    for (const asked of [60_000, 3_600_000, Infinity]) {
      const clock = new FakeClock();
      const limit = new RateLimit(clock, 5);
      limit.throttled(clock.now(), asked);
      const waiting = limit.take(never).then(() => clock.now());
      const start = clock.now();
      await clock.advance(60_000);
      assert.equal(clock.sleeping, 0);
      assert.equal((await waiting) - start, 60_000);
    }
  });
});
