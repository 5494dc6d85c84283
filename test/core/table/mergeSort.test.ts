import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sortInSlices } from '../../../src/core/table/mergeSort';

const { signal } = new AbortController();

describe('sortInSlices', () => {
  it('sorts as the language does, stably', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 20 }), { maxLength: 200 }), async keys => {
        const compare = (a: number, b: number) => (keys[a] ?? 0) - (keys[b] ?? 0);
        const rows = Uint32Array.from(keys.keys());
        await sortInSlices(rows, compare, signal);
        assert.deepEqual([...rows], [...keys.keys()].sort(compare));
      }),
    ));

  it('lets others have their turn, and stops when it is not wanted any more', async () => {
    const rows = Uint32Array.from({ length: 200_000 }, (_, row) => (row * 7919) % 200_000);
    const wanted = new AbortController();
    setImmediate(() => wanted.abort(new Error('typed on')));
    let comparisons = 0;
    const sorting = sortInSlices(rows, (a, b) => (comparisons++, a - b), wanted.signal);
    await assert.rejects(sorting, /typed on/);
    assert.ok(comparisons < 100_000);
  });
});
