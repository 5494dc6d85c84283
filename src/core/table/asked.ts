/** What a user asks of a table. Columns are counted from 0. */

export type Direction = 'ascending' | 'descending';

export interface Sort {
  readonly column: number;
  readonly direction: Direction;
}

export interface Filter {
  /** Contained in a cell, whatever the case of its letters; not empty. */
  readonly text: string;
  /** The column that is looked at; every one when absent. */
  readonly column?: number | undefined;
}
