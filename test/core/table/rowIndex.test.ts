import assert from 'node:assert/strict';
import { blockBytes, blockRecords, RowIndex } from '../../../src/core/table/rowIndex';

describe('RowIndex', () => {
  it('notes the first record of each block', () => {
    const index = new RowIndex();
    for (let record = 0; record < 3 * blockRecords + 1; record++) index.add(record * 10, record * 10 + 10, 2);
    assert.equal(index.blocks, 4);
    assert.equal(index.count, 3 * blockRecords + 1);
    for (const [record, block] of [
      [0, 0],
      [blockRecords - 1, 0],
      [blockRecords, 1],
      [3 * blockRecords, 3],
    ] as const)
      assert.equal(index.blockOf(record), block);
    assert.equal(index.first(2), 2 * blockRecords);
    assert.equal(index.offset(2), 2 * blockRecords * 10);
    assert.equal(index.first(4), index.count);
    assert.equal(index.offset(4), index.count * 10);
  });

  it('ends a block of long records sooner', () => {
    const index = new RowIndex();
    for (let record = 0; record < 3; record++) index.add(record * blockBytes, (record + 1) * blockBytes, 1);
    assert.equal(index.blocks, 3);
  });

  it('knows the fields of the longest record', () => {
    const index = new RowIndex();
    for (const fields of [1, 5, 3]) index.add(0, 1, fields);
    assert.equal(index.columns, 5);
  });
});
