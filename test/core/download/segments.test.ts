import assert from 'node:assert/strict';
import fc from 'fast-check';
import { areSound, divide, fetched, isDone, type Segment } from '../../../src/core/download/segments';

/** One that has been begun, of any size. */
const anySegment = fc
  .tuple(fc.nat(), fc.nat(), fc.nat())
  .map(([start, done, left]): Segment => ({ start, at: start + done, end: start + done + left }));

/** All of a file, parted anyhow, each part fetched as far as by chance. */
const anyParts = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 1, noNaN: true })))
  .map(parts => {
    let start = 0;
    return parts.map(([length, share]): Segment => {
      const segment = { start, at: start + Math.floor(length * share), end: start + length };
      start += length;
      return segment;
    });
  });

describe('divide', () => {
  it('gives away what is left and nothing else, without a gap', () =>
    fc.assert(
      fc.property(anySegment, fc.integer({ min: 1, max: 8 }), (segment, parts) => {
        const before = { ...segment };
        const all = [segment, ...divide(segment, parts)];
        assert.deepEqual({ start: segment.start, at: segment.at }, { start: before.start, at: before.at });
        for (const [index, { end }] of all.entries()) assert.equal(end, all[index + 1]?.start ?? before.end);
        for (const other of all.slice(1)) assert.ok(other.at === other.start && !isDone(other));
        assert.ok(all.length <= parts);
        assert.equal(fetched(all), fetched([before]), 'nothing more is fetched by it');
      }),
    ));

  it('gives to all alike', () =>
    fc.assert(
      fc.property(anySegment, fc.integer({ min: 1, max: 8 }), (segment, parts) => {
        fc.pre(segment.end - segment.at >= parts);
        const all = [segment, ...divide(segment, parts)].map(({ at, end }) => end - at);
        assert.equal(all.length, parts);
        assert.ok(Math.max(...all) - Math.min(...all) <= 1);
      }),
    ));

  it('leaves one that is done as it is', () => {
    const segment = { start: 3, at: 9, end: 9 };
    assert.deepEqual(divide(segment, 4), []);
    assert.deepEqual(segment, { start: 3, at: 9, end: 9 });
  });
});

describe('areSound', () => {
  const sizeOf = (parts: readonly Segment[]) => parts.at(-1)?.end ?? 0;
  const presentOf = (parts: readonly Segment[]) =>
    Math.max(0, ...parts.filter(({ start, at }) => at > start).map(({ at }) => at));

  it('takes every state that a transfer can be in', () =>
    fc.assert(
      fc.property(anyParts, fc.nat({ max: 5 }), (parts, more) =>
        assert.ok(areSound(parts, sizeOf(parts), presentOf(parts) + more)),
      ),
    ));

  it('takes no part file that is shorter than what has been written', () =>
    fc.assert(
      fc.property(anyParts, parts => {
        fc.pre(presentOf(parts) > 0);
        assert.ok(!areSound(parts, sizeOf(parts), presentOf(parts) - 1));
      }),
    ));

  it('takes no other size', () =>
    fc.assert(
      fc.property(anyParts, fc.integer({ min: 1 }), (parts, more) => {
        assert.ok(!areSound(parts, sizeOf(parts) + more, 1e6));
        assert.ok(!areSound(parts, undefined, 1e6));
      }),
    ));

  it('takes no gap, no overlap and no other order', () =>
    fc.assert(
      fc.property(anyParts, fc.nat(), fc.constantFrom(-1, 1), (parts, which, by) => {
        fc.pre(parts.length > 0);
        const index = which % parts.length;
        const moved = parts.map((part, at) => (at === index ? { ...part, start: part.start + by } : part));
        assert.ok(!areSound(moved, sizeOf(parts), 1e6));
        if (parts.length > 1) assert.ok(!areSound(parts.toReversed(), sizeOf(parts), 1e6));
      }),
    ));

  for (const [what, segment] of [
    ['before its start', { start: 0, at: -1, end: 5 }],
    ['beyond its end', { start: 0, at: 6, end: 5 }],
    ['at no number', { start: 0, at: NaN, end: 5 }],
    ['between two bytes', { start: 0, at: 1.5, end: 5 }],
    ['up to no number', { start: 0, at: 1, end: NaN }],
  ] as const)
    it(`takes none that is ${what}`, () => assert.ok(!areSound([segment], 5, 100)));
});
