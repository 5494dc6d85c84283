import * as l10n from '@vscode/l10n';
import type { Cloud } from '../core/cloud';
import type { TaskStatus } from '../core/task';
import { emptyLine } from './emptyState';
import { escapeMarkdown, plain } from './escape';
import { countTasks, formatCount, formatDateTime, joinParts } from './format';
import type { Row } from './row';
import { restingIcon, statusColors, statusLabel } from './statusText';
import { disabledLine, kindsOfTrouble, needsAttention, troubleDetails, troubleLine } from './trouble';
import { isTrackable, type ListedAccount, type World } from './world';

/** Groups that are larger are closed when first seen: the user looks for what runs, not for what is long done. */
const largestOpen = 50;

/** A cloud; when it has one account, it speaks for it. */
export function cloudRow(world: World, cloud: Cloud, accounts: readonly ListedAccount[]): Row {
  const [only] = accounts.length === 1 ? accounts : [];
  const label = cloud.label();
  if (only) {
    const description = accountDescription(world, only);
    return { ...accountRow(world, only), label, description, spoken: joinParts([label, description]) };
  }
  const troubled = accounts.some(account => needsAttention(world, account));
  return {
    label,
    description: l10n.t('{0} accounts', formatCount(accounts.length, world.locale)),
    icon: troubled ? 'warning' : 'cloud',
    ...(troubled && { color: 'list.warningForeground' }),
    words: ['cloud'],
    parent: 'open',
    spoken: joinParts([label, l10n.t('{0} accounts', formatCount(accounts.length, world.locale))]),
  };
}

export function accountRow(world: World, account: ListedAccount): Row {
  const label = plain(account.label);
  const trouble = troubleLine(world, account);
  const cloud = world.clouds.find(({ id }) => id === account.cloud);
  const { damaged, disabled } = account;
  const enabled = !damaged && !disabled;
  const kinds = kindsOfTrouble(world, account);
  const words: readonly (readonly [string, boolean | undefined])[] = [
    ['trackable', isTrackable(world, account) && enabled],
    ['projects', cloud?.projects && enabled],
    ['damaged', damaged],
    ['disabled', disabled],
    ['enabled', enabled],
    ['refused', kinds.has('auth') || kinds.has('expiredCredential')],
    ['denied', kinds.has('permission')],
  ];
  return {
    label,
    description: accountDescription(world, account, label),
    icon: disabled ? 'circle-slash' : trouble ? 'warning' : 'cloud',
    ...(trouble && { color: 'list.warningForeground' }),
    words: ['account', ...words.filter(([, holds]) => holds).map(([word]) => word)],
    parent: 'open',
    tooltip: () => accountTooltip(world, account),
    spoken: joinParts([label, stateLine(world, account)]),
  };
}

export function statusRow(world: World, status: TaskStatus, count: number): Row {
  const color = statusColors[status];
  const description = formatCount(count, world.locale);
  const closed = status === 'expired' || count > largestOpen;
  return {
    label: statusLabel(status),
    description,
    icon: restingIcon(status),
    ...(color && { color }),
    words: ['status'],
    parent: closed ? 'closed' : 'open',
    spoken: joinParts([statusLabel(status), countTasks(count, world.locale)]),
  };
}

/** A group that is a service, a region or a day. */
export function plainGroupRow(
  { locale }: World,
  { label, icon, count }: { readonly label: string; readonly icon: string; readonly count: number },
): Row {
  return {
    label,
    description: formatCount(count, locale),
    icon,
    words: ['group'],
    parent: count > largestOpen ? 'closed' : 'open',
    spoken: joinParts([label, countTasks(count, locale)]),
  };
}

/** Closed when first seen: it was asked for, and is long. */
export const historyRow = (world: World, count: number): Row => ({
  label: l10n.t('History'),
  description: formatCount(count, world.locale),
  icon: 'archive',
  words: ['history'],
  parent: 'closed',
  tooltip: () => l10n.t('What the clouds list no more'),
  spoken: joinParts([l10n.t('History'), countTasks(count, world.locale)]),
});

/** What is to be said of an account first of all. */
const stateLine = (world: World, account: ListedAccount): string | undefined =>
  disabledLine(world, account) ?? troubleLine(world, account) ?? emptyLine(world, account);

const accountDescription = (world: World, account: ListedAccount, shown?: string): string => {
  const label = plain(account.label);
  return joinParts([label === shown ? undefined : label, stateLine(world, account)]);
};

function accountTooltip(world: World, account: ListedAccount): string {
  const times = world.store.places(account.id).flatMap(({ refreshedAt }) => refreshedAt?.getTime() ?? []);
  const last = times.length > 0 ? new Date(Math.min(...times)) : undefined;
  return [
    `**${escapeMarkdown(account.label)}**`,
    last && l10n.t('Last refresh: {0}', formatDateTime(last, world.locale)),
    ...troubleDetails(world, account).map(line => `$(warning) ${line}`),
  ]
    .filter(Boolean)
    .join('\n\n');
}
