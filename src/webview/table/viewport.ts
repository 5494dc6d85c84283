import {
  isSqueezed,
  lastTop,
  rowsInView,
  scrolledTo,
  scrollHeight,
  topOfRows,
  topWithRow,
  type Extent,
} from '../../view/table/scroll';
import { px } from './dom';
import type { Layout } from './layout';

/** Rows that are drawn above and below those in view, so that none is missing while one scrolls. */
const around = 8;

/**
 * Where the rows stand in the element that scrolls. Of more rows than an element can be tall, its scroll bar tells the
 * place in proportion, while the wheel and the keys still go by rows.
 */
export class Viewport {
  private top = 0;
  private expected = 0;
  private rows = 0;

  constructor(
    private readonly scroller: HTMLElement,
    private readonly spacer: HTMLElement,
    private readonly layout: Layout,
    private readonly onScroll: () => void,
  ) {
    scroller.addEventListener('scroll', () => this.follow());
    scroller.addEventListener('wheel', event => this.turn(event), { passive: false });
  }

  /** Makes room for so many rows, and for columns as wide as they are now. */
  resize(rows: number): void {
    this.rows = rows;
    this.spacer.style.height = px(scrollHeight(this.extent));
    this.spacer.style.width = px(this.layout.width);
    this.scrollTo(Math.min(this.top, lastTop(this.extent)));
  }

  /** The row at the top, as a number with its hidden part. */
  get firstRow(): number {
    return this.top / this.layout.rowHeight;
  }

  /** Rows that are in view as a whole. */
  get page(): number {
    return Math.max(1, Math.floor(this.extent.viewHeight / this.layout.rowHeight) - 1);
  }

  /** Rows to be drawn. */
  get range(): { from: number; to: number } {
    return rowsInView(this.top, this.extent, around);
  }

  /** Pixels from the top of the element to where the first row of all would be. */
  get offset(): number {
    return this.scroller.scrollTop - this.top;
  }

  /** Room for columns, right of the row numbers. */
  get columnsWidth(): number {
    return Math.max(0, this.scroller.clientWidth - this.layout.gutter);
  }

  scrollToRow(row: number): void {
    this.scrollTo(row * this.layout.rowHeight);
  }

  /** Scrolls no further than is needed. */
  reveal(row: number): void {
    this.scrollTo(topWithRow(row, this.top, this.extent));
  }

  private get extent(): Extent {
    const { rowHeight } = this.layout;
    return {
      rows: this.rows,
      rowHeight,
      viewHeight: Math.max(rowHeight, this.scroller.clientHeight - rowHeight),
    };
  }

  private scrollTo(top: number): void {
    this.top = Math.max(0, Math.min(top, lastTop(this.extent)));
    this.scroller.scrollTop = scrolledTo(this.top, this.extent);
    this.expected = this.scroller.scrollTop; // browsers round it
  }

  private follow(): void {
    const { scrollTop } = this.scroller;
    if (Math.abs(scrollTop - this.expected) >= 1) this.top = topOfRows(scrollTop, this.extent);
    this.expected = scrollTop;
    this.onScroll();
  }

  /** The browser would go by pixels of the scroll bar, each of which is several rows. */
  private turn(event: WheelEvent): void {
    if (!isSqueezed(this.extent) || event.ctrlKey || event.shiftKey) return;
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? this.layout.rowHeight : 1;
    this.scrollTo(this.top + event.deltaY * unit);
    this.onScroll();
  }
}
