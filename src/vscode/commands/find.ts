import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { readInput } from '../../core/arguments';
import type { Task } from '../../core/task';
import { findTasks } from '../../view/findTasks';
import { statusIcons } from '../../view/statusText';
import { taskName } from '../../view/taskName';
import { taskRow } from '../../view/taskRow';
import { shownTasks } from '../../view/world';
import { inLabel } from '../messages';
import type { Parts } from '../parts';
import { revealTask } from '../revealTask';
import type { Command } from './command';

const FindArgument = z.strictObject({ text: z.string() });

interface TaskItem extends vscode.QuickPickItem {
  readonly task: Task;
}

/**
 * Looks for a task by name, id or file, be it one of the history while that is shown, and reveals it in the tree. A
 * program gets the keys of those it may mean.
 */
export const findTask: Command = async (parts, { interactive, argument }) => {
  const { world } = parts;
  if (!interactive)
    return findTasks(shownTasks(world), readInput(FindArgument, argument, '').text).map(({ key }) => key);
  const task = await pickTask(parts);
  if (!task) return undefined;
  await revealTask(parts, task.key);
  return task.key;
};

/** The editor's own search would go through all tasks with each letter; ours hands it those that fit. */
function pickTask({ world }: Parts): Promise<Task | undefined> {
  const pick = vscode.window.createQuickPick<TaskItem>();
  pick.placeholder = vscode.l10n.t('Find a task by its name, id or file');
  const offer = () => {
    pick.items = findTasks(shownTasks(world), pick.value).map(task => ({
      label: `$(${statusIcons[task.status].replace('~spin', '')}) ${inLabel(taskName(task))}`,
      description: inLabel(taskRow(world, task).description ?? ''),
      detail: inLabel(task.id),
      alwaysShow: true,
      task,
    }));
  };
  offer();
  pick.onDidChangeValue(offer);
  return new Promise(resolve => {
    pick.onDidAccept(() => {
      // Who types and goes on at once chooses from a list that has just been replaced, of which the editor knows nothing.
      resolve(pick.selectedItems[0]?.task ?? findTasks(shownTasks(world), pick.value)[0]);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
