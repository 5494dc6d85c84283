import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Filter } from '../../../src/core/table/asked';
import { MemoryBytes } from '../../../src/core/bytes';
import { Table } from '../../../src/core/table/table';

const { signal } = new AbortController();
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

async function filtered(rows: readonly (readonly string[])[], filter: Filter): Promise<number[]> {
  const text = [['needle', 'b'], ...rows].map(cells => cells.map(quoted).join(',')).join('\n');
  const table = await Table.open(new MemoryBytes(Buffer.from(text)), ',');
  await table.find(signal, () => undefined);
  return [...(await table.filter(filter, signal)).list()];
}

describe('filterRows', () => {
  const rows = [['Needle', ''], ['', 'a NEEDLE b'], ['needl', 'e'], ['漏洞'], ['a"b', 'x,y\nz']];
  for (const [what, filter, found] of [
    ['a text in any column, whatever its case, but not in the header', { text: 'nEEDLE' }, [0, 1]],
    ['a text in one column', { text: 'needle', column: 1 }, [1]],
    ['no text over the border of two cells', { text: 'needle,e' }, []],
    ['Chinese', { text: '洞' }, [3]],
    ['a quote', { text: 'a"B' }, [4]],
    ['a delimiter and a line end', { text: ',y\nz' }, [4]],
    ['nothing in a column that no row has', { text: 'n', column: 9 }, []],
  ] as const) {
    it(`finds ${what}`, async () => assert.deepEqual(await filtered(rows, filter), found));
  }

  it('finds what a plain look at each cell finds', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'B', '"', ',', '\n', '漏'), maxLength: 5 });
    const text = fc.string({ unit: fc.constantFrom('A', 'b', '"', ',', '漏'), minLength: 1, maxLength: 2 });
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 3 }), { maxLength: 30 });
    return fc.assert(
      fc.asyncProperty(
        table,
        text,
        fc.option(fc.nat({ max: 3 }), { nil: undefined }),
        async (cells, needle, column) => {
          const fits = (at: string) => at.toLowerCase().includes(needle.toLowerCase());
          const looked = (row: string[]) => (column === undefined ? row : row.slice(column, column + 1));
          const expected = cells.flatMap((row, at) => (looked(row).some(fits) ? [at] : []));
          assert.deepEqual(await filtered(cells, { text: needle, column }), expected);
        },
      ),
    );
  });
});
