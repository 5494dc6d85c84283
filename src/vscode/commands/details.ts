import * as vscode from 'vscode';
import { taskDocument } from '../../view/plainTask';
import { taskName } from '../../view/taskName';
import { detailsUri } from '../documents';
import { confirm } from '../messages';
import { noOptions, optionsOf, taskOf, type Command } from './command';

/** Shows the task and the vendor's record as a read-only JSON document. */
export const showDetails: Command = async (parts, call) => {
  optionsOf(noOptions, call);
  const task = await taskOf(parts, call, () => true);
  if (!task) return undefined;
  const document = await vscode.workspace.openTextDocument(detailsUri(task));
  await vscode.window.showTextDocument(document, { preview: true });
  return undefined;
};

export const copyJson: Command = async (parts, call) => {
  optionsOf(noOptions, call);
  const task = await taskOf(parts, call, () => true);
  if (!task) return undefined;
  await vscode.env.clipboard.writeText(taskDocument(task));
  confirm(vscode.l10n.t('“{0}” copied as JSON.', taskName(task)));
  return undefined;
};
