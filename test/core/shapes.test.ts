import assert from 'node:assert/strict';
import {
  hasFields,
  isFilledText,
  isListOf,
  isMapOf,
  isNumber,
  isRecord,
  isText,
  knownFields,
  optional,
  type Fields,
  type Is,
} from '../../src/core/shapes';

interface Pet {
  readonly name: string;
  readonly age?: number;
}

const pet: Fields<Pet> = { name: isFilledText, age: optional(isNumber) };

const cases: readonly (readonly [string, Is<unknown>, readonly unknown[], readonly unknown[]])[] = [
  ['a text', isText, ['', 'a'], [undefined, null, 1, ['a']]],
  ['a text that is not empty', isFilledText, ['a', ' '], ['', undefined, null, 1]],
  ['a number', isNumber, [0, -1.5], ['1', undefined, null]],
  ['a record', isRecord, [{}, { a: 1 }], [undefined, null, [], 'a', 1]],
  ['what may be missing', optional(isText), [undefined, 'a'], [null, 1]],
  ['a list', isListOf(isText), [[], ['a', 'b']], [['a', 1], { 0: 'a' }, 'a', undefined, null]],
  ['a map', isMapOf(isText), [{}, { a: 'b' }], [{ a: 1 }, { a: undefined }, ['a'], undefined, null]],
  [
    'fields',
    hasFields(pet),
    [{ name: 'a' }, { name: 'a', age: 1, more: 2 }, { name: 'a', age: undefined }],
    [],
  ],
  [
    'fields',
    hasFields(pet),
    [],
    [{}, { name: '' }, { name: 'a', age: '1' }, { age: 1 }, [], null, undefined],
  ],
];

describe('shapes', () => {
  for (const [what, is, right, wrong] of cases) {
    for (const value of right) {
      it(`see ${what} in ${JSON.stringify(value)}`, () => assert.equal(is(value), true));
    }
    for (const value of wrong) {
      it(`see no ${what} in ${JSON.stringify(value)}`, () => assert.equal(is(value), false));
    }
  }

  it('keep the fields that are known and there', () => {
    const given = { name: 'a', age: undefined, constructor: 'b', more: 2 };
    assert.deepEqual(knownFields(given as unknown as Pet, pet), { name: 'a' });
  });
});
