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
  sort(sort: Sort | undefined): Promise<boolean> {
    this.sorting.abort();
    const { signal } = (this.sorting = new AbortController());
    return this.arrangeBy(signal, sort && this.table.sort(sort, signal), order => (this.order = order));
  }

  /** Resolves to whether the view is filtered so now: not when it was asked otherwise meanwhile. */
  filter(filter: Filter | undefined): Promise<boolean> {
    this.filtering.abort();
    const { signal } = (this.filtering = new AbortController());
    const matching = filter && this.table.filter(filter, signal);
    return this.arrangeBy(signal, matching, matches => (this.matches = matches));
  }

  /** Ends what is under way. */
  abort(): void {
    this.sorting.abort();
    this.filtering.abort();
  }

  /** Takes in what was found, unless it was given up. @returns whether it was taken in */
  private async arrangeBy<T>(
    signal: AbortSignal,
    finding: Promise<T> | undefined,
    take: (found: T | undefined) => void,
  ): Promise<boolean> {
    try {
      const found = await finding;
      if (signal.aborted) return false;
      take(found);
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    }
    this.shown = this.matches ? this.matches.list(this.order) : this.order;
    return true;
  }
}
