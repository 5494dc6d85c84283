import assert from 'node:assert/strict';
import { compact } from '../../src/core/compact';

describe('compact', () => {
  it('drops what is undefined and nothing else', () =>
    assert.deepEqual(Object.entries(compact<object>({ a: undefined, b: null, c: 0, d: '', e: false })), [
      ['b', null],
      ['c', 0],
      ['d', ''],
      ['e', false],
    ]));
});
