/** Characters of a cell that are shown. */
export const longestCell = 1000;

/** A cell as it is shown: on one line, and a long one cut, which an ellipsis says. As it is it can be had by copying. */
export function shownCell(cell: string): string {
  return cutCell(cell).replace(/\r\n|[\r\n]/g, '↵');
}

function cutCell(cell: string): string {
  if (cell.length <= longestCell) return cell;
  const isSplit = /[\ud800-\udbff]/.test(cell.charAt(longestCell - 1));
  return `${cell.slice(0, isSplit ? longestCell - 1 : longestCell)}…`;
}

/** A row for the clipboard, as spreadsheets take it: tabs between its cells. */
export const toClipboard = (cells: readonly string[]): string =>
  cells.map(cell => (/[\t\r\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t');
