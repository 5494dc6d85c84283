import * as vscode from 'vscode';
import { Owner } from '../core/lifecycle';
import type { Row } from '../view/row';
import { rowUri } from './rowUri';
import type { CommandId, ViewId } from './contributions';

/** What a tree shows; rows are known by keys. */
export interface RowSource {
  /** The keys below a row; those of the roots for undefined. */
  children(key?: string): readonly string[];
  parent(key: string): string | undefined;
  /** Undefined for one that is gone. */
  row(key: string): Row | undefined;
}

/** Changes within this time are drawn together, milliseconds. */
const gatherTime = 100;

/**
 * A redraw and a question for children that is under way can cross each other in VS Code's extHostTreeViews.ts and
 * mainThreadTreeViews.ts: a redraw of the root cancels such questions (`_refreshCancellationSource`), and one of a row
 * is dropped when the row has not arrived yet (`getItemsToRefresh`). The group that was asked for then stays empty, or
 * the row as it was. So what was drawn so close to a question is drawn once more when it is quiet, milliseconds.
 */
const settleTime = 1000;

/**
 * With a redraw of the root the editor forgets the rows, and learns of them anew while it asks for children, level by
 * level (extHostTreeViews.ts, `_clearAll`): meanwhile its selection seems to be empty. It is taken to know them when it
 * has asked for nothing for twice as long as it took to ask for the roots, and for so long at least, milliseconds; and
 * so long that is waited for at most.
 */
const quietTime = 60;
const longestUnrest = 2000;

/**
 * Puts rows on screen. The tree's elements are their keys: VS Code compares elements with `===`, so firing a key
 * redraws that row, and a command on a row is handed the key.
 */
export class RowTree extends Owner implements vscode.TreeDataProvider<string> {
  private readonly changed = this.own(new vscode.EventEmitter<string[] | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  readonly view: vscode.TreeView<string>;
  /**
   * What a click runs: without arguments, which the editor drops with each redraw of the row, so that a click at that
   * moment would lead nowhere. A click selects the row first.
   */
  private readonly click: string;
  /** Rows to draw soon, and rows to draw once more; undefined for all. */
  private pending: ReadonlySet<string> | undefined = new Set<string>();
  private unsettled: ReadonlySet<string> | undefined = new Set<string>();
  private gathering: NodeJS.Timeout | undefined;
  private settling: NodeJS.Timeout | undefined;
  private askedAt = -Infinity;
  private firedAt = -Infinity;
  /** How long the editor took to ask for the roots after the last redraw of all; undefined while it has not. */
  private response: number | undefined = 0;
  /** So many look at the selection: nothing is drawn meanwhile. */
  private looks = 0;
  /** Over when nobody does. */
  private looking: Promise<unknown> = Promise.resolve();

  constructor(
    id: ViewId,
    private readonly source: RowSource,
    { showCollapseAll }: { readonly showCollapseAll: boolean },
  ) {
    super();
    const options = { treeDataProvider: this, showCollapseAll, canSelectMany: true };
    this.view = this.own(vscode.window.createTreeView(id, options));
    this.click = `${id}.click`;
    this.own(vscode.commands.registerCommand(this.click, () => this.noteClick()));
  }

  /** Redraws these rows and all below them, or the whole tree: soon, together with what else changes meanwhile. */
  update(keys: readonly string[] | undefined): void {
    // What the editor has never asked for it does not hold.
    if (keys?.length === 0 || this.askedAt === -Infinity) return;
    this.pending = union(this.pending, keys);
    this.gathering ??= setTimeout(() => this.flush(), gatherTime);
  }

  /** The same at once. @param focus the row that is to have the focus then */
  async draw(keys: readonly string[] | undefined, focus?: string): Promise<void> {
    await this.looking;
    this.update(keys);
    this.flush();
    // The row may go before it is there.
    if (focus !== undefined)
      await this.view.reveal(focus, { select: false, focus: true }).then(undefined, () => undefined);
  }

  /** Does what depends on the selection, at a time when the editor knows its rows; nothing is drawn until it is over. */
  still<T>(work: () => T | PromiseLike<T>): Promise<T> {
    this.looks++;
    const look = this.quiet()
      .then(work)
      .finally(() => {
        this.looks--;
        this.flush();
      });
    this.looking = Promise.allSettled([this.looking, look]);
    return look;
  }

  override dispose(): void {
    clearTimeout(this.gathering);
    clearTimeout(this.settling);
    super.dispose();
  }

  private async noteClick(): Promise<void> {
    const [key] = await this.still(() => this.view.selection);
    const click = key === undefined ? undefined : this.source.row(key)?.click;
    // The second argument tells the command that it was a user who called, as menus of the tree do.
    if (click) await vscode.commands.executeCommand(clickCommands[click], key, [key]);
  }

  private async quiet(): Promise<void> {
    const end = performance.now() + longestUnrest;
    const left = () => {
      const now = performance.now();
      // It asks for nothing while the view is hidden.
      if (this.response === undefined && this.view.visible) return Math.min(quietTime, end - now);
      const quietAt = Math.max(this.askedAt, this.firedAt) + Math.max(quietTime, 2 * (this.response ?? 0));
      return Math.min(quietAt, end) - now;
    };
    for (let wait = left(); wait > 0; wait = left()) await new Promise(resolve => setTimeout(resolve, wait));
  }

  private flush(): void {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    if (this.looks > 0) return;
    const keys = this.pending;
    this.pending = new Set();
    if (keys?.size === 0) return;
    this.fire(keys);
    if (keys && performance.now() - this.askedAt > settleTime) return;
    this.unsettled = union(this.unsettled, keys && [...keys]);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settle(), settleTime);
  }

