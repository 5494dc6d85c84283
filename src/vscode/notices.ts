import { join } from 'node:path';
import * as vscode from 'vscode';
import { systemClock } from '../core/clock';
import { Owner } from '../core/lifecycle';
import { NoticeQueue } from '../core/noticeQueue';
import { isFinished, type Task } from '../core/task';
import { Offers } from '../core/windows/offers';
import { endedText, noticeOf, toldTasks, type Notice, type NoticeAction } from '../view/noticeText';
import { setting, viewId, type CommandId } from './contributions';
import { speakAsTheEditor } from './language';
import { confirm, showMessage } from './messages';
import { setNoticeLevel } from './noticeLevel';
import type { Parts } from './parts';
import { revealTask } from './revealTask';

// These texts are read from a bundle of its own, which has not been told of the language.
speakAsTheEditor();

export interface NoticesParts extends Pick<
  Parts,
  'world' | 'accounts' | 'outline' | 'tree' | 'filters' | 'downloads'
> {
  /** Of the extension, for all windows. */
  readonly storage: string;
}

/** Tells the user what has ended: by a number at the view until it is looked at, and by one message at a time. */
export class Notices extends Owner {
  /** Keys of tasks that have ended since the user looked. */
  private readonly unseen = new Set<string>();
  private readonly queue: NoticeQueue;

  constructor(private readonly parts: NoticesParts) {
    super();
    const { world, accounts, downloads, tree, storage } = parts;
    const ended = (key: string) => {
      const task = world.store.task(key);
      return task && isFinished(task) ? task : undefined;
    };
    this.queue = this.own(
      new NoticeQueue({
        ...{ clock: systemClock, ended, offers: new Offers(join(storage, 'notices')) },
        tell: tasks => this.tell(tasks),
        fetched: tasks => downloads.fetchedOf(tasks),
        isFocused: () => vscode.window.state.focused,
        isShared: ({ account }) => !accounts.isPassing(account),
      }),
    );
    this.own(tree.view.onDidChangeVisibility(() => this.noteLook()));
    this.own(vscode.window.onDidChangeWindowState(() => this.noteLook()));
    this.own(world.store.onDidChange(({ moved }) => moved.some(({ after }) => !after) && this.count()));
  }

  /** @param isMine whether it is for this window to tell of them, unless the user is in another one */
  async note(tasks: readonly Task[], isMine: boolean | Promise<boolean> | undefined): Promise<void> {
    // As it is now: who looks sees it, and who asks for more later did not want these.
    const [unseen, wanted] = this.isLookedAt ? [[], []] : [tasks, wantedOf(tasks)];
    for (const { key } of unseen) this.unseen.add(key);
    this.count();
    if (await isMine) this.queue.add(wanted);
    else this.queue.look();
  }

  private get isLookedAt(): boolean {
    return this.parts.tree.view.visible && vscode.window.state.focused;
  }

  private noteLook(): void {
    if (this.isLookedAt) this.unseen.clear();
    this.count();
    this.queue.look();
  }

  private count(): void {
    const { world, tree } = this.parts;
    for (const key of this.unseen) if (!world.store.task(key)) this.unseen.delete(key);
    const value = this.unseen.size;
    if (value === (tree.view.badge?.value ?? 0)) return;
    tree.view.badge = value > 0 ? { value, tooltip: endedText(world, value) } : undefined;
  }

  /** Who looks at the tasks sees it. Resolves when the message is closed. */
  private async tell(tasks: readonly Task[]): Promise<void> {
    const told = wantedOf(tasks); // and as it is by now
    if (this.isLookedAt || told.length === 0) return;
    const notice = noticeOf(this.parts.world, told);
    const never = vscode.l10n.t('Don’t Show Again');
    const buttons = notice.actions.map(action => buttonLabel(action, notice));
    const severity = notice.isWarning ? 'warning' : 'info';
    const choice = await showMessage(severity, notice.text, ...buttons, never);
    const action = notice.actions[buttons.indexOf(choice ?? '')];
    if (choice === never) await this.silence();
    if (action) void this.act(action, action === 'download' ? notice.files : told);
  }

  private async act(action: NoticeAction, tasks: readonly Task[]): Promise<void> {
    const keys = tasks.map(({ key }) => key);
    const [first = ''] = keys;
    // As a menu of the tree calls them: then they tell the user by themselves what went wrong.
    if (action !== 'show') return void (await vscode.commands.executeCommand(commands[action], first, keys));
    await revealTask(this.parts, first).catch(() => vscode.commands.executeCommand(`${viewId}.focus`));
  }

  private async silence(): Promise<void> {
    await setNoticeLevel('off');
    confirm(vscode.l10n.t('Notifications are off; “cloudTasks.notify.when” turns them on.'));
  }
}

const wantedOf = (tasks: readonly Task[]): Task[] =>
  toldTasks(tasks, setting('notify.when'), { ...setting('notify.services') });

const commands = {
  open: 'cloudTasks.open',
  download: 'cloudTasks.download',
  details: 'cloudTasks.showDetails',
} as const satisfies Record<Exclude<NoticeAction, 'show'>, CommandId>;

function buttonLabel(action: NoticeAction, { files }: Notice): string {
  switch (action) {
    case 'open':
      return vscode.l10n.t('Open');
    case 'download':
      return files.length > 1 ? vscode.l10n.t('Download All') : vscode.l10n.t('Download');
    case 'show':
      return vscode.l10n.t('Show');
    case 'details':
      return vscode.l10n.t('Show Details');
  }
}
