import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RowSet } from '../../../src/core/table/rowSet';

describe('RowSet', () => {
  it('has what was added, and lists it in either order', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 99 })), rows => {
        const set = new RowSet(100);
        for (const row of rows) set.add(row);
        assert.equal(set.size, rows.length);
        for (let row = 0; row < 100; row++) assert.equal(set.has(row), rows.includes(row));
        const ascending = [...rows].sort((a, b) => a - b);
        assert.deepEqual([...set.list()], ascending);
        const backwards = Uint32Array.from({ length: 100 }, (_, at) => 99 - at);
        assert.deepEqual([...set.list(backwards)], ascending.reverse());
      }),
    ));
});
