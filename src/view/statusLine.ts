import * as l10n from '@vscode/l10n';
import type { TaskStatus } from '../core/task';
import { accountsByCloud, countOf, statusesOf } from './counts';
import { escapeMarkdown } from './escape';
import { formatCount, formatDateTime, joinList } from './format';
import { statusIcons, statusLabel } from './statusText';
import { needsAttention, troubleLine } from './trouble';
import type { ListedAccount, World } from './world';

/** The status bar item as plain data. */
export interface StatusLine {
  /** With codicons: `$(cloud) $(sync~spin) 2  $(pass) 14  $(error) 1`. */
  readonly text: string;
  /** Markdown: a table by cloud and status, the last refresh, and command links of ours. */
  readonly tooltip: string;
  /** For a screen reader. */
  readonly spoken: string;
  readonly warning: boolean;
}

/** What is in the bar before what, so that a status keeps its place whichever are counted. */
const order: readonly TaskStatus[] = ['running', 'waiting', 'succeeded', 'failed', 'expired', 'unknown'];

/**
 * Undefined when there is no account, and so nothing to show. While nothing was read yet the icon stands alone, and
 * words say why: a spinner would go again within a second of each start.
 *
 * @param counted the statuses counted in the bar itself; the tooltip has all of them
 */
export function statusLine(world: World, counted: readonly unknown[]): StatusLine | undefined {
  const accounts = world.accounts();
  if (accounts.length === 0) return undefined;
  const total = (status: TaskStatus) => countOf(world, accounts, status);
  const shown = order.filter(status => counted.includes(status) && total(status) > 0);
  const number = (count: number) => formatCount(count, world.locale);
  return {
    text: ['$(cloud)', ...shown.map(status => `$(${statusIcons[status]}) ${number(total(status))}`)].join(
      ' ',
    ),
    tooltip: tooltip(world, accounts),
    spoken:
      shown.length === 0
        ? (readingText(world) ?? l10n.t('Cloud Tasks: no tasks'))
        : l10n.t(
            'Cloud Tasks: {0}',
            joinList(shown.map(status => `${statusLabel(status)} ${number(total(status))}`)),
          ),
    warning: accounts.some(account => needsAttention(world, account)),
  };
}

/** While a list is read of which nothing is known yet. */
const readingText = ({ store }: World): string | undefined =>
  store.places().some(({ state, refreshedAt }) => state === 'loading' && !refreshedAt)
    ? l10n.t('Cloud Tasks: reading the lists')
    : undefined;

function tooltip(world: World, accounts: readonly ListedAccount[]): string {
  const statuses = statusesOf(world, accounts);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = [
    line(['', ...statuses.map(statusLabel)]),
    line(['---', ...statuses.map(() => '--:')]),
    ...accountsByCloud(world).map(({ cloud, accounts: own }) =>
      line([
        cloud.label(),
        ...statuses.map(status => formatCount(countOf(world, own, status), world.locale)),
      ]),
    ),
  ];
  const times = world.store.places().flatMap(({ refreshedAt }) => refreshedAt?.getTime() ?? []);
  const troubles = accounts.flatMap(account => {
    const trouble = troubleLine(world, account);
    return trouble ? [`$(warning) ${escapeMarkdown(`${account.label}: ${trouble}`)}`] : [];
  });
  return [
    table.join('\n'),
    ...troubles,
    times.length > 0
      ? l10n.t('Last refresh: {0}', formatDateTime(new Date(Math.max(...times)), world.locale))
      : readingText(world),
    `[${l10n.t('Refresh')}](command:cloudTasks.refresh) · [${l10n.t('Show tasks')}](command:cloudTasks.tasks.focus)`,
  ]
    .filter(Boolean)
    .join('\n\n');
}
