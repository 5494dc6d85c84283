import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  isSqueezed,
  lastTop,
  rowsInView,
  scrolledTo,
  scrollHeight,
  tallest,
  topOfRows,
  topWithRow,
} from '../../../src/view/table/scroll';

const few = { rows: 100, rowHeight: 20, viewHeight: 200 };
const many = { rows: 10_000_000, rowHeight: 20, viewHeight: 200 };

describe('the scrolling of rows', () => {
  it('is that of the element while it can be as tall as its rows', () => {
    assert.equal(isSqueezed(few), false);
    assert.equal(scrollHeight(few), 2000);
    assert.equal(topOfRows(123, few), 123);
    assert.equal(scrolledTo(123, few), 123);
  });

  it('reaches every row when they are more', () => {
    assert.equal(isSqueezed(many), true);
    assert.equal(scrollHeight(many), tallest);
    assert.equal(topOfRows(0, many), 0);
    assert.equal(topOfRows(tallest - many.viewHeight, many), lastTop(many));
    assert.equal(rowsInView(lastTop(many), many, 0).to, many.rows);
  });

  it('comes back to where it was', () =>
    fc.assert(
      fc.property(fc.double({ min: 0, max: lastTop(many), noNaN: true }), top =>
        assert.ok(Math.abs(topOfRows(scrolledTo(top, many), many) - top) < 0.01),
      ),
    ));

  it('draws the rows in view and some around them, none that there is not', () => {
    assert.deepEqual(rowsInView(0, few, 2), { from: 0, to: 12 });
    assert.deepEqual(rowsInView(210, few, 2), { from: 8, to: 23 });
    assert.deepEqual(rowsInView(1800, few, 2), { from: 88, to: 100 });
    assert.deepEqual(rowsInView(0, { ...few, rows: 0 }, 2), { from: 0, to: 0 });
  });

  it('goes no further than is needed to show a row', () => {
    assert.equal(topWithRow(5, 100, few), 100); // in view
    assert.equal(topWithRow(4, 100, few), 80);
    assert.equal(topWithRow(15, 100, few), 120);
    assert.equal(topWithRow(99, 0, few), 1800);
    assert.equal(topWithRow(0, 700, few), 0);
  });
});
