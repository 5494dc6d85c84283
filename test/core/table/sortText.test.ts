import assert from 'node:assert/strict';
import fc from 'fast-check';
import { numberOf, sortText } from '../../../src/core/table/sortText';

describe('numberOf', () => {
  for (const [cell, number] of [
    ['12', 12],
    ['-1.5', -1.5],
    ['+.5', 0.5],
    ['2.', 2],
    ['1e3', 1000],
    ['1,234,567.5', 1234567.5],
    ['1,23', undefined],
    ['', undefined],
    ['1a', undefined],
    ['.', undefined],
    ['10.0.0.1', undefined],
    ['0x10', undefined],
    ['Infinity', undefined],
  ] as const) {
    it(`takes “${cell}” for ${number ?? 'a text'}`, () => assert.equal(numberOf(cell), number));
  }
});

describe('sortText', () => {
  it('puts texts in the order that people expect', () => {
    const expected = ['10.0.0.2', '10.0.0.10', '10.0.1.1', 'a', 'A1', 'a2', 'a010', 'a11', 'B', '漏'];
    const sorted = [...expected].reverse().sort((a, b) => (sortText(a) < sortText(b) ? -1 : 1));
    assert.deepEqual(sorted, expected);
  });

  it('keeps the order of whole numbers, however long', () =>
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), fc.bigInt({ min: 0n, max: 10n ** 40n }), (a, b) =>
        assert.equal(sortText(`x${a}`) < sortText(`x${b}`), a < b),
      ),
    ));
});
