import type { TableRow, TableState } from '../../core/table/messages';
import { columnsInView, columnWidths, leftWithColumn } from '../../view/table/columns';
import { moved, type Cell } from '../../view/table/moves';
import { element, px, setAttribute } from './dom';
import { keep, type Kept } from './editor';
import { cellId, Header } from './header';
import { Layout } from './layout';
import { RowPages } from './rowPages';
import { Rows } from './rows';
import { texts } from './start';
import { Viewport } from './viewport';

export interface GridEvents {
  onRows(version: number, start: number, count: number): void;
  onSort(column: number): void;
  /** A cell, or a row where there is no column; the header where there is no row. */
  onCopy(version: number, row: number | undefined, column: number | undefined): void;
}

/** Pixels by which a key changes the width of a column. */
const widthStep = 16;

/** The table itself: rows and columns in view, the cell that the keys move, and what the keys do. */
export class Grid {
  readonly element = element('div', {
    class: 'grid',
    role: 'grid',
    tabindex: '0',
    'aria-label': texts.table,
  });
  private readonly spacer = element('div', { class: 'spacer', role: 'presentation' });
  private readonly layout: Layout;
  private readonly header: Header;
  private readonly rows: Rows;
  private readonly viewport: Viewport;
  private readonly pages = new RowPages((start, count) =>
    this.events.onRows(this.state?.version ?? 0, start, count),
  );
  private state: TableState | undefined;
  private active: Cell = { row: 0, column: 0 };
  /** Whether the row of the active cell is chosen as a whole. */
  private wholeRow = false;
  private frame = 0;
  private restored: Kept | undefined;

  constructor(
    root: HTMLElement,
    kept: Kept,
    private readonly events: GridEvents,
  ) {
    this.layout = new Layout(root);
    this.rows = new Rows(this.layout);
    this.header = new Header(this.layout, texts, {
      onChoose: column => this.choose({ row: -1, column }, () => events.onSort(column)),
      onWidth: (column, width) => this.setWidth(column, width),
    });
    this.spacer.append(this.rows.element);
    this.element.append(this.header.element, this.spacer);
    this.viewport = new Viewport(this.element, this.spacer, this.layout, () => this.drawSoon());
    this.restored = kept;
    if (kept.active) this.active = kept.active;
    this.element.addEventListener('keydown', event => this.onKey(event));
    this.rows.element.addEventListener('click', event => this.onClick(event));
    new ResizeObserver(() => this.refit()).observe(this.element);
  }

  /** Shows the table as it stands now. */
  show(state: TableState): void {
    const before = this.state;
    this.state = state;
    if (before?.version !== state.version) this.pages.clear(state.shown);
    else if (before.shown !== state.shown) this.pages.grow(state.shown);
    if (before?.columns.length !== state.columns.length) this.fitColumns();
    this.layout.setRows(state.total);
    setAttribute(this.element, 'aria-rowcount', String(state.shown + 1));
    setAttribute(this.element, 'aria-colcount', String(state.columns.length + 1));
    setAttribute(this.element, 'aria-busy', state.working ? 'true' : undefined);
    this.active = { ...this.active, row: Math.min(this.active.row, state.shown - 1) };
    this.viewport.resize(state.shown);
    this.restore(state);
    this.draw();
  }

  /** Takes rows that were asked for. */
  add(version: number, start: number, rows: readonly TableRow[]): void {
    if (version !== this.state?.version) return;
    this.pages.add(start, rows);
    if (start === 0 && this.layout.widths.length > 0 && !this.restored?.widths && !this.isFitted)
      this.fitColumns();
    this.draw();
  }

  private isFitted = false;

  private fitColumns(): void {
    const { columns = [] } = this.state ?? {};
    const sample = this.pages.sample();
    const kept = this.restored?.widths;
    this.isFitted = sample.length > 0;
    this.layout.setWidths(
      kept?.length === columns.length ? kept : columnWidths(columns, sample, this.layout.signWidth),
    );
  }

