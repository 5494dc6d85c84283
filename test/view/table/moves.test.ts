import assert from 'node:assert/strict';
import { moved } from '../../../src/view/table/moves';

const bounds = { rows: 100, columns: 5, page: 10 };

describe('keys in a table', () => {
  for (const [key, from, to] of [
    ['ArrowUp', [5, 2], [4, 2]],
    ['ArrowUp', [0, 2], [-1, 2]],
    ['ArrowUp', [-1, 2], [-1, 2]],
    ['ArrowDown', [-1, 2], [0, 2]],
    ['ArrowDown', [99, 2], [99, 2]],
    ['ArrowLeft', [5, 0], [5, 0]],
    ['ArrowLeft', [5, 2], [5, 1]],
    ['ArrowRight', [5, 2], [5, 3]],
    ['ArrowRight', [5, 4], [5, 4]],
    ['PageDown', [5, 2], [15, 2]],
    ['PageDown', [95, 2], [99, 2]],
    ['PageUp', [25, 2], [15, 2]],
    ['PageUp', [5, 2], [0, 2]],
    ['PageUp', [-1, 2], [-1, 2]],
    ['Home', [5, 2], [5, 0]],
    ['End', [5, 2], [5, 4]],
    ['Ctrl Home', [5, 2], [0, 0]],
    ['Ctrl End', [5, 2], [99, 4]],
    ['Ctrl ArrowUp', [5, 2], [0, 2]],
    ['Ctrl ArrowDown', [5, 2], [99, 2]],
    ['Ctrl ArrowLeft', [5, 2], [5, 0]],
    ['Ctrl ArrowRight', [5, 2], [5, 4]],
  ] as const) {
    it(`${key} leads from ${from.join(', ')} to ${to.join(', ')}`, () => {
      const found = moved(
        { row: from[0], column: from[1] },
        key.replace('Ctrl ', ''),
        key.startsWith('Ctrl'),
        bounds,
      );
      assert.deepEqual(found, { row: to[0], column: to[1] });
    });
  }

  it('lead to the header where there is no row', () => {
    const none = { rows: 0, columns: 0, page: 10 };
    for (const key of ['ArrowDown', 'PageDown', 'End', 'Home'])
      assert.deepEqual(moved({ row: -1, column: 0 }, key, false, none), { row: -1, column: 0 });
    assert.deepEqual(moved({ row: -1, column: 0 }, 'Home', true, none), { row: -1, column: 0 });
  });

  it('lead nowhere when they mean something else', () => {
    assert.equal(moved({ row: 5, column: 2 }, 'a', false, bounds), undefined);
    assert.equal(moved({ row: 5, column: 2 }, 'PageDown', true, bounds), undefined); // the next tab
    assert.equal(moved({ row: 5, column: 2 }, 'PageUp', true, bounds), undefined);
  });
});
