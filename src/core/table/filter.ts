import type { Filter } from './asked';
import type { RecordReader } from './recordReader';
import { RowSet } from './rowSet';

/**
 * The rows with the text in them, found by going over the whole file. Row 0 is the record after the header.
 *
 * @throws the signal's reason
 */
export async function filterRows(
  reader: RecordReader,
  { text, column }: Filter,
  signal: AbortSignal,
): Promise<RowSet> {
  const needle = text.toLowerCase();
  const rows = new RowSet(Math.max(0, reader.count - 1));
  const fits = (cell = '') => cell.toLowerCase().includes(needle);
  // A quote in a cell may be doubled in the file.
  const maySkip = !needle.includes('"');
  for await (const group of reader.groups(signal)) {
    // Far faster than to look at each cell, and most texts that are looked for are rare.
    if (maySkip && !group.text.toLowerCase().includes(needle)) continue;
    const cursor = reader.cursor(group.text);
    for (let record = group.first; cursor.next(); record++) {
      const { cells } = cursor;
      if (record > 0 && (column === undefined ? cells.some(fits) : fits(cells[column]))) rows.add(record - 1);
    }
  }
  return rows;
}
