import type { Filter } from '../../core/table/asked';
import type { TableState } from '../../core/table/messages';
import { filled } from '../../view/table/texts';
import { element } from './dom';
import { columnName } from './header';
import { formatCount, formatShare, texts } from './start';

/** How long the user has not typed before rows are looked for, in milliseconds. */
const typingPause = 200;

/** The box for the filter, and what is shown of how many rows. */
export class Toolbar {
  readonly element = element('div', { class: 'toolbar', role: 'search' });
  private readonly box = element('input', {
    type: 'search',
    placeholder: texts.filter,
    'aria-label': texts.filter,
    spellcheck: 'false',
    maxlength: '1000',
  });
  private readonly columns = element('select', { 'aria-label': texts.filterColumn });
  private readonly status = element('span', { class: 'status' });
  private timer: ReturnType<typeof setTimeout> | undefined;
  private names = '';

  constructor(
    private readonly onFilter: (filter: Filter | undefined) => void,
    /** The user goes on to the rows. */
    onLeave: () => void,
  ) {
    this.element.append(this.box, this.columns, this.status);
    this.box.addEventListener('input', () => this.soon());
    this.columns.addEventListener('change', () => this.tell());
    this.box.addEventListener('keydown', event => {
      if (event.key === 'Escape') this.box.value = '';
      if (['Enter', 'Escape'].includes(event.key)) this.tell();
      if (['Enter', 'ArrowDown'].includes(event.key)) onLeave();
    });
  }

  focus(): void {
    this.box.focus();
    this.box.select();
  }

  /** Puts in the filter that was there when the page was last seen. */
  restore(filter: Filter | undefined): void {
    this.box.value = filter?.text ?? '';
    this.columns.value = filter?.column === undefined ? '' : String(filter.column);
  }

  /** Shows how the table stands. */
  show(state: TableState): void {
    const names = JSON.stringify(state.columns);
    if (names !== this.names) this.listColumns(state);
    this.names = names;
    this.status.textContent = workText(state) ?? rowsText(state);
  }

  private listColumns(state: TableState): void {
    const chosen = this.columns.value || String(state.filter?.column ?? '');
    const options = state.columns.map((_, column) =>
      element('option', { value: String(column) }, columnName(state, column, texts)),
    );
    this.columns.replaceChildren(element('option', { value: '' }, texts.anyColumn), ...options);
    this.columns.value = chosen;
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), typingPause);
  }

  private tell(): void {
    clearTimeout(this.timer);
    const text = this.box.value;
    const column = this.columns.value === '' ? undefined : Number(this.columns.value);
    this.onFilter(text === '' ? undefined : { text, ...(column !== undefined && { column }) });
  }
}

/** `12 of 3,400 rows` */
export const rowsText = ({ shown, total, filter }: TableState): string =>
  filter
    ? filled(texts.someRows, formatCount(shown), formatCount(total))
    : filled(texts.rows, formatCount(total));

function workText({ working, share }: TableState): string | undefined {
  if (working === 'reading') return filled(texts.reading, formatShare(share));
  if (working === 'sorting') return texts.sorting;
  return working && texts.filtering;
}
