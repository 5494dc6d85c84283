import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  elements,
  isoTime,
  number,
  record,
  text,
  unixTime,
  word,
  type FieldReader,
} from '../../src/core/fields';

const Record = record({ text, number, word, iso: isoTime, unix: unixTime });

describe('the readers of fields', () => {
  it('read a record in which all is missing', () =>
    assert.deepEqual(
      Object.entries(Record.parse({})).filter(([, value]) => value !== undefined),
      [['word', '']],
    ));

  it('never cost the record, whatever a field holds', () =>
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const all = { text: value, number: value, word: value, iso: value, unix: value };
        assert.ok(Record.safeParse(all).success);
      }),
    ));

  for (const value of [undefined, null, 7, 'text', true, [], [{}]]) {
    it(`take ${JSON.stringify(value)} for no record`, () => assert.ok(!Record.safeParse(value).success));
  }
});

function table<T>(title: string, reader: FieldReader<T>, rows: readonly (readonly [unknown, T])[]): void {
  describe(title, () => {
    for (const [value, expected] of rows) {
      const shown = expected instanceof Date ? expected.toISOString() : JSON.stringify(expected);
      it(`reads ${JSON.stringify(value)} as ${shown}`, () => assert.deepEqual(reader(value), expected));
    }
  });
}

table('text', text, [
  ['a', 'a'],
  ['', undefined],
  [7, '7'],
  [0, '0'],
  [-340408, '-340408'],
  [Infinity, undefined],
  [null, undefined],
  [true, undefined],
  [['a'], undefined],
  [{}, undefined],
]);

table('number', number, [
  [7, 7],
  [0, 0],
  ['12', 12],
  [' 1.5 ', 1.5],
  ['', undefined],
  ['  ', undefined],
  ['12a', undefined],
  ['Infinity', undefined],
  [null, undefined],
  [true, undefined],
  [[1], undefined],
]);

table('word', word, [
  ['start', 'start'],
  ['', ''],
  [1, ''],
  [null, ''],
  [undefined, ''],
  [['start'], ''],
]);

table('isoTime', isoTime, [
  ['2014-11-27T08:23:22Z', new Date(Date.UTC(2014, 10, 27, 8, 23, 22))],
  ['2015-11-09T01:42:57.527363Z', new Date(Date.UTC(2015, 10, 9, 1, 42, 57, 527))],
  ['2024-11-05T15:37:12+08:00', new Date(Date.UTC(2024, 10, 5, 7, 37, 12))],
  ['0001-01-01T00:00:00Z', undefined],
  ['1970-01-01T00:00:00Z', undefined],
  ['', undefined],
  ['soon', undefined],
  [1706595827, undefined],
  [null, undefined],
]);

table('unixTime', unixTime, [
  [1706595827, new Date(1706595827000)],
  ['1706595827', new Date(1706595827000)],
  [1706595827123, new Date(1706595827123)],
  [1e11, new Date(1e14)],
  [1e11 + 1, new Date(1e11 + 1)],
  [0, undefined],
  [-1, undefined],
  [1e300, undefined],
  ['', undefined],
  ['soon', undefined],
  [null, undefined],
]);

describe('elements', () => {
  for (const [value, expected] of [
    [
      [1, null, {}],
      [1, null, {}],
    ],
    [[], []],
    [{ a: 1 }, [{ a: 1 }]],
    [{}, []],
    [null, []],
    [undefined, []],
    ['text', []],
    [7, []],
  ] as const) {
    it(`finds ${JSON.stringify(expected)} in ${JSON.stringify(value)}`, () =>
      assert.deepEqual(elements(value), expected));
  }
});
