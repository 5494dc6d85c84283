import * as vscode from 'vscode';
import { setContextKey } from './contributions';
import type { Parts } from './parts';
import type { StatusBar } from './statusBar';
import type { TaskTree } from './taskTree';

/** Tells the views what changed. */
export function connectViews(
  { world, accounts, outline, poller, downloads }: Omit<Parts, 'log'>,
  tree: TaskTree,
  statusBar: StatusBar,
  changed: vscode.EventEmitter<void>,
): vscode.Disposable {
  const noteAccounts = () => {
    setContextKey('hasAccounts', accounts.list().length > 0);
    outline.invalidate();
    tree.update({ changed: [], structure: true });
    statusBar.update();
  };
  noteAccounts();
  return vscode.Disposable.from(
    accounts.onDidChange(noteAccounts),
    accounts.onDidChange(ids => {
      for (const id of ids)
        if (!accounts.list().some(account => account.id === id)) void downloads.forget(id);
    }),
    world.store.onDidChange(change => {
      if (change.structure) outline.invalidate();
      tree.update(change);
      statusBar.update();
      changed.fire();
    }),
    vscode.workspace.onDidChangeConfiguration(event => {
      if (!event.affectsConfiguration('cloudTasks')) return;
      statusBar.update();
      poller.wake();
    }),
  );
}
