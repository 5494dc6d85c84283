/** What the page of a table says, in the user's language; `{0}` and `{1}` are put in by the page. */
export interface TableTexts {
  readonly table: string;
  readonly filter: string;
  readonly filterColumn: string;
  readonly anyColumn: string;
  /** For a column that has no name; 0 = its number. */
  readonly column: string;
  readonly row: string;
  /** 0 = how many. */
  readonly rows: string;
  /** 0 = shown, 1 = all. */
  readonly someRows: string;
  /** 0 = a percentage. */
  readonly reading: string;
  readonly sorting: string;
  readonly filtering: string;
  /** 0 = the column. */
  readonly ascending: string;
  readonly descending: string;
  readonly unsorted: string;
  readonly copied: string;
  readonly notCopied: string;
  readonly empty: string;
  readonly noRows: string;
  readonly headerHelp: string;
}

/** What the page is given with its HTML. */
export interface PageStart {
  readonly texts: TableTexts;
  /** For numbers. */
  readonly language: string;
}

/** Puts values in the places of a text. */
export const filled = (text: string, ...values: readonly string[]): string =>
  text.replace(/\{(\d)\}/g, (place, index: string) => values[Number(index)] ?? place);
