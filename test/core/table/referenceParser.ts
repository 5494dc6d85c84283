/** Divides a delimited text the plainest way, a sign at a time: what the others are held against. */
export function parse(text: string, delimiter: string): string[][] {
  const records: string[][] = [];
  let cells: string[] = [];
  let cell = '';
  let state: 'start' | 'plain' | 'quoted' = 'start';
  const signs = text.split('');
  for (let at = 0; at < signs.length; at++) {
    const sign = signs[at] ?? '';
    if (state === 'quoted') {
      if (sign !== '"') cell += sign;
      else if (signs[at + 1] === '"') cell += signs[++at] ?? '';
      else state = 'plain';
    } else if (sign === '"' && state === 'start') {
      state = 'quoted';
    } else if (sign === delimiter) {
      cells.push(cell);
      [cell, state] = ['', 'start'];
    } else if (sign === '\n' || sign === '\r') {
      if (sign === '\r' && signs[at + 1] === '\n') at++;
      records.push([...cells, cell]);
      [cells, cell, state] = [[], '', 'start'];
    } else {
      cell += sign;
      state = 'plain';
    }
  }
  if (text !== '' && !endsRecord(text, records, cells, cell, state)) records.push([...cells, cell]);
  return records;
}

/** Whether nothing has begun since the last line end. */
const endsRecord = (
  text: string,
  records: readonly unknown[],
  cells: readonly string[],
  cell: string,
  state: string,
): boolean =>
  records.length > 0 && /[\r\n]$/.test(text) && cells.length === 0 && cell === '' && state === 'start';

/** Texts full of what is special in such files. */
export const signs = ['a', 'B', '1', '漏', '😀', ' ', '"', '"', ',', ';', '\t', '\n', '\r', '\r\n'] as const;
