/** Browsers cap the height of an element, some at 16 million pixels; a zoomed page reaches it sooner. */
export const tallest = 8_000_000;

/** Heights in pixels: of a row, and of the part of the page that rows are seen in. */
export interface Extent {
  readonly rows: number;
  readonly rowHeight: number;
  readonly viewHeight: number;
}

const fullHeight = ({ rows, rowHeight }: Extent): number => rows * rowHeight;

/** How tall the element that scrolls is to be. */
export const scrollHeight = (extent: Extent): number => Math.min(fullHeight(extent), tallest);

/** Whether the element is less tall than its rows, so that a pixel of the scroll bar stands for several. */
export const isSqueezed = (extent: Extent): boolean => fullHeight(extent) > tallest;

/** The last place that can be scrolled to, in pixels of the rows. */
export const lastTop = (extent: Extent): number => Math.max(0, fullHeight(extent) - extent.viewHeight);

/** Where the rows stand when the element is scrolled so far: pixels above the first row in view. */
export function topOfRows(scrolled: number, extent: Extent): number {
  if (!isSqueezed(extent)) return scrolled;
  return Math.min(1, scrolled / (tallest - extent.viewHeight)) * lastTop(extent);
}

/** How far the element is to be scrolled so that the rows stand there: the reverse of `topOfRows`. */
export function scrolledTo(top: number, extent: Extent): number {
  if (!isSqueezed(extent)) return top;
  return (top / lastTop(extent)) * (tallest - extent.viewHeight);
}

/** The rows in view, from one to before another, and some around them that are drawn in advance. */
export function rowsInView(top: number, extent: Extent, around: number): { from: number; to: number } {
  const { rows, rowHeight, viewHeight } = extent;
  const from = Math.max(0, Math.floor(top / rowHeight) - around);
  return { from, to: Math.max(from, Math.min(rows, Math.ceil((top + viewHeight) / rowHeight) + around)) };
}

/** The place nearest to this one where a row is wholly in view. */
export function topWithRow(row: number, top: number, extent: Extent): number {
  const above = row * extent.rowHeight;
  const below = above + extent.rowHeight - extent.viewHeight;
  return Math.min(lastTop(extent), Math.max(0, Math.min(above, Math.max(below, top))));
}
