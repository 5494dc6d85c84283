import type { Filter, Sort } from './asked';
import type { RowSet } from './rowSet';
import type { Table } from './table';

/**
 * Which rows of a table are shown, in what order: sorted and filtered as was asked. Each is found anew only when it was
 * asked otherwise, so that typing on in the filter does not sort again.
 */
export class TableView {
  private order: Uint32Array | undefined;
  private matches: RowSet | undefined;
  private shown: Uint32Array | undefined;
  private sorting = new AbortController();
  private filtering = new AbortController();

  constructor(private readonly table: Table) {}

  /** How many rows are shown. */
  get count(): number {
    return this.shown?.length ?? this.table.rowCount;
  }

  /** Numbers of the rows that are shown at a place. */
  numbers(start: number, count: number): number[] {
    const length = Math.max(0, Math.min(count, this.count - start));
    return Array.from({ length }, (_, at) => (this.shown ? (this.shown[start + at] ?? 0) : start + at));
  }

  /** Resolves to whether the view is sorted so now: not when it was asked otherwise meanwhile. */
  async sort(sort: Sort | undefined): Promise<boolean> {
    this.sorting.abort();
    const { signal } = (this.sorting = new AbortController());
    const order = sort && (await unlessAborted(this.table.sort(sort, signal), signal));
    if (signal.aborted) return false;
    this.order = order;
    this.arrange();
    return true;
  }

  /** Resolves to whether the view is filtered so now: not when it was asked otherwise meanwhile. */
  async filter(filter: Filter | undefined): Promise<boolean> {
    this.filtering.abort();
    const { signal } = (this.filtering = new AbortController());
    const matches = filter && (await unlessAborted(this.table.filter(filter, signal), signal));
    if (signal.aborted) return false;
    this.matches = matches;
    this.arrange();
    return true;
  }

  /** Ends what is under way. */
  abort(): void {
    this.sorting.abort();
    this.filtering.abort();
  }

  private arrange(): void {
    this.shown = this.matches ? this.matches.list(this.order) : this.order;
  }
}

/** Undefined for work that was given up. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
