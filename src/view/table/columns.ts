/** In pixels. */
export const narrowest = 40;
const widestAtFirst = 420;
const padding = 26;

/** Signs that take the room of two: Chinese, Japanese and Korean ones, full-width forms and most pictures. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\ud83c-\ud83e]/g;

/** The room a text takes, in Latin signs. */
const signs = (text: string): number => text.length + (text.match(wide)?.length ?? 0);

/**
 * A width for each column that most of its cells fit in.
 *
 * @param rows some of them, as a sample
 * @param signWidth of a Latin sign, in pixels
 */
export const columnWidths = (
  names: readonly string[],
  rows: readonly (readonly string[])[],
  signWidth: number,
): number[] =>
  names.map((name, column) => {
    const lengths = rows.map(cells => signs((cells[column] ?? '').slice(0, 200))).sort((a, b) => a - b);
    const most = lengths[Math.floor(lengths.length * 0.95)] ?? 0;
    const width = Math.max(signs(name) + 2, most) * signWidth + padding;
    return Math.round(Math.min(widestAtFirst, Math.max(narrowest, width)));
  });

/** Where each column begins, and at last where the last one ends. */
export function columnEdges(widths: readonly number[]): number[] {
  let edge = 0;
  return [0, ...widths.map(width => (edge += width))];
}

/** The columns in view, from one to before another. */
export function columnsInView(
  edges: readonly number[],
  left: number,
  width: number,
): { from: number; to: number } {
  const last = edges.length - 1;
  const from = Math.max(0, firstEdgeAfter(edges, left) - 1);
  return { from, to: Math.min(last, Math.max(from, firstEdgeAfter(edges, left + width))) };
}

function firstEdgeAfter(edges: readonly number[], position: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) > position) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The place nearest to this one where a column is wholly in view, or begins where it is wider than that. */
export function leftWithColumn(
  edges: readonly number[],
  column: number,
  left: number,
  width: number,
): number {
  const start = edges[column] ?? 0;
  const end = edges[column + 1] ?? start;
  return Math.max(0, Math.min(start, Math.max(left, end - width)));
}
