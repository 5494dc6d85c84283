import * as l10n from '@vscode/l10n';
import type { Account } from '../core/account';
import type { Verdict } from '../core/verification';
import { problemText } from './errorText';
import { plain } from './escape';
import { countTasks } from './format';
import { serviceOf, type World } from './world';

/** The outcome of one trial call: `Log Service (BLS) bj: 14 tasks`, or what was wrong. */
export function verdictText(world: World, account: Account, { place, problem, count }: Verdict): string {
  const service = serviceOf(world, account.cloud, place.service)?.label() ?? place.service;
  if (problem) return problemText(problem, { account: account.label, service, region: place.region });
  const where = [service, plain(place.region)].filter(Boolean).join(' ');
  return count === undefined
    ? l10n.t('{0}: reached', where)
    : l10n.t('{0}: {1}', where, countTasks(count, world.locale));
}
