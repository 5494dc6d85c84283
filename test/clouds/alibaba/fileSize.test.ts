import assert from 'node:assert/strict';
import { readSize } from '../../../src/clouds/alibaba/fileSize';

describe('readSize', () => {
  for (const [text, bytes] of [
    ['24.04KB', 24_617],
    ['24.04 kb', 24_617],
    ['0B', 0],
    ['12B', 12],
    [' 1MB ', 1_048_576],
    ['1.5GB', 1_610_612_736],
    ['2TB', 2_199_023_255_552],
    ['', undefined],
    ['24', undefined],
    ['KB', undefined],
    ['1.2.3KB', undefined],
    ['-1KB', undefined],
    ['1PB', undefined],
    ['24.04KBs', undefined],
    [undefined, undefined],
  ] as const) {
    it(`reads “${text}” as ${bytes}`, () => assert.equal(readSize(text), bytes));
  }
});
