import assert from 'node:assert/strict';
import { FromPage, mostRows } from '../../../src/core/table/messages';

const sort = { column: 0, direction: 'ascending' };

describe('messages of a page', () => {
  for (const message of [
    { type: 'ready' },
    { type: 'ready', sort, filter: { text: 'a', column: 1 } },
    { type: 'sort' },
    { type: 'sort', sort },
    { type: 'filter', filter: { text: 'a' } },
    { type: 'rows', version: 1, start: 0, count: mostRows },
    { type: 'copy', version: 1, row: 0, column: 0 },
    { type: 'copy', version: 1 },
  ]) {
    it(`can be ${JSON.stringify(message)}`, () => assert.deepEqual(FromPage.parse(message), message));
  }

  for (const message of [
    undefined,
    'ready',
    {},
    { type: 'open', path: '/etc/passwd' },
    { type: 'ready', more: 1 },
    { type: 'sort', sort: { column: -1, direction: 'ascending' } },
    { type: 'sort', sort: { column: 0.5, direction: 'ascending' } },
    { type: 'sort', sort: { column: 0, direction: 'sideways' } },
    { type: 'filter', filter: { text: '' } },
    { type: 'filter', filter: { text: 'x'.repeat(10_001) } },
    { type: 'rows', version: 1, start: 0, count: mostRows + 1 },
    { type: 'rows', version: 1, start: -1, count: 1 },
    { type: 'rows', version: 1, start: '0', count: 1 },
    { type: 'copy', version: NaN },
  ]) {
    it(`cannot be ${JSON.stringify(message)?.slice(0, 60)}`, () =>
      assert.equal(FromPage.safeParse(message).success, false));
  }
});
