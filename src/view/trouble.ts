import * as l10n from '@vscode/l10n';
import type { PlaceState } from '../core/store';
import { problemText, shortProblem } from './errorText';
import { escapeMarkdown, plain } from './escape';
import { formatTime, joinParts } from './format';
import { serviceOf, type ListedAccount, type World } from './world';

/** That nothing is called for an account, and of when its rows are; undefined for one that is not disabled. */
export function disabledLine({ store, locale }: World, { id, disabled }: ListedAccount): string | undefined {
  if (!disabled) return undefined;
  const at = store.places(id).find(({ refreshedAt }) => refreshedAt)?.refreshedAt;
  return at ? l10n.t('disabled, as of {0}', formatTime(at, locale)) : l10n.t('disabled');
}

/** The kinds of trouble that an account itself is in: a clock that is wrong is no fault of its credential. */
export const kindsOfTrouble = (world: World, account: ListedAccount): ReadonlySet<string | undefined> =>
  new Set(
    troubled(world, account).map(({ problem }) =>
      problem?.reason === 'clock' ? problem.reason : problem?.kind,
    ),
  );

/** What is wrong with some places, in one line: the first reason, where it is, until when, and of when the rows are. */
export function troubleLine(world: World, account: ListedAccount): string | undefined {
  if (account.damaged) return l10n.t('its entry is damaged: remove it and add it again');
  const [first, ...others] = troubled(world, account);
  if (!first?.problem) return undefined;
  const service = serviceOf(world, account.cloud, first.service)?.label() ?? first.service;
  const where = [service, first.region].filter(Boolean).map(part => plain(part));
  const reason = l10n.t('{0}: {1}', where.join(' '), shortProblem(first.problem));
  const more = others.length > 0 ? l10n.t('{0} more', others.length) : undefined;
  return joinParts([reason, pause(world, first), more, asOf(world, first)]);
}

/** Each problem as a whole sentence, for the tooltip. */
export function troubleDetails(world: World, account: ListedAccount): string[] {
  return troubled(world, account).flatMap(({ problem, service, region }) => {
    const label = serviceOf(world, account.cloud, service)?.label();
    return problem
      ? [escapeMarkdown(problemText(problem, { account: account.label, service: label, region }))]
      : [];
  });
}

/** Whether the user has to do something: a fault of the network mends itself. */
export const needsAttention = (world: World, account: ListedAccount): boolean =>
  account.damaged === true ||
  troubled(world, account).some(
    ({ problem }) =>
      problem?.projects !== undefined ||
      ['auth', 'expiredCredential', 'permission', 'notActivated', 'tls', 'proxy'].includes(
        problem?.kind ?? '',
      ),
  );

/** A disabled account is in no trouble, whatever was wrong when it was last called. */
const troubled = (world: World, { id, disabled }: ListedAccount): PlaceState[] =>
  disabled ? [] : world.store.places(id).filter(place => place.problem !== undefined);

const pause = ({ locale }: World, { pausedUntil }: PlaceState): string | undefined =>
  pausedUntil && l10n.t('paused until {0}', formatTime(pausedUntil, locale));

function asOf({ locale }: World, { refreshedAt }: PlaceState): string | undefined {
  return refreshedAt && l10n.t('as of {0}', formatTime(refreshedAt, locale));
}
