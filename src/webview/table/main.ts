import type { Filter, Sort } from '../../core/table/asked';
import type { TableState, ToPage } from '../../core/table/messages';
import { Announcer } from './announcer';
import { writeClipboard } from './clipboard';
import { element } from './dom';
import { editor, keep, kept, onMessage } from './editor';
import { Grid } from './grid';
import { texts } from './start';
import { Toolbar } from './toolbar';

const before = kept();
let state: TableState | undefined;

const announcer = new Announcer();
const notice = element('p', { class: 'notice', hidden: '' });
const toolbar = new Toolbar(filterBy, () => grid.element.focus());
const grid = new Grid(document.body, before, {
  onRows: (version, start, count) => editor.postMessage({ type: 'rows', version, start, count }),
  onSort: sortBy,
  onCopy: (version, row, column) =>
    editor.postMessage({
      type: 'copy',
      version,
      ...(row !== undefined && { row }),
      ...(column !== undefined && { column }),
    }),
});
document.body.append(toolbar.element, notice, grid.element, announcer.element);
toolbar.restore(before.filter);

onMessage(receive);
window.addEventListener('keydown', event => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'f') return;
  event.preventDefault();
  toolbar.focus();
});
window.addEventListener('focus', focusGrid);
focusGrid();
editor.postMessage({
  type: 'ready',
  ...(before.sort && { sort: before.sort }),
  ...(before.filter && { filter: before.filter }),
});

function receive(message: ToPage): void {
  switch (message.type) {
    case 'state':
      return show(message);
    case 'rows':
      return grid.add(message.version, message.start, message.rows);
    case 'copy':
      return void copy(message.text);
    case 'problem':
      return tell(message.text);
  }
}

async function copy(text: string): Promise<void> {
  announcer.say((await writeClipboard(text)) ? texts.copied : texts.notCopied);
}

function show(shown: TableState): void {
  state = shown;
  toolbar.show(shown);
  grid.show(shown);
  announcer.follow(shown);
  const isEmpty = !shown.working && shown.shown === 0;
  tell(isEmpty ? (shown.filter ? texts.noRows : texts.empty) : undefined);
}

/** The page itself does nothing with keys; the box of the filter may have the focus already. */
function focusGrid(): void {
  if (document.activeElement === document.body) grid.element.focus();
}

/** Says why there are no rows; the empty table stays, for its header may be wanted. */
function tell(text: string | undefined): void {
  notice.hidden = text === undefined;
  notice.textContent = text ?? '';
}

/** Up, down, and as the file has it. */
function sortBy(column: number): void {
  const { sort: current } = state ?? {};
  const isSame = current?.column === column;
  const next = isSame
    ? current.direction === 'ascending'
      ? ('descending' as const)
      : undefined
    : 'ascending';
  const sort: Sort | undefined = next && { column, direction: next };
  keep({ sort });
  editor.postMessage({ type: 'sort', ...(sort && { sort }) });
}

function filterBy(filter: Filter | undefined): void {
  keep({ filter });
  editor.postMessage({ type: 'filter', ...(filter && { filter }) });
}
