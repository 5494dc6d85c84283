import * as l10n from '@vscode/l10n';
import { formatCount } from './format';
import type { Row } from './row';
import type { World } from './world';

/** The last row of a group of which so many tasks are shown, and a page more can be; undefined when nothing is left. */
export function moreRow({ locale }: World, shown: number, count: number, page: number): Row | undefined {
  if (count <= shown) return undefined;
  const more = Math.min(page, count - shown);
  const numbers = [more, shown, count].map(number => formatCount(number, locale));
  return {
    label: l10n.t('Load {0} more… ({1} of {2})', ...numbers),
    icon: 'ellipsis',
    words: ['more'],
    parent: false,
    click: 'more',
    spoken: l10n.t('Load {0} more tasks; {1} of {2} are shown', ...numbers),
  };
}
