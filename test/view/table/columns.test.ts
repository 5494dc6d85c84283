import assert from 'node:assert/strict';
import {
  columnEdges,
  columnsInView,
  columnWidths,
  leftWithColumn,
  narrowest,
} from '../../../src/view/table/columns';

describe('widths of columns', () => {
  const width = (name: string, ...cells: string[]) =>
    columnWidths(
      [name],
      cells.map(cell => [cell]),
      8,
    )[0] ?? 0;

  it('go by the longest of name and cells', () => {
    assert.ok(width('a', 'x'.repeat(10)) > width('a', 'x'.repeat(5)));
    assert.ok(width('a long name', 'x') > width('name', 'x'));
  });
  it('give Chinese the room of two', () => assert.equal(width('a', '漏洞漏洞'), width('a', 'xxxxxxxx')));
  it('give pictures the room of two', () =>
    assert.equal(width('a', '😀😀😀😀😀'), width('a', 'x'.repeat(15))));
  it('stay within bounds', () => {
    assert.ok(width('', '') >= narrowest);
    assert.equal(width('a', 'x'.repeat(500)), width('a', 'x'.repeat(5000)));
  });
  it('do not follow one cell that is far longer than all others', () =>
    assert.equal(width('a', ...Array<string>(99).fill('xxxx'), 'x'.repeat(50)), width('a', 'xxxx')));
  it('are there for cells that rows do not have', () =>
    assert.equal(columnWidths(['a', 'b'], [['1']], 8).length, 2));
});

describe('columns in view', () => {
  const edges = columnEdges([100, 50, 200, 100]);

  it('begin and end at edges', () => assert.deepEqual(edges, [0, 100, 150, 350, 450]));

  for (const [left, width, from, to] of [
    [0, 100, 0, 2],
    [0, 99, 0, 1],
    [120, 100, 1, 3],
    [0, 1000, 0, 4],
    [440, 1000, 3, 4],
  ] as const) {
    it(`are ${from} to ${to} at ${left} with ${width} pixels`, () =>
      assert.deepEqual(columnsInView(edges, left, width), { from, to }));
  }

  it('are none of none', () => assert.deepEqual(columnsInView(columnEdges([]), 0, 100), { from: 0, to: 0 }));

  it('are scrolled to no further than is needed', () => {
    assert.equal(leftWithColumn(edges, 1, 0, 200), 0);
    assert.equal(leftWithColumn(edges, 3, 0, 200), 250);
    assert.equal(leftWithColumn(edges, 0, 300, 200), 0);
    assert.equal(leftWithColumn(edges, 2, 0, 120), 150); // wider than the room there is
  });
});
