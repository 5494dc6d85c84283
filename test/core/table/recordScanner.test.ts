import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RecordCursor } from '../../../src/core/table/recordCursor';
import { RecordScanner } from '../../../src/core/table/recordScanner';
import { signs } from './referenceParser';

/** Scans in pieces of a length; gives the text of each record, and how many fields it has. */
function scan(bytes: Uint8Array, pieceLength: number): [text: string, fields: number][] {
  const found: [string, number][] = [];
  const scanner = new RecordScanner(',', (start, end, fields) =>
    found.push([Buffer.from(bytes.subarray(start, end)).toString(), fields]),
  );
  for (let at = 0; at < bytes.length; at += pieceLength) scanner.push(bytes.subarray(at, at + pieceLength));
  scanner.end();
  return found;
}

describe('RecordScanner', () => {
  it('tells where records begin and end, and how many fields each has', () =>
    assert.deepEqual(scan(Buffer.from('a,b\r\n"c\n""",d,e\rf'), 100), [
      ['a,b\r\n', 2],
      ['"c\n""",d,e\r', 3],
      ['f', 1],
    ]));

  it('finds the records that the cursor reads, whatever the pieces', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...signs), maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        (text, length) => {
          const found = scan(Buffer.from(text), length);
          assert.equal(found.map(([record]) => record).join(''), text);
          const cursor = new RecordCursor(text, ',');
          for (const [record, fields] of found) {
            assert.ok(cursor.next());
            assert.equal(cursor.cells.length, fields);
            const alone = new RecordCursor(record, ',');
            alone.next();
            assert.deepEqual(alone.cells, cursor.cells);
          }
          assert.equal(cursor.next(), false);
        },
      ),
      { numRuns: 1000 },
    ));
});
