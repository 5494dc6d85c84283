import type { TableRow } from '../../core/table/messages';
import { element, px, setAttribute } from './dom';
import { cellId } from './header';
import type { Layout } from './layout';

/** What is to be drawn. */
export interface Drawing {
  readonly version: number;
  /** From one row to before another, and columns likewise. */
  readonly rows: { readonly from: number; readonly to: number };
  readonly columns: { readonly from: number; readonly to: number };
  /** Pixels from the top of the element to where the first row of all would be. */
  readonly offset: number;
  row(row: number): TableRow | undefined;
}

interface DrawnRow {
  readonly element: HTMLElement;
  readonly signature: string;
}

/** The rows in view, and no others. */
export class Rows {
  readonly element = element('div', { class: 'rows', role: 'rowgroup' });
  private readonly drawn = new Map<number, DrawnRow>();

  constructor(private readonly layout: Layout) {}

  /** Draws what has changed since. */
  draw(drawing: Drawing): void {
    const { from, to } = drawing.rows;
    for (const [row, { element: old }] of this.drawn) {
      if (row >= from && row < to) continue;
      old.remove();
      this.drawn.delete(row);
    }
    for (let row = from; row < to; row++) {
      const found = drawing.row(row);
      const { columns, version } = drawing;
      const signature = [version, found ? 1 : 0, columns.from, columns.to, this.layout.revision].join(' ');
      let drawn = this.drawn.get(row);
      // What was there before stays until it is known what comes instead, so that nothing flickers.
      if (drawn && !found) drawn.element.setAttribute('aria-busy', 'true');
      else if (drawn?.signature !== signature) {
        const fresh = this.rowElement(row, found, columns);
        if (drawn) drawn.element.replaceWith(fresh);
        else this.element.append(fresh);
        drawn = { element: fresh, signature };
        this.drawn.set(row, drawn);
      }
      drawn.element.style.top = px(row * this.layout.rowHeight + drawing.offset);
    }
  }

  /** Marks a row as chosen, and no other. */
  select(row: number | undefined): void {
    for (const [other, { element: drawn }] of this.drawn)
      setAttribute(drawn, 'aria-selected', other === row ? 'true' : undefined);
  }

  private rowElement(row: number, found: TableRow | undefined, columns: Drawing['columns']): HTMLElement {
    const { layout } = this;
    const made = element('div', {
      class: row % 2 === 1 ? 'row odd' : 'row',
      role: 'row',
      'aria-rowindex': String(row + 2),
      'data-row': String(row),
    });
    if (!found) made.setAttribute('aria-busy', 'true');
    made.style.width = px(layout.width);
    const number = element('div', { class: 'number', role: 'rowheader', 'aria-colindex': '1' });
    number.textContent = found ? String(found.number) : '';
    number.style.width = px(layout.gutter);
    made.append(number);
    for (let column = columns.from; column < columns.to; column++)
      made.append(this.cell(row, column, found?.cells[column] ?? ''));
    return made;
  }

  private cell(row: number, column: number, text: string): HTMLElement {
    const { layout } = this;
    const cell = element('div', {
      class: 'cell',
      role: 'gridcell',
      id: cellId(row, column),
      'aria-colindex': String(column + 2),
      'data-column': String(column),
    });
    cell.textContent = text;
    cell.style.left = px(layout.gutter + (layout.edges[column] ?? 0));
    cell.style.width = px(layout.widths[column] ?? 0);
    return cell;
  }
}
