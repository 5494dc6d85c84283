import * as l10n from '@vscode/l10n';
import type { TaskKind, TaskStatus } from '../core/task';

/** Names of codicons; the icon is never the only carrier of the status, the row's label says it in words too. */
export const statusIcons: Readonly<Record<TaskStatus, string>> = {
  running: 'sync~spin',
  waiting: 'circle-outline',
  failed: 'error',
  succeeded: 'pass',
  expired: 'history',
  unknown: 'question',
};

/** For what does not move: a spinning icon would draw the eye to it. */
export const restingIcon = (status: TaskStatus): string => statusIcons[status].replace('~spin', '');

/** Theme colours that follow the user's theme, high contrast included. */
export const statusColors: Readonly<Partial<Record<TaskStatus, string>>> = {
  running: 'charts.blue',
  failed: 'list.errorForeground',
  succeeded: 'testing.iconPassed',
  expired: 'disabledForeground',
  unknown: 'list.warningForeground',
};

export function statusLabel(status: TaskStatus): string {
  switch (status) {
    case 'running':
      return l10n.t('Running');
    case 'waiting':
      return l10n.t('Waiting');
    case 'failed':
      return l10n.t('Failed');
    case 'succeeded':
      return l10n.t('Succeeded');
    case 'expired':
      return l10n.t('Expired');
    case 'unknown':
      return l10n.t('Unknown');
  }
}

export function kindLabel(kind: TaskKind): string {
  switch (kind) {
    case 'export':
      return l10n.t('export');
    case 'refresh':
      return l10n.t('refresh');
    case 'prefetch':
      return l10n.t('prefetch');
    case 'block':
      return l10n.t('block');
    case 'unblock':
      return l10n.t('unblock');
  }
}
