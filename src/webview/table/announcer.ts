import type { TableState } from '../../core/table/messages';
import { filled } from '../../view/table/texts';
import { element } from './dom';
import { columnName } from './header';
import { texts } from './start';
import { rowsText } from './toolbar';

/** Tells a screen reader what has come of what the user asked for. */
export class Announcer {
  readonly element = element('div', { class: 'spoken', role: 'status', 'aria-live': 'polite' });
  private before: TableState | undefined;

  say(text: string): void {
    this.element.replaceChildren(element('div', {}, text)); // a new one, for the same text may be said again
  }

  /** Says what is new about the table, once the work on it is done. */
  follow(state: TableState): void {
    if (state.working) return;
    const { before } = this;
    this.before = state;
    const isSorted = JSON.stringify(state.sort) !== JSON.stringify(before?.sort);
    const parts = [
      ...(isSorted ? [sortText(state)] : []),
      ...(!before || before.version !== state.version ? [rowsText(state)] : []),
    ];
    if (parts.length > 0) this.say(parts.join('\n'));
  }
}

function sortText(state: TableState): string {
  const { sort } = state;
  if (!sort) return texts.unsorted;
  const text = sort.direction === 'ascending' ? texts.ascending : texts.descending;
  return filled(text, columnName(state, sort.column, texts));
}
