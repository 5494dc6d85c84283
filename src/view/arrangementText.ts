import * as l10n from '@vscode/l10n';
import type { Dimension, Sorting } from './arrangement';

export function dimensionLabel(dimension: Dimension): string {
  switch (dimension) {
    case 'cloud':
      return l10n.t('Cloud');
    case 'account':
      return l10n.t('Account');
    case 'region':
      return l10n.t('Region');
    case 'service':
      return l10n.t('Service');
    case 'status':
      return l10n.t('Status');
    case 'day':
      return l10n.t('Day');
  }
}

/** `Cloud › Account › Status`. */
export const groupingLabel = (groupBy: readonly Dimension[]): string =>
  groupBy.length === 0 ? l10n.t('No groups') : groupBy.map(dimensionLabel).join(' › ');

export function sortingLabel(sorting: Sorting): string {
  switch (sorting) {
    case 'newest':
      return l10n.t('Newest first');
    case 'oldest':
      return l10n.t('Oldest first');
    case 'name':
      return l10n.t('Name');
    case 'size':
      return l10n.t('Largest file first');
    case 'expiry':
      return l10n.t('Next to expire first');
  }
}
