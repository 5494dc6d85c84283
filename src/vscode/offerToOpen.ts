import { basename } from 'node:path';
import * as vscode from 'vscode';
import { showMessage } from './messages';

/** Says that a file is there, and offers what one does with it. Does not wait for the user. */
export async function offerToOpen(uri: vscode.Uri, openIt: () => Thenable<unknown>): Promise<void> {
  const open = vscode.l10n.t('Open');
  const reveal = vscode.l10n.t('Show in Folder');
  const text = vscode.l10n.t('“{0}” is downloaded.', basename(uri.fsPath));
  const choice = await showMessage('info', text, open, reveal);
  if (choice === open) await openIt();
  if (choice === reveal) await vscode.commands.executeCommand('revealFileInOS', uri);
}
