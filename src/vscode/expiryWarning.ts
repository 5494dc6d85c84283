import * as vscode from 'vscode';
import { isListOf, isText } from '../core/shapes';
import { leavingTasks, leavingText } from '../view/leaving';
import { setting, viewId } from './contributions';
import { speakAsTheEditor } from './language';
import { confirm, showMessage } from './messages';
import type { Parts } from './parts';
import { revealTask } from './revealTask';

// These texts are read from a bundle of its own, which has not been told of the language.
speakAsTheEditor();

export interface ExpiryParts extends Pick<Parts, 'world' | 'accounts' | 'outline' | 'tree' | 'filters'> {
  readonly state: vscode.Memento;
  /** Whether this is the window that does what is for none in particular. */
  readonly adopts: () => boolean;
}

const toldKey = 'cloudTasks.expiriesTold';
const areKeys = isListOf(isText);

/** Of accounts that leave no trace. */
const toldHere = new Set<string>();

/** Warns of files that are not downloaded and will soon be deleted by their clouds: of each once, of all in one message. */
export async function warnOfExpiries(parts: ExpiryParts): Promise<void> {
  const { world, accounts, state, adopts } = parts;
  if (!setting('notify.expiry')) return;
  const stored = state.get<unknown>(toldKey);
  const told = new Set(areKeys(stored) ? stored : []);
  const leaving = leavingTasks(world);
  const tasks = leaving.filter(({ key, account }) =>
    accounts.isPassing(account) ? !toldHere.has(key) : adopts() && !told.has(key),
  );
  const [first] = tasks;
  if (!first) return;
  for (const { key, account } of tasks) (accounts.isPassing(account) ? toldHere : told).add(key);
  // Of what is gone nobody needs to know any more whether it was told of.
  if (adopts())
    await state.update(
      toldKey,
      [...told].filter(key => leaving.some(task => task.key === key)),
    );
  const download = tasks.length > 1 ? vscode.l10n.t('Download All') : vscode.l10n.t('Download');
  const show = vscode.l10n.t('Show');
  const never = vscode.l10n.t('Don’t Show Again');
  const choice = await showMessage('warning', leavingText(world, tasks), download, show, never);
  if (choice === never) await silence();
  const keys = tasks.map(({ key }) => key);
  if (choice === download) await vscode.commands.executeCommand('cloudTasks.download', first.key, keys);
  if (choice === show)
    await revealTask(parts, first.key).catch(() => vscode.commands.executeCommand(`${viewId}.focus`));
}

async function silence(): Promise<void> {
  const target = vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration('cloudTasks').update('notify.expiry', false, target);
  confirm(vscode.l10n.t('These warnings are off; “cloudTasks.notify.expiry” turns them on.'));
}
