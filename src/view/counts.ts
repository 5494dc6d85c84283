import type { Cloud } from '../core/cloud';
import { taskStatuses, type TaskStatus } from '../core/task';
import type { ListedAccount, World } from './world';

/** How many tasks some accounts have of a status. */
export const countOf = ({ store }: World, accounts: readonly ListedAccount[], status: TaskStatus): number =>
  accounts.reduce((sum, { id }) => sum + store.count(id, status), 0);

/** The statuses of which there are tasks, in the order of the tree. */
export const statusesOf = (world: World, accounts: readonly ListedAccount[]): TaskStatus[] =>
  taskStatuses.filter(status => countOf(world, accounts, status) > 0);

/** The clouds that have accounts, with these. */
export function accountsByCloud(world: World): { cloud: Cloud; accounts: readonly ListedAccount[] }[] {
  const all = world.accounts();
  return world.clouds.flatMap(cloud => {
    const accounts = all.filter(account => account.cloud === cloud.id);
    return accounts.length > 0 ? [{ cloud, accounts }] : [];
  });
}
