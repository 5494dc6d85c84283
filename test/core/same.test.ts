import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { isSame } from '../../src/core/same';

const parsed = (text: string): unknown => JSON.parse(text);

describe('isSame', () => {
  for (const [what, a, b, same] of [
    ['texts', 'a', 'a', true],
    ['other texts', 'a', 'b', false],
    ['a number and its text', 1, '1', false],
    ['what is not a number', NaN, NaN, true],
    ['nothing and an object', null, {}, false],
    ['an object and nothing', {}, null, false],
    ['objects in another order', { a: 1, b: 2 }, { b: 2, a: 1 }, true],
    ['an object with more', { a: 1 }, { a: 1, b: 2 }, false],
    ['an object with less', { a: 1, b: 2 }, { a: 1 }, false],
    ['a field that is undefined and none', { a: undefined }, {}, false],
    ['a field that is undefined and another', { a: undefined }, { b: undefined }, false],
    ['lists', [1, [2]], [1, [2]], true],
    ['a longer list', [1], [1, 2], false],
    ['a list and an object', [1], { 0: 1 }, false],
    ['what is deep', { a: [{ b: { c: 1 } }] }, { a: [{ b: { c: 2 } }] }, false],
    ['times', new Date(5), new Date(5), true],
    ['other times', new Date(5), new Date(6), false],
    ['times that are none', new Date(NaN), new Date(NaN), true],
    ['a time and an object', new Date(5), {}, false],
    ['an object and a time', {}, new Date(5), false],
    ['a field that every object inherits', parsed('{"__proto__": {}}'), { a: undefined }, false],
    ['a method that every object inherits', { toString: 1 }, {}, false],
  ] as const) {
    it(`says ${same} of ${what}`, () => assert.equal(isSame(a, b), same));
  }

  const value = fc.oneof(
    fc.jsonValue(),
    fc.object({ withDate: true, withNullPrototype: false, values: [fc.constantFrom(0, '', undefined, NaN)] }),
  );

  it('says of plain data what isDeepStrictEqual says', () =>
    fc.assert(
      fc.property(value, value, (a, b) => assert.equal(isSame(a, b), isDeepStrictEqual(a, b))),
      { numRuns: 500 },
    ));

  it('knows a copy, and a copy with another value in it', () =>
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value, { minKeys: 1 }), fc.nat(), (a, which) => {
        assert.ok(isSame(a, structuredClone(a)));
        const names = Object.keys(a);
        const name = names[which % names.length] ?? '';
        assert.ok(!isSame(a, { ...structuredClone(a), [name]: 'something else, surely' }));
      }),
    ));
});
