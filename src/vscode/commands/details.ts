import * as vscode from 'vscode';
import { taskDocument } from '../../view/plainTask';
import { taskName } from '../../view/taskName';
import { detailsUri } from '../documents';
import { confirm } from '../messages';
import { noOptions, optionsOf, taskOf, tasksOf, type Command } from './command';

/** Shows the task and the vendor's record as a read-only JSON document. */
export const showDetails: Command = async (parts, call) => {
  optionsOf(noOptions, call);
  const task = await taskOf(parts, call, () => true);
  if (!task) return undefined;
  const document = await vscode.workspace.openTextDocument(detailsUri(task));
  await vscode.window.showTextDocument(document, { preview: true });
  return undefined;
};

/** Puts tasks on the clipboard: one as an object, several as a list. */
export const copyJson: Command = async (parts, call) => {
  optionsOf(noOptions, call);
  const tasks = await tasksOf(parts, call, () => true);
  const [first] = tasks;
  if (!first) return undefined;
  const several = tasks.length > 1;
  const texts = tasks.map(taskDocument);
  await vscode.env.clipboard.writeText(several ? `[${texts.join(',\n')}]` : texts.join(''));
  confirm(
    several
      ? vscode.l10n.t('{0} tasks copied as JSON.', tasks.length)
      : vscode.l10n.t('“{0}” copied as JSON.', taskName(first)),
  );
  return undefined;
};
