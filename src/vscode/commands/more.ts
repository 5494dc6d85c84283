import * as z from 'zod/mini';
import { readInput } from '../../core/arguments';
import { ArgumentError } from '../../core/errors';
import type { Command } from './command';

/**
 * Shows a page more of a group of tasks: it is handed the group's key, or that of its last row. A user goes on with
 * the first row that has come.
 */
export const loadMore: Command = async ({ outline, tree }, { argument, interactive }) => {
  const page = outline.showMore(readInput(z.string(), argument, ''));
  if (page)
    await tree.draw(page.group === '' ? undefined : [page.group], interactive ? page.first : undefined);
  // A user may click on a row whose group has just gone; the redraw that drops it is on its way.
  else if (!interactive) throw new ArgumentError('argument', { kind: 'invalid' });
};
