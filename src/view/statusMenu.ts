import { isCredentialRefused, type Problem } from '../core/errors';
import type { TaskStatus } from '../core/task';
import { accountsByCloud, countOf, statusesOf } from './counts';
import type { TaskFilter } from './taskFilter';
import { troubleLine } from './trouble';
import type { ListedAccount, World } from './world';

/** How many tasks a cloud has of a status, and which filter shows them. */
export interface CountEntry {
  readonly status: TaskStatus;
  readonly count: number;
  readonly filter: TaskFilter;
}

/** An account in trouble, and what may mend it. */
export interface TroubleEntry {
  readonly account: ListedAccount;
  /** Plain text, with text of clouds in it. */
  readonly text: string;
  readonly repair: 'remove' | 'chooseProject' | 'replaceCredential' | 'test' | 'refresh';
}

/** The counts by cloud, in the order of the tree; clouds without tasks are left out. */
export const countEntries = (world: World): { cloud: string; entries: CountEntry[] }[] =>
  accountsByCloud(world)
    .map(({ cloud, accounts }) => ({
      cloud: cloud.label(),
      entries: statusesOf(world, accounts).map(status => ({
        status,
        count: countOf(world, accounts, status),
        // Ids of services are unique over the clouds.
        filter: { statuses: [status], services: cloud.services.map(({ id }) => id) },
      })),
    }))
    .filter(({ entries }) => entries.length > 0);

export const troubleEntries = (world: World): TroubleEntry[] =>
  world.accounts().flatMap(account => {
    const text = troubleLine(world, account);
    return text === undefined ? [] : [{ account, text, repair: repairOf(world, account) }];
  });

function repairOf(world: World, account: ListedAccount): TroubleEntry['repair'] {
  if (account.damaged) return 'remove';
  const problems = world.store.places(account.id).flatMap(({ problem }) => problem ?? []);
  if (problems.some(({ projects }) => projects)) return 'chooseProject';
  // A locked one is well again by itself, and a wrong clock is no fault of it.
  const isToBlame = ({ reason }: Problem) => reason !== 'locked' && reason !== 'clock';
  if (problems.some(problem => isCredentialRefused(problem) && isToBlame(problem)))
    return 'replaceCredential';
  return problems.some(({ kind }) => kind === 'permission') ? 'test' : 'refresh';
}
