import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isWanted } from '../../../src/core/downloads/rules';

const task = { service: 'bls', name: 'Nightly-nginx (1).csv' };

describe('isWanted', () => {
  for (const [rule, expected] of [
    [{ service: 'bls' }, true],
    [{ service: 'BLS' }, true],
    [{ service: 'hss' }, false],
    [{ name: 'nightly-*' }, true],
    [{ name: '*nginx*' }, true],
    [{ name: 'nginx' }, false],
    [{ name: 'nightly-nginx (?).csv' }, true],
    [{ name: 'nightly-nginx (?)?csv?' }, false],
    [{ name: '*' }, true],
    [{ name: '' }, false],
    [{ service: 'bls', name: 'weekly*' }, false],
    [{ service: 'hss', name: '*' }, false],
    [{}, false],
    [{ colour: 'red' }, false],
  ] as const) {
    it(`${expected ? 'is' : 'is not'} so by ${JSON.stringify(rule)}`, () =>
      assert.equal(isWanted([rule], task), expected));
  }

  it('is so when one of several rules fits', () =>
    assert.ok(isWanted([{ service: 'hss' }, { name: '*.csv' }], task)));

  it('is not so by what is no list of rules', () => {
    for (const rules of [undefined, null, 7, 'bls', {}, ['bls'], [null], [{ name: 7 }]])
      assert.equal(isWanted(rules, task), false, JSON.stringify(rules));
  });

  it('reads patterns as a regular expression would', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '漏', '.') });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '漏', '.', '*', '?', '*') });
    const escaped = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const asRegExp = (wild: string) =>
      new RegExp(
        `^${[...wild].map(c => (c === '*' ? '.*' : c === '?' ? '.' : escaped(c))).join('')}$`,
        'isu',
      );
    fc.assert(
      fc.property(pattern, text, (name, given) =>
        assert.equal(isWanted([{ name }], { service: 'bls', name: given }), asRegExp(name).test(given)),
      ),
      { numRuns: 2000 },
    );
  });

  it('does not go astray in a pattern of many stars', () =>
    assert.equal(
      isWanted([{ name: `${'*a'.repeat(2000)}b` }], { service: 'x', name: 'a'.repeat(4000) }),
      false,
    ));
});
