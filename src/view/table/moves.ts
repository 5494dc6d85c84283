/** A cell of the table; the header is row -1. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

export interface Bounds {
  readonly rows: number;
  readonly columns: number;
  /** Rows that are in view at once. */
  readonly page: number;
}

/** Where a key leads from a cell; undefined for a key that leads nowhere. `far` is Ctrl, or Command on a Mac. */
export function moved({ row, column }: Cell, key: string, far: boolean, bounds: Bounds): Cell | undefined {
  const lastRow = bounds.rows - 1;
  const lastColumn = Math.max(0, bounds.columns - 1);
  const inRows = (to: number) => ({ row: Math.max(-1, Math.min(lastRow, to)), column });
  const inColumns = (to: number) => ({ row, column: Math.max(0, Math.min(lastColumn, to)) });
  switch (key) {
    case 'ArrowUp':
      return far ? inRows(0) : inRows(row - 1);
    case 'ArrowDown':
      return far ? inRows(lastRow) : inRows(row + 1);
    case 'ArrowLeft':
      return far ? inColumns(0) : inColumns(column - 1);
    case 'ArrowRight':
      return far ? inColumns(lastColumn) : inColumns(column + 1);
    case 'PageUp':
      return far ? undefined : inRows(Math.max(Math.min(row, 0), row - bounds.page));
    case 'PageDown':
      return far ? undefined : inRows(row + bounds.page);
    case 'Home':
      return far ? { row: Math.min(0, lastRow), column: 0 } : inColumns(0);
    case 'End':
      return far ? { row: lastRow, column: lastColumn } : inColumns(lastColumn);
    default:
      return undefined;
  }
}
