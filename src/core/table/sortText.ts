const integer = /\d+/g;
const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const grouped = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/** The number that a cell is, `1,234.5` among them; undefined for any other text. */
export function numberOf(cell: string): number | undefined {
  const first = cell.charCodeAt(0);
  if (first > 0x39 || first < 0x2b) return undefined; // quick: most texts begin otherwise
  if (number.test(cell)) return Number(cell);
  return grouped.test(cell) ? Number(cell.replaceAll(',', '')) : undefined;
}

/**
 * A text whose order by code points is the one that people expect: without regard to case, and with `file 9` before
 * `file 10`, because each run of digits begins with its length.
 */
export const sortText = (cell: string): string => cell.toLowerCase().replace(integer, withLength);

function withLength(digits: string): string {
  const significant = digits.replace(/^0+(?=\d)/, '');
  // Lengths from 9 on take a 9 and one sign more, which keeps their order.
  const { length } = significant;
  return length < 9 ? `${length}${significant}` : `9${String.fromCodePoint(0x30 + length)}${significant}`;
}
