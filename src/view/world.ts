import type { Account } from '../core/account';
import type { Cloud, ServiceInfo } from '../core/cloud';
import type { Clock } from '../core/clock';
import type { TaskStore } from '../core/store';
import type { Task } from '../core/task';
import type { Locale } from './format';

/** An account as it is stored, or what is left of one whose entry is damaged. */
export interface ListedAccount extends Account {
  readonly damaged?: boolean;
}

/** All that the views are drawn from. */
export interface World {
  readonly clouds: readonly Cloud[];
  readonly store: TaskStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly locale: Locale;
  accounts(): readonly ListedAccount[];
}

export const serviceOf = (
  world: Pick<World, 'clouds'>,
  cloud: string,
  service: string,
): ServiceInfo | undefined =>
  world.clouds.find(({ id }) => id === cloud)?.services.find(({ id }) => id === service);

export const accountOf = (world: World, task: Task): ListedAccount | undefined =>
  world.accounts().find(({ id }) => id === task.account);
