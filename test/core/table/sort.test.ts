import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Direction } from '../../../src/core/table/asked';
import { MemoryBytes } from '../../../src/core/bytes';
import { numberOf, sortText } from '../../../src/core/table/sortText';
import { Table } from '../../../src/core/table/table';

const { signal } = new AbortController();

/** Sorts a column of these cells; gives the rows, from 0. */
async function sorted(cells: readonly string[], direction: Direction = 'ascending'): Promise<number[]> {
  const text = ['x,y', ...cells.map(cell => `,"${cell.replaceAll('"', '""')}"`)].join('\n');
  const table = await Table.open(new MemoryBytes(Buffer.from(text)), ',');
  await table.find(signal, () => undefined);
  return [...(await table.sort({ column: 1, direction }, signal))];
}

/** The order by its definition. */
function expected(cells: readonly string[], direction: Direction): number[] {
  const sign = direction === 'ascending' ? 1 : -1;
  const kind = (cell: string) => (cell === '' ? 2 : numberOf(cell) === undefined ? 1 : 0);
  const compare = (a: string, b: string) => {
    if (kind(a) !== kind(b))
      return kind(a) === 2 || kind(b) === 2 ? kind(a) - kind(b) : (kind(a) - kind(b)) * sign;
    if (kind(a) === 0) return ((numberOf(a) ?? 0) - (numberOf(b) ?? 0)) * sign;
    return Buffer.compare(Buffer.from(sortText(a)), Buffer.from(sortText(b))) * sign;
  };
  return [...cells.keys()].sort((a, b) => compare((cells[a] ?? '').trim(), (cells[b] ?? '').trim()));
}

describe('sortRows', () => {
  for (const [what, cells, ascending, descending] of [
    ['numbers by their value', ['10', '9', '-1', '1,000'], [2, 1, 0, 3], [3, 0, 1, 2]],
    ['numbers before texts, nothing last', ['b', '', '2', 'a', ' '], [2, 3, 0, 1, 4], [0, 3, 2, 1, 4]],
    ['alike ones as they stand', ['b', 'A', 'a', 'B'], [1, 2, 0, 3], [0, 3, 1, 2]],
    ['texts with numbers in them', ['f10', 'f9', 'f9a'], [1, 2, 0], [0, 2, 1]],
    ['ids that are too long for a number', ['90071992547409930001', '90071992547409930000'], [1, 0], [0, 1]],
    ['texts that are the beginning of others', ['ab', 'a', 'abc'], [1, 0, 2], [2, 0, 1]],
  ] as const) {
    it(`puts ${what}`, async () => {
      assert.deepEqual(await sorted(cells), ascending);
      assert.deepEqual(await sorted(cells, 'descending'), descending);
    });
  }

  it('tells texts apart that begin alike for long, in several goes', async () => {
    const long = (tail: string) => `https://example.com/${'a/漏'.repeat(300)}${tail}`;
    const cells = ['z', 'y', '', 'x', 'y'].map(long);
    assert.deepEqual(await sorted(cells), [2, 3, 1, 4, 0]);
    assert.deepEqual(await sorted(cells, 'descending'), [0, 1, 4, 3, 2]);
  });

  it('takes texts for alike that differ only far behind', async () =>
    assert.deepEqual(await sorted([`${'a'.repeat(5000)}2`, `${'a'.repeat(5000)}1`]), [0, 1]));

  it('sorts any cells by its definition', () => {
    const part = fc.constantFrom(
      'a',
      'B',
      '1',
      '10',
      '.5',
      '漏',
      '-',
      ' ',
      ',000',
      'prefix of sixteen and more',
    );
    const cell = fc.oneof(
      fc.array(part, { maxLength: 6 }).map(parts => parts.join('')),
      part,
    );
    const direction = fc.constantFrom<Direction>('ascending', 'descending');
    return fc.assert(
      fc.asyncProperty(fc.array(cell, { maxLength: 60 }), direction, async (cells, by) =>
        assert.deepEqual(await sorted(cells, by), expected(cells, by)),
      ),
    );
  });
});
