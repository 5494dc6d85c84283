import * as vscode from 'vscode';
import { Owner } from '../core/lifecycle';
import type { StoreChange } from '../core/store';
import type { Row } from '../view/row';
import type { TaskOutline } from '../view/taskOutline';
import { viewId } from './contributions';

/**
 * How long after the last change of its shape the tree is drawn once more, milliseconds. A redraw of the root cancels
 * the questions for children that are under way (`_refreshCancellationSource` in VS Code's extHostTreeViews.ts); when
 * the view is just being opened, the group that was asked for can stay empty until the next redraw.
 */
const settleTime = 1000;

/**
 * Puts the outline on screen. The tree's elements are the outline's keys: VS Code compares elements with `===`, so
 * firing a key redraws that row, and a command on a row is handed the key.
 */
export class TaskTree extends Owner implements vscode.TreeDataProvider<string> {
  private readonly changed = this.own(new vscode.EventEmitter<string[] | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  readonly view: vscode.TreeView<string>;
  private settled: NodeJS.Timeout | undefined;

  constructor(private readonly outline: TaskOutline) {
    super();
    this.view = this.own(
      vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true }),
    );
  }

  /** Redraws what changed; VS Code gathers these for 200 ms. */
  update({ changed, structure }: StoreChange): void {
    if (!structure) {
      this.changed.fire([...changed]);
      return;
    }
    this.changed.fire(undefined);
    clearTimeout(this.settled);
    this.settled = setTimeout(() => this.changed.fire(undefined), settleTime);
  }

  override dispose(): void {
    clearTimeout(this.settled);
    super.dispose();
  }

  getChildren(key?: string): string[] {
    return [...this.outline.children(key)];
  }

  getParent(key: string): string | undefined {
    return this.outline.parent(key);
  }

  getTreeItem(key: string): vscode.TreeItem {
    const row = this.outline.row(key);
    if (!row) return new vscode.TreeItem(''); // gone; the redraw that drops it is on its way
    const item = new vscode.TreeItem(row.label, collapsible(row));
    item.id = key; // keeps selection and expansion across redraws
    if (row.description) item.description = row.description;
    item.iconPath = new vscode.ThemeIcon(row.icon, row.color ? new vscode.ThemeColor(row.color) : undefined);
    item.contextValue = row.words.join(' '); // matched as viewItem =~ /\blink\b/
    item.accessibilityInformation = { label: row.spoken };
    if (row.click) item.command = clickCommand(row.click, key);
    return item;
  }

  /** Tooltips are made when they are looked at. Cloud text in them is escaped, and they may run no command. */
  resolveTreeItem(item: vscode.TreeItem, key: string): vscode.TreeItem {
    const markdown = this.outline.row(key)?.tooltip?.();
    if (markdown !== undefined) item.tooltip = new vscode.MarkdownString(markdown, true);
    return item;
  }
}

function collapsible({ parent }: Row): vscode.TreeItemCollapsibleState {
  if (parent === 'open') return vscode.TreeItemCollapsibleState.Expanded;
  return parent === 'closed'
    ? vscode.TreeItemCollapsibleState.Collapsed
    : vscode.TreeItemCollapsibleState.None;
}

/** The second argument tells the command that it was a user who called, as menus of the tree do. */
const clickCommand = (click: 'open' | 'details', key: string): vscode.Command => ({
  title: '',
  command: click === 'open' ? 'cloudTasks.open' : 'cloudTasks.showDetails',
  arguments: [key, [key]],
});
