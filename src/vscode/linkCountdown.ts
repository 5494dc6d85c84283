import * as vscode from 'vscode';
import type { CopiedLinks, LinkForm } from '../core/copiedLinks';
import { Owner } from '../core/lifecycle';
import { linkCountdownLine } from '../view/copiedLink';
import type { World } from '../view/world';
import type { CommandId } from './contributions';

/** What puts a fresh one on the clipboard. */
const copyCommands: Record<LinkForm, CommandId> = {
  link: 'cloudTasks.copyLink',
  curl: 'cloudTasks.copyAsCurl',
  wget: 'cloudTasks.copyAsWget',
  aria2c: 'cloudTasks.copyAsAria2c',
};

/** A status bar item that counts down the life of the link that was copied last; there is none without such a link. */
export class LinkCountdown extends Owner {
  private item: vscode.StatusBarItem | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly world: World,
    copiedLinks: CopiedLinks,
  ) {
    super();
    this.own(copiedLinks.onDidChange(() => this.draw()));
  }

  override dispose(): void {
    clearTimeout(this.timer);
    super.dispose();
  }

  private draw(): void {
    clearTimeout(this.timer);
    const line = linkCountdownLine(this.world);
    if (!line) return this.item?.hide();
    const { key, form } = line.link;
    const item = (this.item ??= this.own(createItem()));
    item.text = line.text;
    item.tooltip = new vscode.MarkdownString(line.tooltip);
    item.accessibilityInformation = { label: line.spoken };
    item.backgroundColor = line.warning
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    // The second argument tells the command that it was a user who called.
    item.command = { title: '', command: copyCommands[form], arguments: [key, [key]] };
    item.show();
    this.timer = setTimeout(() => this.draw(), line.changesIn);
  }
}

function createItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem('cloudTasks.link', vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t('Copied Link');
  return item;
}
