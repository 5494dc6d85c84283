import * as vscode from 'vscode';
import { errorOf } from '../core/downloads/failure';
import type { DownloadRecord } from '../core/downloads/record';
import { Owner } from '../core/lifecycle';
import type { DownloadScene } from '../view/downloads/downloadRow';
import { DownloadsOutline } from '../view/downloads/downloadsOutline';
import { plain } from '../view/escape';
import { downloadsViewId, setContextKey, type CommandId } from './contributions';
import type { Downloads } from './downloads';
import { showMessage } from './messages';
import { offerToOpen } from './offerToOpen';
import type { Parts } from './parts';
import { RowTree } from './rowTree';

/** How often rows are looked over that tell the time, milliseconds. */
const agingTime = 60_000;

/** What rows of downloads are drawn with. */
export const sceneOf = ({ world, notifier }: Pick<Parts, 'world' | 'notifier'>): DownloadScene => ({
  now: world.clock.now(),
  locale: world.locale,
  failure: ({ stage, account }) =>
    stage.kind === 'failed' ? notifier.sentence(errorOf(stage.failure), account) : '',
});

/** The view of downloads, with the progress of all in its badge. It is there when there is a download. */
export class DownloadsView extends Owner {
  private readonly outline: DownloadsOutline;
  readonly tree: RowTree;

  constructor(
    private readonly downloads: Downloads,
    private readonly parts: Pick<Parts, 'world' | 'notifier'>,
  ) {
    super();
    this.outline = new DownloadsOutline(
      () => downloads.list.entries(),
      () => sceneOf(parts),
    );
    this.tree = this.own(new RowTree(downloadsViewId, this.outline, { showCollapseAll: false }));
    this.own(downloads.list.onDidChange(() => this.update()));
    this.own(downloads.onDidEnd(record => void this.tell(record)));
    const aging = setInterval(() => this.update(), agingTime).unref();
    this.own({ dispose: () => clearInterval(aging) });
    this.update();
  }

  get isVisible(): boolean {
    return this.tree.view.visible;
  }

  private update(): void {
    const { view } = this.tree;
    setContextKey('hasDownloads', this.downloads.list.entries().length > 0);
    setContextKey('downloaded', this.downloads.hasFetched);
    this.tree.update(this.outline.update());
    const { active, progress, text } = this.outline.summary();
    if (view.badge?.tooltip !== text || active === 0)
      view.badge = active > 0 ? { value: active, tooltip: text } : undefined;
    if (view.description !== progress) view.description = progress;
  }

  /** Nobody waits for it: it went on after a restart, or was begun when its task had ended, of which nothing was told. */
  private async tell(record: DownloadRecord): Promise<void> {
    const { id, stage, name } = record;
    const run = (command: CommandId) => vscode.commands.executeCommand(command, id, [id]);
    if (stage.kind === 'finished')
      return offerToOpen(vscode.Uri.file(stage.path), () => run('cloudTasks.openDownload'));
    const [retry, show] = [vscode.l10n.t('Retry'), vscode.l10n.t('Show Downloads')];
    const reason = sceneOf(this.parts).failure(record);
    const text = vscode.l10n.t('“{0}” could not be downloaded. {1}', plain(name), reason);
    const choice = await showMessage('warning', text, retry, show);
    if (choice === retry) await run('cloudTasks.retryDownload');
    if (choice === show) await vscode.commands.executeCommand(`${downloadsViewId}.focus`);
  }
}
