import type { Account } from '../core/account';
import type { Cloud, ServiceInfo } from '../core/cloud';
import type { Clock } from '../core/clock';
import type { CopiedLinks } from '../core/copiedLinks';
import type { History } from '../core/history/history';
import type { TaskStore } from '../core/store';
import type { Task } from '../core/task';
import type { Locale } from './format';

/** An account as it is stored, or what is left of one whose entry is damaged. */
export interface ListedAccount extends Account {
  readonly damaged?: boolean;
}

/** The file of a task: on disk, or to be fetched as soon as the task is over. */
export type FileState = 'downloaded' | 'planned';

/** All that the views are drawn from. */
export interface World {
  readonly clouds: readonly Cloud[];
  readonly store: TaskStore;
  /** What the clouds list no more, as far as the user wants to see it. */
  readonly history: Pick<History, 'task' | 'tasksOf' | 'count'>;
  /** Links on the clipboard that have an end. */
  readonly copiedLinks: Pick<CopiedLinks, 'expiry' | 'last'>;
  /** What there is of a task's file on this machine; undefined where nothing is known. */
  readonly fileState: (key: string) => FileState | undefined;
  readonly clock: Pick<Clock, 'now'>;
  readonly locale: Locale;
  accounts(): readonly ListedAccount[];
}

/** A task by its key, be it one that is history. */
export const taskOf = ({ store, history }: Pick<World, 'store' | 'history'>, key: string): Task | undefined =>
  store.task(key) ?? history.task(key);

/** The tasks that have a row: those of the lists, and the history while it is shown. */
export const shownTasks = (world: Pick<World, 'store' | 'history' | 'accounts'>): Task[] => [
  ...world.store.tasks(),
  ...world.accounts().flatMap(({ id }) => world.history.tasksOf(id)),
];

export const serviceOf = (
  world: Pick<World, 'clouds'>,
  cloud: string,
  service: string,
): ServiceInfo | undefined =>
  world.clouds.find(({ id }) => id === cloud)?.services.find(({ id }) => id === service);

/** Whether a service of an account has no list, so that its tasks are followed by ids that the user gives. */
export const isTrackable = ({ clouds }: Pick<World, 'clouds'>, { cloud, services }: ListedAccount): boolean =>
  clouds
    .find(({ id }) => id === cloud)
    ?.services.some(({ id, tracked }) => tracked && services.includes(id)) ?? false;

export const accountOf = (world: World, task: Task): ListedAccount | undefined =>
  world.accounts().find(({ id }) => id === task.account);
