import * as l10n from '@vscode/l10n';
import { abilities } from '../core/actions';
import type { Task } from '../core/task';
import { formatCount, formatUntil } from './format';
import { taskName } from './taskName';
import { serviceOf, type World } from './world';

/** A file that its cloud deletes within this time should be downloaded now, milliseconds. */
const soon = 86_400_000;

/** Whether the cloud will soon delete the file of a task, and no copy of it is here. */
export function isLeaving(world: World, task: Task): boolean {
  const left = (task.expiresAt?.getTime() ?? Infinity) - world.clock.now();
  if (left <= 0 || left > soon || world.fileState(task.key)) return false;
  return abilities(task, serviceOf(world, task.cloud, task.service)).file;
}

/** The tasks whose files will soon be deleted, the next of them first. */
export const leavingTasks = (world: World): Task[] =>
  [...world.store.tasks()]
    .filter(task => isLeaving(world, task))
    .sort((a, b) => Number(a.expiresAt) - Number(b.expiresAt));

/** The one message about all of them. @param tasks at least one, the next to go first */
export function leavingText(world: World, tasks: readonly Task[]): string {
  const { clock, locale } = world;
  const [first] = tasks;
  const until = first?.expiresAt ? formatUntil(first.expiresAt, clock.now(), locale) : '';
  const name = first ? taskName(first) : '';
  return tasks.length === 1
    ? l10n.t('The file of “{0}” will be deleted by its cloud {1}, and is not downloaded.', name, until)
    : l10n.t(
        '{0} files that are not downloaded will be deleted by their clouds within a day, the first of them, “{1}”, {2}.',
        formatCount(tasks.length, locale),
        name,
        until,
      );
}
