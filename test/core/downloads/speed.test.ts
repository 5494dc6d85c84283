import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Speed } from '../../../src/core/downloads/speed';

const second = 1_000;

describe('Speed', () => {
  /** Notes pieces of 1,000 bytes with so many milliseconds between them. */
  function steady(pause: number, pieces: number, from = 0) {
    const speed = new Speed();
    for (let piece = 0; piece <= pieces; piece++) speed.note(from + piece * 1_000, piece * pause);
    return { speed, now: pieces * pause };
  }

  it('is not known at first', () => {
    const speed = new Speed();
    assert.equal(speed.at(0), undefined);
    speed.note(0, 0);
    assert.equal(speed.at(0), undefined);
    speed.note(300, 300);
    assert.equal(speed.at(499), undefined);
    assert.equal(speed.at(500), 600);
  });

  it('is that of a steady stream, from wherever that began', () => {
    for (const from of [0, 5_000_000]) {
      const { speed, now } = steady(100, 200, from);
      const known = speed.at(now) ?? 0;
      assert.ok(known > 9_000 && known <= 10_500, `${known}`);
    }
  });

  it('is that of the last seconds alone', () => {
    const { speed, now } = steady(100, 200);
    const fast = steady(100, 200).now * 10;
    for (let time = 0; time <= 10 * second; time += 100) speed.note(fast + time * 100, now + time);
    const known = speed.at(now + 10 * second) ?? 0;
    assert.ok(known > 95_000 && known < 105_000, `${known}`);
  });

  it('falls with each moment in which nothing comes, down to nothing', () => {
    const { speed, now } = steady(100, 200);
    const known = [0, 1, 2, 3, 4].map(seconds => speed.at(now + seconds * second) ?? NaN);
    for (let index = 1; index < known.length; index++)
      assert.ok((known[index] ?? NaN) < (known[index - 1] ?? NaN), known.join());
    assert.equal(speed.at(now + 6 * second), 0);
  });

  it('rises again after a stall', () => {
    const { speed, now } = steady(100, 200);
    const later = now + 60 * second;
    for (let time = 0; time <= 2 * second; time += 100) speed.note(200_000 + time * 10, later + time);
    const known = speed.at(later + 2 * second) ?? 0;
    assert.ok(known >= 9_000 && known <= 10_000, `${known}`);
  });

  it('begins anew when the file does, and when the clock was set back', () => {
    for (const [received, time] of [
      [0, 20 * second],
      [200_000, second],
    ] as const) {
      const { speed } = steady(100, 200);
      speed.note(received, time);
      assert.equal(speed.at(time), undefined);
      speed.note(received + 1_000, time + second);
      assert.equal(speed.at(time + second), 1_000);
    }
  });

  it('is nothing, and then right again, when the clock was set forward', () => {
    const { speed, now } = steady(100, 200);
    const later = now + 3_600 * second;
    assert.equal(speed.at(later), 0);
    speed.note(200_000, later);
    speed.note(210_000, later + second);
    assert.equal(speed.at(later + second), 10_000);
  });

  it('is never below nothing, whatever comes', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1e9), fc.integer({ min: -1e6, max: 1e6 }))), steps => {
        const speed = new Speed();
        let now = 0;
        for (const [received, passed] of steps) {
          now += passed;
          speed.note(received, now);
          const known = speed.at(now);
          assert.ok(known === undefined || (known >= 0 && Number.isFinite(known)), `${known}`);
        }
      }),
    ));
});
