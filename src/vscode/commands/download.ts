import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { ArgumentError } from '../../core/errors';
import type { Task } from '../../core/task';
import { safeFileName } from '../../core/download/fileName';
import { canBePlanned } from '../../core/actions';
import { taskName } from '../../view/taskName';
import { downloadsViewId } from '../contributions';
import { downloadFolder } from '../downloads';
import { confirm, showMessage } from '../messages';
import { offerToOpen } from '../offerToOpen';
import type { Parts } from '../parts';
import { toUri } from './place';
import { noOptions, optionsOf, taskOf, tasksOf, type Command } from './command';

const DownloadOptions = z.strictObject({ target: z.optional(z.unknown()) });

/** Downloads the file of a task. Resolves to the file's Uri. */
export const download: Command = async (parts, call) => {
  const { target } = optionsOf(DownloadOptions, call);
  const place = target === undefined ? undefined : toUri(target);
  if (target !== undefined && !place) throw new ArgumentError('target', { kind: 'filePath' });
  const tasks = await tasksOf(parts, call, candidate => parts.actions.abilities(candidate).file);
  const [task] = tasks;
  if (!task) return undefined;
  if (tasks.length > 1) return downloadSeveral(parts, tasks);
  const downloads = await parts.downloads.load();
  const uri = await downloads.download(task, {
    ...(place && { target: place }),
    prominent: call.interactive,
  });
  if (uri && call.interactive) void offerToOpen(uri, () => openTask(task));
  return uri;
};

async function downloadSeveral({ downloads }: Parts, tasks: readonly Task[]): Promise<undefined> {
  const fetched = await (await downloads.load()).downloadAll(tasks);
  const text =
    fetched === tasks.length
      ? vscode.l10n.t('{0} files are downloaded.', fetched)
      : vscode.l10n.t('{0} of {1} files are downloaded.', fetched, tasks.length);
  void offerToShow(text);
}

/** Asks where to put the file, then downloads it. */
export const downloadAs: Command = async (parts, call) => {
  optionsOf(noOptions, call);
  const task = await taskOf(parts, call, candidate => parts.actions.abilities(candidate).file);
  if (!task) return undefined;
  const name = safeFileName(task.file?.name ?? task.name, task.id);
  const defaultUri = vscode.Uri.joinPath(vscode.Uri.file(downloadFolder()), name);
  const target = await vscode.window.showSaveDialog({ defaultUri, title: vscode.l10n.t('Download As') });
  // The dialog has asked whether a file that stands there may go.
  if (!target) return undefined;
  const downloads = await parts.downloads.load();
  return downloads.download(task, { target, overwrite: true, prominent: true });
};

/** Has the file downloaded when the task is finished; at once where it is. */
export const downloadWhenFinished: Command = async (parts, call) => {
  optionsOf(noOptions, call);
  const { actions } = parts;
  const mayHaveFile = (task: Task) => canBePlanned(task, actions.info(task));
  const tasks = await tasksOf(parts, call, mayHaveFile);
  const downloads = await parts.downloads.load();
  for (const task of tasks) {
    if (!mayHaveFile(task)) actions.checkFile(task);
    await downloads.plan(task);
  }
  const [first] = tasks;
  if (first && call.interactive) confirm(plannedText(tasks.length, first));
  return undefined;
};

const plannedText = (count: number, first: Task): string =>
  count === 1
    ? vscode.l10n.t('“{0}” will be downloaded when it is finished.', taskName(first))
    : vscode.l10n.t('{0} files will be downloaded when their tasks are finished.', count);

const openTask = ({ key }: Task) => vscode.commands.executeCommand('cloudTasks.open', key, [key]);

async function offerToShow(text: string): Promise<void> {
  const show = vscode.l10n.t('Show Downloads');
  if ((await showMessage('info', text, show)) === show)
    await vscode.commands.executeCommand(`${downloadsViewId}.focus`);
}
