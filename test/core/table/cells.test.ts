import assert from 'node:assert/strict';
import { shownCell, longestCell, toClipboard } from '../../../src/core/table/cells';

describe('shownCell', () => {
  it('leaves what is short enough', () =>
    assert.equal(shownCell('a'.repeat(longestCell)), 'a'.repeat(longestCell)));
  it('cuts what is longer, and says so', () =>
    assert.equal(shownCell('a'.repeat(longestCell + 1)), `${'a'.repeat(longestCell)}…`));
  it('shows line ends as a sign', () => assert.equal(shownCell('a\r\nb\nc\rd'), 'a↵b↵c↵d'));
  it('cuts no character in two', () => {
    const before = 'a'.repeat(longestCell - 1);
    assert.equal(shownCell(`${before}😀b`), `${before}…`);
  });
});

describe('toClipboard', () => {
  for (const [cells, text] of [
    [['a', '', 'b c'], 'a\t\tb c'],
    [['a\tb', 'c\nd', 'say "x"'], '"a\tb"\t"c\nd"\t"say ""x"""'],
    [[], ''],
  ] as const) {
    it(`makes ${JSON.stringify(text)}`, () => assert.equal(toClipboard(cells), text));
  }
});
