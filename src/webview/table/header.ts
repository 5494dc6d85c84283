import type { TableState } from '../../core/table/messages';
import { element, px, setAttribute } from './dom';
import type { Layout } from './layout';
import { filled, type TableTexts } from '../../view/table/texts';

export interface HeaderEvents {
  /** A name was clicked. */
  onChoose(column: number): void;
  /** An edge was moved: the width that a column is to have. */
  onWidth(column: number, width: number): void;
}

/** How a column is called. */
export const columnName = (
  { columns }: Pick<TableState, 'columns'>,
  column: number,
  texts: TableTexts,
): string => columns[column]?.trim() || filled(texts.column, String(column + 1));

/** The id of a cell's element; the header is row -1. */
export const cellId = (row: number, column: number): string => `cell_${row}_${column}`;

/** The row of names, which stays in view. */
export class Header {
  readonly element = element('div', { class: 'row header', role: 'row', 'aria-rowindex': '1' });
  private drawn = '';

  constructor(
    private readonly layout: Layout,
    private readonly texts: TableTexts,
    private readonly events: HeaderEvents,
  ) {}

  /** Draws the names of the columns in view, if that changes anything. */
  draw(state: TableState, from: number, to: number): void {
    const { layout } = this;
    const signature = JSON.stringify([from, to, layout.revision, state.columns.slice(from, to), state.sort]);
    if (signature === this.drawn) return;
    this.drawn = signature;
    this.element.style.width = px(layout.width);
    const corner = element('div', { class: 'number', role: 'columnheader', 'aria-colindex': '1' }, '#');
    corner.setAttribute('aria-label', this.texts.row);
    corner.style.width = px(layout.gutter);
    const names = Array.from({ length: to - from }, (_, at) => this.cell(state, from + at));
    this.element.replaceChildren(corner, ...names);
  }

  private cell(state: TableState, column: number): HTMLElement {
    const { layout, texts } = this;
    const name = columnName(state, column, texts);
    const direction = state.sort?.column === column ? state.sort.direction : undefined;
    const cell = element('div', {
      class: `cell ${direction ?? ''}`,
      role: 'columnheader',
      id: cellId(-1, column),
      'aria-colindex': String(column + 2),
      'aria-sort': direction ?? 'none',
      'aria-description': texts.headerHelp,
      title: name,
    });
    cell.append(element('span', { class: 'name' }, name));
    setAttribute(cell, 'data-column', String(column));
    cell.style.left = px(layout.gutter + (layout.edges[column] ?? 0));
    cell.style.width = px(layout.widths[column] ?? 0);
    cell.addEventListener('click', () => this.events.onChoose(column));
    cell.append(this.edge(column));
    return cell;
  }

  /** The edge that is drawn to make a column wider. */
  private edge(column: number): HTMLElement {
    const edge = element('div', { class: 'edge', 'aria-hidden': 'true' });
    edge.addEventListener('click', event => event.stopPropagation());
    edge.addEventListener('pointerdown', event => {
      event.preventDefault();
      event.stopPropagation();
      const width = (this.layout.widths[column] ?? 0) - event.clientX;
      const onMove = ({ clientX }: PointerEvent) => this.events.onWidth(column, width + clientX);
      // The edge itself is drawn anew at each move.
      window.addEventListener('pointermove', onMove);
      window.addEventListener('pointerup', () => window.removeEventListener('pointermove', onMove), {
        once: true,
      });
    });
    return edge;
  }
}
