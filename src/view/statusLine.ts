import * as l10n from '@vscode/l10n';
import { taskStatuses, type TaskStatus } from '../core/task';
import { escapeMarkdown } from './escape';
import { formatCount, formatDateTime } from './format';
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

/** The statuses counted in the bar itself; the tooltip has all of them. */
const counted: readonly TaskStatus[] = ['running', 'waiting', 'succeeded', 'failed', 'unknown'];

/** Undefined when there is no account, and so nothing to show. */
export function statusLine(world: World): StatusLine | undefined {
  const accounts = world.accounts();
  if (accounts.length === 0) return undefined;
  const total = (status: TaskStatus) => countOf(world, accounts, status);
  const shown = counted.filter(status => total(status) > 0);
  const number = (count: number) => formatCount(count, world.locale);
  return {
    text: ['$(cloud)', ...shown.map(status => `$(${statusIcons[status]}) ${number(total(status))}`)].join(
      ' ',
    ),
    tooltip: tooltip(world, accounts),
    spoken:
      shown.length === 0
        ? l10n.t('Cloud Tasks: no tasks')
        : l10n.t(
            'Cloud Tasks: {0}',
            shown.map(status => `${statusLabel(status)} ${number(total(status))}`).join(', '),
          ),
    warning: accounts.some(account => needsAttention(world, account)),
  };
}

const countOf = ({ store }: World, accounts: readonly ListedAccount[], status: TaskStatus): number =>
  accounts.reduce((sum, { id }) => sum + store.count(id, status), 0);

function tooltip(world: World, accounts: readonly ListedAccount[]): string {
  const statuses = taskStatuses.filter(status => countOf(world, accounts, status) > 0);
  const of = (cloud: string) => accounts.filter(account => account.cloud === cloud);
  const clouds = world.clouds.filter(({ id }) => of(id).length > 0);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = [
    line(['', ...statuses.map(statusLabel)]),
    line(['---', ...statuses.map(() => '--:')]),
    ...clouds.map(({ id, label }) =>
      line([label(), ...statuses.map(status => formatCount(countOf(world, of(id), status), world.locale))]),
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
    ...(times.length > 0
      ? [l10n.t('Last refresh: {0}', formatDateTime(new Date(Math.max(...times)), world.locale))]
      : []),
    `[${l10n.t('Refresh')}](command:cloudTasks.refresh) · [${l10n.t('Show tasks')}](command:cloudTasks.tasks.focus)`,
  ].join('\n\n');
}
