import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RecordCursor } from '../../../src/core/table/recordCursor';
import { parse, signs } from './referenceParser';

function records(text: string, delimiter = ','): string[][] {
  const cursor = new RecordCursor(text, delimiter);
  const found: string[][] = [];
  while (cursor.next()) found.push(cursor.cells);
  return found;
}

describe('RecordCursor', () => {
  for (const [what, text, expected] of [
    ['nothing', '', []],
    ['a record without a line end', 'a,b', [['a', 'b']]],
    ['a line end at the end, which begins no record', 'a\n', [['a']]],
    ['line ends of all kinds', 'a\nb\r\nc\rd', [['a'], ['b'], ['c'], ['d']]],
    ['an empty line', 'a\n\nb', [['a'], [''], ['b']]],
    [
      'empty fields',
      ',\n,',
      [
        ['', ''],
        ['', ''],
      ],
    ],
    ['a delimiter within quotes', '"a,b",c', [['a,b', 'c']]],
    ['line ends within quotes', '"a\r\nb\n"', [['a\r\nb\n']]],
    ['doubled quotes', '"a ""b""",""""', [['a "b"', '"']]],
    ['a quote in mid-field', 'a"b,c', [['a"b', 'c']]],
    ['what follows a closing quote', '"a"b"c,d', [['ab"c', 'd']]],
    ['a quote that is never closed', 'a,"b,c\nd', [['a', 'b,c\nd']]],
    ['a quote at the very end', 'a,"', [['a', '']]],
    ['records of different lengths', 'a,b\nc\nd,e,f', [['a', 'b'], ['c'], ['d', 'e', 'f']]],
  ] as const) {
    it(`reads ${what}`, () => assert.deepEqual(records(text), expected));
  }

  it('goes by its delimiter alone', () => {
    assert.deepEqual(records('a;b,c', ';'), [['a', 'b,c']]);
    assert.deepEqual(records('a\t"b\t;"', '\t'), [['a', 'b\t;']]);
  });

  it('reads any text as the plainest parser does', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...signs), maxLength: 40 }),
        fc.constantFrom(',', ';', '\t'),
        (text, delimiter) => assert.deepEqual(records(text, delimiter), parse(text, delimiter)),
      ),
      { numRuns: 1000 },
    ));
});
