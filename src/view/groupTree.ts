import type { Task } from '../core/task';
import { dayOf, type Arrangement, type Dimension } from './arrangement';
import { groupKey } from './outlineKeys';
import type { ListedAccount, World } from './world';

/** A group of tasks: what is below it is other groups, or, at the end, tasks. */
export interface Group {
  readonly key: string;
  readonly dimension: Dimension;
  readonly value: string;
  readonly parent: Group | undefined;
  /** By key. */
  readonly children: Map<string, Group>;
  /** There also without a task: an account speaks for itself. */
  readonly stays: boolean;
  /** How many tasks there are in it and below. */
  count: number;
}

/** One step of the way to a task. */
type Step = readonly [dimension: Dimension, value: string];

/** The root stands for all there is, and is no row: its key is that of none. */
const newRoot = (): Group => ({
  ...{ key: '', dimension: 'cloud', value: '', parent: undefined, stays: true, count: 0 },
  children: new Map(),
});

/**
 * The groups that there are, with their counts. A task that comes or goes costs what its way is long; which way that is
 * is found once for all tasks of a kind.
 */
export class GroupTree {
  readonly root = newRoot();
  private readonly groups = new Map<string, Group>();
  /** The innermost groups, by what decides which one it is. */
  private readonly leaves = new Map<string, Group>();
  private readonly byDay: boolean;

  constructor(
    private readonly world: Pick<World, 'accounts'>,
    private readonly arrangement: Arrangement,
    /** Whether accounts are shown that have no task. */
    private readonly showsEmpty: boolean,
  ) {
    this.byDay = arrangement.groupBy.includes('day');
    if (showsEmpty) for (const { id, cloud } of world.accounts()) this.anchor(cloud, id);
  }

  group(key: string): Group | undefined {
    return this.groups.get(key);
  }

  /** All groups but the root, those without a row among them. */
  all(): Iterable<Group> {
    return this.groups.values();
  }

  /** Where a task belongs; the group is there from then on. Undefined for one of an account that is not listed. */
  leafOf(task: Task): Group | undefined {
    const { account, service, region, status } = task;
    const day = this.byDay ? dayOf(task) : '';
    const kind = `${account}\n${service}\n${region}\n${status}\n${day}`;
    const known = this.leaves.get(kind);
    if (known) return known;
    const cloud = this.world.accounts().find(({ id }) => id === account)?.cloud;
    if (cloud === undefined) return undefined;
    const leaf = this.reach(this.steps({ cloud, account, service, region, status, day }), false);
    this.leaves.set(kind, leaf);
    return leaf;
  }

  /** Counts a task that has come (1) or gone (-1). */
  count(leaf: Group, step: 1 | -1): void {
    for (let group: Group | undefined = leaf; group; group = group.parent) group.count += step;
  }

  /** Whether a group has a row. */
  isShown({ stays, count }: Group): boolean {
    return stays || count > 0;
  }

  /** The account that all tasks of a group are of, as far as the way to it says so. */
  accountOf(group: Group): string | undefined {
    const way = wayTo(group);
    const said = way.find(({ dimension }) => dimension === 'account');
    const cloud = way.find(({ dimension }) => dimension === 'cloud');
    return said?.value ?? (cloud && this.onlyAccountOf(cloud.value));
  }

  /** The row below which stands what is of an account as a whole; undefined where no row is for it alone. */
  scopeOf({ id, cloud }: ListedAccount): Group | undefined {
    const scope = this.anchor(cloud, id);
    return scope.stays && scope !== this.root && this.accountOf(scope) === id ? scope : undefined;
  }

  private onlyAccountOf(cloud: string): string | undefined {
    const [first, ...others] = this.world.accounts().filter(account => account.cloud === cloud);
    return others.length === 0 ? first?.id : undefined;
  }

  /** A cloud that has but one account speaks for it: the account has no row of its own. */
  private steps(values: Readonly<Record<Dimension, string>>): Step[] {
    const { groupBy } = this.arrangement;
    const isSaid = groupBy.indexOf('cloud') >= 0 && groupBy.indexOf('cloud') < groupBy.indexOf('account');
    const leavesOut = isSaid && this.onlyAccountOf(values.cloud) !== undefined;
    return groupBy
      .filter(dimension => !(dimension === 'account' && leavesOut))
      .map(dimension => [dimension, values[dimension]]);
  }

  /** The groups that are there for an account even when it has no task. @returns the innermost of them */
  private anchor(cloud: string, account: string): Group {
    const all = this.steps({ cloud, account, service: '', region: '', status: '', day: '' });
    const end = all.findIndex(([dimension]) => dimension !== 'cloud' && dimension !== 'account');
    return this.reach(end < 0 ? all : all.slice(0, end), this.showsEmpty);
  }

  private reach(steps: readonly Step[], stays: boolean): Group {
    let group = this.root;
    for (const [dimension, value] of steps) {
      const key = groupKey.of(dimension, value, group === this.root ? undefined : group.key);
      const next = this.groups.get(key) ?? {
        ...{ key, dimension, value, parent: group, stays, count: 0 },
        children: new Map<string, Group>(),
      };
      this.groups.set(key, next);
      group.children.set(key, next);
      group = next;
    }
    return group;
  }
}

/** The group and all above it, without the root, from the outermost on. */
export function wayTo(group: Group): Group[] {
  const way: Group[] = [];
  for (let each: Group | undefined = group; each?.parent; each = each.parent) way.unshift(each);
  return way;
}