  /** Goes back to the place that was last in view, as soon as there are rows enough. */
  private restore({ shown, working }: TableState): void {
    const { row, left } = this.restored ?? {};
    if (row === undefined || (shown <= row && working)) return;
    this.viewport.scrollToRow(row);
    this.element.scrollLeft = left ?? 0;
    this.restored = { ...(this.restored?.widths && { widths: this.restored.widths }) };
  }

  private refit(): void {
    if (this.state) this.viewport.resize(this.state.shown);
    this.drawSoon();
  }

  private drawSoon(): void {
    this.frame ||= requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const { state, viewport, layout } = this;
    if (!state) return;
    const columns = columnsInView(layout.edges, this.element.scrollLeft, viewport.columnsWidth);
    const rows = viewport.range;
    this.spacer.style.width = px(layout.width);
    this.header.draw(state, columns.from, columns.to);
    const { version } = state;
    this.rows.draw({ version, rows, columns, offset: viewport.offset, row: row => this.pages.row(row) });
    this.pages.want(rows.from, rows.to);
    this.drawActive();
    if (this.restored?.row === undefined)
      keep({ row: viewport.firstRow, left: this.element.scrollLeft, active: this.active });
  }

  private drawActive(): void {
    const { row, column } = this.active;
    for (const old of this.element.querySelectorAll('.active')) old.classList.remove('active');
    const cell = document.getElementById(cellId(row, column));
    cell?.classList.add('active');
    setAttribute(this.element, 'aria-activedescendant', cell?.id);
    this.rows.select(this.wholeRow ? row : undefined);
  }

  private choose(cell: Cell, then?: () => void, wholeRow = false): void {
    this.active = cell;
    this.wholeRow = wholeRow;
    if (cell.row >= 0) this.viewport.reveal(cell.row);
    const left = leftWithColumn(
      this.layout.edges,
      cell.column,
      this.element.scrollLeft,
      this.viewport.columnsWidth,
    );
    if (!wholeRow) this.element.scrollLeft = left;
    this.draw();
    then?.();
  }

  private onClick({ target }: MouseEvent): void {
    if (!(target instanceof HTMLElement)) return;
    const row = target.closest<HTMLElement>('[data-row]')?.dataset['row'];
    if (row === undefined) return;
    const { column } = target.dataset;
    const isNumber = column === undefined;
    const cell = { row: Number(row), column: isNumber ? this.active.column : Number(column) };
    this.choose(cell, undefined, isNumber);
  }

  private onKey(event: KeyboardEvent): void {
    if (this.state && this.act(event, this.state)) event.preventDefault();
  }

  /** Whether the key means something here. */
  private act({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent, state: TableState): boolean {
    const { row, column } = this.active;
    const far = ctrlKey || metaKey;
    if (altKey) return false;
    if (far && key.toLowerCase() === 'c') return this.copy(state.version);
    if (key === ' ' && shiftKey && row >= 0)
      return this.done(() => this.choose(this.active, undefined, !this.wholeRow));
    if (row === -1 && (key === 'Enter' || key === ' ')) return this.done(() => this.events.onSort(column));
    if (row === -1 && shiftKey && (key === 'ArrowLeft' || key === 'ArrowRight')) {
      const step = key === 'ArrowLeft' ? -widthStep : widthStep;
      return this.done(() => this.setWidth(column, (this.layout.widths[column] ?? 0) + step));
    }
    const bounds = { rows: state.shown, columns: state.columns.length, page: this.viewport.page };
    const to = moved(this.active, key, far, bounds);
    return to ? this.done(() => this.choose(to)) : false;
  }

  private done(action: () => void): true {
    action();
    return true;
  }

  private copy(version: number): true {
    const { row, column } = this.active;
    this.events.onCopy(version, row < 0 ? undefined : row, this.wholeRow ? undefined : column);
    return true;
  }

  private setWidth(column: number, width: number): void {
    this.layout.setWidth(column, width);
    this.isFitted = true;
    keep({ widths: this.layout.widths });
    this.draw();
  }
}
