import assert from 'node:assert/strict';
import fc from 'fast-check';
import { extentsOf } from '../../../src/core/zip/extents';

describe('extentsOf', () => {
  const entry = (offset: number, bytes: number) => ({ offset, leastBytes: 31 + bytes });
  const extents = (size: number, ...entries: ReturnType<typeof entry>[]) => {
    const found = extentsOf(entries, size);
    return entries.map(each => found.get(each));
  };
  const [sound, shared] = [
    (end: number) => ({ end, overlaps: false }),
    (end: number) => ({ end, overlaps: true }),
  ];

  it('says where the next begins, whatever their order', () =>
    assert.deepEqual(extents(200, entry(41, 10), entry(0, 10)), [sound(200), sound(41)]));

  it('finds an entry that begins within another', () =>
    assert.deepEqual(extents(200, entry(0, 10), entry(40, 10), entry(81, 1)), [
      shared(40),
      shared(81),
      sound(200),
    ]));

  it('finds all that lie within a large one', () =>
    assert.deepEqual(extents(500, entry(0, 300), entry(50, 1), entry(90, 1), entry(331, 1)), [
      shared(50),
      shared(90),
      shared(331),
      sound(500),
    ]));

  it('finds those that begin at one place', () =>
    assert.deepEqual(extents(100, entry(0, 0), entry(0, 0)), [shared(100), shared(100)]));

  it('blames no other for an entry that reaches beyond the archive', () =>
    assert.deepEqual(extents(200, entry(0, 1000), entry(41, 10)), [sound(41), sound(200)]));

  it('finds what a comparison of each with each finds', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ offset: fc.nat(400), leastBytes: fc.integer({ min: 30, max: 110 }) })),
        entries => {
          const found = extentsOf(entries, 500);
          const range = ({ offset, leastBytes }: (typeof entries)[number]) =>
            [offset, offset + leastBytes] as const;
          for (const one of entries) {
            const [start, end] = range(one);
            const others = entries.filter(other => other !== one).map(range);
            const inside = others.filter(([, to]) => to <= 500);
            assert.equal(
              found.get(one)?.overlaps,
              end <= 500 && inside.some(([from, to]) => from < end && to > start),
            );
            assert.equal(
              found.get(one)?.end,
              Math.min(500, ...others.map(([from]) => from).filter(from => from > start)),
            );
          }
        },
      ),
    ));
});
