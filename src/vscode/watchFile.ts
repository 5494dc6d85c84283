import { posix } from 'node:path';
import * as vscode from 'vscode';

/** Tells of each change of one file, wherever it lies, until it is disposed. */
export function watchFile(uri: vscode.Uri, onChange: () => void): vscode.Disposable {
  const name = posix.basename(uri.path).replace(/[[\]{}*?]/g, '[$&]');
  const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), name);
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) event(onChange);
  return watcher;
}
