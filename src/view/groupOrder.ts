import { taskStatuses } from '../core/task';
import type { Group } from './groupTree';
import type { World } from './world';

/** Groups below one another, as far as they are known, in the order in which they are shown. */
export function sortGroups(world: World, groups: readonly Group[]): Group[] {
  const ranked = groups.map(group => [group, rankOf(world, group)] as const);
  // A cloud that we do not know has nothing to show.
  const known = ranked.filter(([, rank]) => rank >= 0);
  return known.sort(([a, one], [b, other]) => one - other || compare(a, b)).map(([group]) => group);
}

/** By the order of what there is; what has none goes by its name. */
function rankOf(world: World, { dimension, value }: Group): number {
  switch (dimension) {
    case 'cloud':
      return world.clouds.findIndex(({ id }) => id === value);
    case 'account':
      return world.accounts().findIndex(({ id }) => id === value);
    case 'service':
      return world.clouds.flatMap(({ services }) => services).findIndex(({ id }) => id === value);
    case 'status':
      return taskStatuses.findIndex(status => status === value);
    case 'region':
    case 'day':
      return 0;
  }
}

/** By name, but the latest day first: one that nobody knows is the last. */
function compare(a: Group, b: Group): number {
  if (a.value === b.value) return 0;
  const isBefore = a.dimension === 'day' ? a.value > b.value : a.value < b.value;
  return isBefore ? -1 : 1;
}
