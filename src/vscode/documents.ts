import * as vscode from 'vscode';
import { Owner } from '../core/lifecycle';
import { safeFileName } from '../core/download/fileName';
import type { StoreChange } from '../core/store';
import type { Task } from '../core/task';
import { taskDocument } from '../view/plainTask';
import { taskOf, type World } from '../view/world';
import { detailsScheme } from './contributions';

/** The address of a task's details: its name for the tab, its key for us. */
export const detailsUri = ({ key, name }: Task): vscode.Uri =>
  vscode.Uri.from({ scheme: detailsScheme, path: `/${safeFileName(name, 'task')}.json`, query: key });

/** Details of tasks as read-only documents that change as the tasks do. */
export class TaskDocuments extends Owner implements vscode.TextDocumentContentProvider {
  private readonly changed = this.own(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.changed.event;
  private readonly last = new Map<string, string>();

  constructor(private readonly world: Pick<World, 'store' | 'history'>) {
    super();
    this.own(vscode.workspace.registerTextDocumentContentProvider(detailsScheme, this));
    this.own(world.store.onDidChange(change => this.update(change)));
  }

  provideTextDocumentContent({ query }: vscode.Uri): string {
    const task = taskOf(this.world, query);
    // A task that has left the list keeps what was last shown of it.
    const text = task ? taskDocument(task) : this.last.get(query);
    if (text !== undefined) this.last.set(query, text);
    return text ?? vscode.l10n.t('This task is not in the list any more.');
  }

  private update({ changed, moved }: StoreChange): void {
    const open = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === detailsScheme);
    const keys = new Set(open.map(({ uri }) => uri.query));
    for (const key of this.last.keys()) if (!keys.has(key)) this.last.delete(key);
    if (keys.size === 0) return;
    const news = new Set([...changed, ...moved.map(({ before, after }) => (after ?? before)?.key)]);
    for (const { uri } of open) if (news.has(uri.query)) this.changed.fire(uri);
  }
}
