import * as z from 'zod/mini';
import type { Filter, Sort } from './asked';

/** What an editor and its page tell each other. Rows are counted from 0, without the header, as they are shown. */

const count = z.int().check(z.nonnegative());
/** Rows asked for at once, at most. */
export const mostRows = 500;
const longestFilter = 10_000;

const SortSchema = z.object({ column: count, direction: z.enum(['ascending', 'descending']) });
const FilterSchema = z.object({
  text: z.string().check(z.minLength(1), z.maxLength(longestFilter)),
  column: z.optional(count),
});

export const FromPage = z.discriminatedUnion('type', [
  /** The page is drawn, perhaps again; it says how the table stood when it was last seen. */
  z.strictObject({
    type: z.literal('ready'),
    sort: z.optional(SortSchema),
    filter: z.optional(FilterSchema),
  }),
  z.strictObject({ type: z.literal('sort'), sort: z.optional(SortSchema) }),
  z.strictObject({ type: z.literal('filter'), filter: z.optional(FilterSchema) }),
  z.strictObject({
    type: z.literal('rows'),
    version: count,
    start: count,
    count: count.check(z.lte(mostRows)),
  }),
  /** Asks for a cell or, without a column, a row for the clipboard; without a row it is the header's. */
  z.strictObject({
    type: z.literal('copy'),
    version: count,
    row: z.optional(count),
    column: z.optional(count),
  }),
]);
export type FromPage = z.infer<typeof FromPage>;

/** How the table stands. Rows of another version are no longer right. */
export interface TableState {
  readonly type: 'state';
  readonly version: number;
  /** Names; empty for a column that has none. */
  readonly columns: readonly string[];
  /** Rows of the file so far. */
  readonly total: number;
  /** Rows that are shown. */
  readonly shown: number;
  /** Of the file that has been read, from 0 to 1. */
  readonly share: number;
  readonly working?: 'reading' | 'sorting' | 'filtering' | undefined;
  readonly sort?: Sort | undefined;
  readonly filter?: Filter | undefined;
}

export interface TableRow {
  /** In the file, from 1 and without the header. */
  readonly number: number;
  readonly cells: readonly string[];
}

/** What the page is told. It is ours on both ends and goes one way, so its form is the compiler's to check. */
export type ToPage =
  | TableState
  | {
      readonly type: 'rows';
      readonly version: number;
      readonly start: number;
      readonly rows: readonly TableRow[];
    }
  /** What the page is to put on the clipboard: it has the user's leave, and writes where the user is. */
  | { readonly type: 'copy'; readonly text: string }
  /** The file cannot be read; a sentence for the user. */
  | { readonly type: 'problem'; readonly text: string };
