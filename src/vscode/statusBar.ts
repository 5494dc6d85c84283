import * as vscode from 'vscode';
import { Owner } from '../core/lifecycle';
import { statusLine } from '../view/statusLine';
import type { World } from '../view/world';
import { setting, viewId, type CommandId } from './contributions';

/** Changes within this time are shown together, milliseconds. */
const gather = 100;

/** One item: counts by status over all accounts. */
export class StatusBar extends Owner {
  private readonly item: vscode.StatusBarItem;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly world: World) {
    super();
    this.item = this.own(
      vscode.window.createStatusBarItem('cloudTasks.counts', vscode.StatusBarAlignment.Left),
    );
    this.item.name = vscode.l10n.t('Cloud Tasks');
    this.item.command = 'cloudTasks.showMenu' satisfies CommandId;
    this.update();
  }

  update(): void {
    this.timer ??= setTimeout(() => this.draw(), gather);
  }

  override dispose(): void {
    clearTimeout(this.timer);
    super.dispose();
  }

  private draw(): void {
    this.timer = undefined;
    const line = setting('statusBar.visible')
      ? statusLine(this.world, setting('statusBar.statuses'))
      : undefined;
    if (!line) return this.item.hide();
    this.item.text = line.text;
    const tooltip = new vscode.MarkdownString(line.tooltip, true);
    tooltip.isTrusted = { enabledCommands: ['cloudTasks.refresh', `${viewId}.focus`] };
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label: line.spoken, role: 'button' };
    this.item.backgroundColor = line.warning
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    this.item.show();
  }
}
