import * as vscode from 'vscode';
import { Owner } from '../core/lifecycle';
import { taskMark } from '../view/taskMark';
import { taskOf, type World } from '../view/world';
import type { LazyDownloads } from './lazyDownloads';
import { rowKey, rowUri } from './rowUri';

/** Marks rows of tasks: what will be, is, or should soon be downloaded, and whose link is on the clipboard. */
export class TaskMarks extends Owner implements vscode.FileDecorationProvider {
  private readonly changed = this.own(new vscode.EventEmitter<vscode.Uri[]>());
  readonly onDidChangeFileDecorations = this.changed.event;

  /** What the editor has asked for: a list of thousands may change at once, of which it shows a few. */
  private readonly asked = new Set<string>();

  constructor(
    private readonly world: World,
    private readonly downloads: Pick<LazyDownloads, 'look'>,
  ) {
    super();
    this.own(vscode.window.registerFileDecorationProvider(this));
  }

  /** These rows may have another mark now. */
  update(keys: readonly string[]): void {
    const uris = keys.filter(key => this.asked.has(key)).map(rowUri);
    if (uris.length > 0) this.changed.fire(uris);
  }

  async provideFileDecoration(uri: vscode.Uri): Promise<vscode.FileDecoration | undefined> {
    const key = rowKey(uri);
    if (key === undefined) return undefined;
    this.asked.add(key);
    const task = taskOf(this.world, key);
    if (!task) return undefined;
    await this.downloads.look(task);
    const mark = taskMark(this.world, task);
    const color = mark?.color === undefined ? undefined : new vscode.ThemeColor(mark.color);
    return mark && new vscode.FileDecoration(mark.badge, mark.tooltip, color);
  }
}
