import { columnEdges, narrowest } from '../../view/table/columns';
import { element, px } from './dom';

/** Sizes in pixels: of rows and signs as the theme's font has them, and of columns as the user draws them. */
export class Layout {
  readonly rowHeight: number;
  readonly signWidth: number;
  /** Where columns begin, right of the row numbers. */
  edges: readonly number[] = [0];
  /** The room that row numbers take. */
  gutter = 0;
  /** Grows with each change, so that what was drawn before is drawn anew. */
  revision = 0;
  private columnWidths: number[] = [];

  constructor(root: HTMLElement) {
    const probe = root.appendChild(element('span', { class: 'probe' }, '0'.repeat(20)));
    const { width, height } = probe.getBoundingClientRect();
    probe.remove();
    this.signWidth = width / 20 || 7;
    this.rowHeight = Math.max(22, Math.round(height + 6));
    root.style.setProperty('--row-height', px(this.rowHeight));
  }

  get widths(): readonly number[] {
    return this.columnWidths;
  }

  setWidths(widths: readonly number[]): void {
    this.columnWidths = [...widths];
    this.change();
  }

  setWidth(column: number, width: number): void {
    this.columnWidths[column] = Math.round(Math.max(narrowest, width));
    this.change();
  }

  /** Makes room for the number of the last row. */
  setRows(rows: number): void {
    const gutter = Math.ceil(Math.max(3, String(rows).length) * this.signWidth + 18);
    if (gutter === this.gutter) return;
    this.gutter = gutter;
    this.change();
  }

  /** From the left of the row numbers to the right of the last column. */
  get width(): number {
    return this.gutter + (this.edges.at(-1) ?? 0);
  }

  private change(): void {
    this.edges = columnEdges(this.columnWidths);
    this.revision++;
  }
}
