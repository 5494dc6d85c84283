import * as l10n from '@vscode/l10n';
import { taskStatuses, type TaskStatus } from '../core/task';
import { escapeMarkdown } from './escape';
import { formatCount, formatDateTime } from './format';
import { statusIcons, statusLabel } from './statusText';
import { needsAttention, troubleLine } from './trouble';
import type { World } from './world';

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
  const counts = countAll(world);
  const total = (status: TaskStatus) =>
    [...counts.values()].reduce((sum, row) => sum + (row.get(status) ?? 0), 0);
  const shown = counted.filter(status => total(status) > 0);
  const number = (count: number) => formatCount(count, world.locale);
  return {
    text: ['$(cloud)', ...shown.map(status => `$(${statusIcons[status]}) ${number(total(status))}`)].join(
      ' ',
    ),
    tooltip: tooltip(world, counts),
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

type Counts = Map<string, Map<TaskStatus, number>>;

function countAll({ store }: World): Counts {
  const counts: Counts = new Map();
  for (const { cloud, status } of store.tasks()) {
    const row = counts.get(cloud) ?? new Map<TaskStatus, number>();
    counts.set(cloud, row.set(status, (row.get(status) ?? 0) + 1));
  }
  return counts;
}

function tooltip(world: World, counts: Counts): string {
  const statuses = taskStatuses.filter(status => [...counts.values()].some(row => row.has(status)));
  const clouds = world.clouds.filter(({ id }) => world.accounts().some(account => account.cloud === id));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = [
    line(['', ...statuses.map(statusLabel)]),
    line(['---', ...statuses.map(() => '--:')]),
    ...clouds.map(({ id, label }) =>
      line([label(), ...statuses.map(status => formatCount(counts.get(id)?.get(status) ?? 0, world.locale))]),
    ),
  ];
  const times = world.store.places().flatMap(({ refreshedAt }) => refreshedAt?.getTime() ?? []);
  const troubles = world.accounts().flatMap(account => {
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
