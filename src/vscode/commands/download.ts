import { basename } from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { ArgumentError } from '../../core/errors';
import type { Task } from '../../core/task';
import { safeFileName } from '../../core/download/fileName';
import { downloadFolder } from '../downloads';
import { showMessage } from '../messages';
import { toUri } from './place';
import { noOptions, optionsOf, taskOf, type Command } from './command';

const DownloadOptions = z.strictObject({ target: z.optional(z.unknown()) });

/** Downloads the file of a task. Resolves to the file's Uri. */
export const download: Command = async (parts, call) => {
  const { target } = optionsOf(DownloadOptions, call);
  const place = target === undefined ? undefined : toUri(target);
  if (target !== undefined && !place) throw new ArgumentError('target', { kind: 'filePath' });
  const task = await taskOf(parts, call, candidate => parts.actions.abilities(candidate).file);
  if (!task) return undefined;
  const uri = await parts.downloads.download(task, {
    ...(place && { target: place }),
    prominent: call.interactive,
  });
  if (uri && call.interactive) void offerToOpen(task, uri);
  return uri;
};

/** Asks where to put the file, then downloads it. */
export const downloadAs: Command = async (parts, call) => {
  optionsOf(noOptions, call);
  const task = await taskOf(parts, call, candidate => parts.actions.abilities(candidate).file);
  if (!task) return undefined;
  const name = safeFileName(task.file?.name ?? task.name, task.id);
  const defaultUri = vscode.Uri.joinPath(vscode.Uri.file(downloadFolder()), name);
  const target = await vscode.window.showSaveDialog({ defaultUri, title: vscode.l10n.t('Download As') });
  // The dialog has asked whether a file that stands there may go.
  return target && parts.downloads.download(task, { target, overwrite: true, prominent: true });
};

async function offerToOpen({ key }: Task, uri: vscode.Uri): Promise<void> {
  const open = vscode.l10n.t('Open');
  const reveal = vscode.l10n.t('Show in Folder');
  const text = vscode.l10n.t('“{0}” is downloaded.', basename(uri.fsPath));
  const choice = await showMessage('info', text, open, reveal);
  if (choice === open) await vscode.commands.executeCommand('cloudTasks.open', key, [key]);
  if (choice === reveal) await vscode.commands.executeCommand('revealFileInOS', uri);
}