  private settle(): void {
    if (this.looks > 0) {
      this.settling = setTimeout(() => this.settle(), settleTime);
      return;
    }
    const keys = this.unsettled;
    this.unsettled = new Set();
    this.fire(keys);
  }

  private fire(keys: ReadonlySet<string> | undefined): void {
    this.firedAt = performance.now();
    if (keys === undefined) this.response = undefined;
    this.changed.fire(keys && [...keys]);
  }

  getChildren(key?: string): string[] {
    this.askedAt = performance.now();
    if (key === undefined) {
      this.pending = new Set(); // who asks for the roots asks for everything anew
      this.response ??= this.askedAt - this.firedAt;
    }
    return [...this.source.children(key)];
  }

  getParent(key: string): string | undefined {
    return this.source.parent(key);
  }

  getTreeItem(key: string): vscode.TreeItem {
    const row = this.source.row(key);
    if (!row) return new vscode.TreeItem(''); // gone; the redraw that drops it is on its way
    const item = new vscode.TreeItem(row.label, collapsible(row));
    item.id = key; // keeps selection and expansion across redraws
    if (row.description) item.description = row.description;
    if (row.marked) item.resourceUri = rowUri(key);
    item.iconPath = new vscode.ThemeIcon(row.icon, row.color ? new vscode.ThemeColor(row.color) : undefined);
    item.contextValue = row.words.join(' '); // matched as viewItem =~ /\blink\b/
    item.accessibilityInformation = { label: row.spoken };
    if (row.click) item.command = { title: '', command: this.click };
    return item;
  }

  /** Tooltips are made when they are looked at. Cloud text in them is escaped, and they may run no command. */
  resolveTreeItem(item: vscode.TreeItem, key: string): vscode.TreeItem {
    const markdown = this.source.row(key)?.tooltip?.();
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

const clickCommands = {
  open: 'cloudTasks.open',
  details: 'cloudTasks.showDetails',
  more: 'cloudTasks.loadMore',
  downloaded: 'cloudTasks.openDownload',
} as const satisfies Record<NonNullable<Row['click']>, CommandId>;

/** Undefined is all there is. */
const union = (
  rows: ReadonlySet<string> | undefined,
  more: readonly string[] | undefined,
): ReadonlySet<string> | undefined => rows && more && new Set([...rows, ...more]);
