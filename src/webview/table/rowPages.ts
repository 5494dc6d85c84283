import type { TableRow } from '../../core/table/messages';

/** Rows that are asked for together. */
const pageRows = 100;
/** Pages that are kept. */
const mostPages = 60;
/** Pages asked for that have not come: more would come when they are out of view again. */
const mostAwaited = 2;

/** The rows near those in view; the others are asked for when they come near. */
export class RowPages {
  private readonly pages = new Map<number, readonly TableRow[]>();
  private readonly awaited = new Set<number>();
  private count = 0;

  constructor(private readonly ask: (start: number, count: number) => void) {}

  /** Forgets the rows, which are others now. */
  clear(count: number): void {
    this.pages.clear();
    this.awaited.clear();
    this.count = count;
  }

  /** There are more rows now, after the others. */
  grow(count: number): void {
    const last = Math.floor(this.count / pageRows);
    this.pages.delete(last); // it may have been in part
    this.awaited.delete(last);
    this.count = count;
  }

  /** Takes rows that have come. */
  add(start: number, rows: readonly TableRow[]): void {
    const page = start / pageRows;
    this.awaited.delete(page);
    const whole = Math.min(pageRows, this.count - start);
    if (rows.length < whole) return;
    this.pages.set(page, rows);
    const [oldest] = this.pages.keys();
    if (this.pages.size > mostPages && oldest !== undefined) this.pages.delete(oldest);
  }

  /** A row, if it is here. */
  row(row: number): TableRow | undefined {
    return this.pages.get(Math.floor(row / pageRows))?.[row % pageRows];
  }

  /** Asks for those of these rows that are not here. */
  want(from: number, to: number): void {
    for (let page = Math.floor(from / pageRows); page * pageRows < to; page++) {
      if (this.awaited.size >= mostAwaited) return;
      if (this.pages.has(page) || this.awaited.has(page)) continue;
      this.awaited.add(page);
      this.ask(page * pageRows, pageRows);
    }
  }

  /** Some rows that are here, to see how long cells are. */
  sample(): (readonly string[])[] {
    const [first = []] = this.pages.values();
    return first.map(({ cells }) => cells);
  }
}
