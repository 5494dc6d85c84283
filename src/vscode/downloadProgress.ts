import * as vscode from 'vscode';
import type { DownloadList } from '../core/downloads/list';
import { progressText } from '../view/downloads/downloadsOutline';
import type { Locale } from '../view/format';
import { withProgress } from './messages';

/** Shows how far some downloads are, with a button that cancels them, until nobody is at them any more. */
export async function showProgress(
  list: DownloadList,
  ids: readonly string[],
  {
    title,
    prominent,
    locale,
  }: { readonly title: string; readonly prominent: boolean; readonly locale: Locale },
): Promise<void> {
  const location = prominent ? vscode.ProgressLocation.Notification : vscode.ProgressLocation.Window;
  await withProgress({ location, title, cancellable: prominent }, async (progress, token) => {
    token.onCancellationRequested(() => void Promise.all(ids.map(id => list.remove(id))));
    let shown = 0;
    const report = () => {
      const entries = list.entries().filter(({ record }) => ids.includes(record.id));
      const received = entries.reduce((sum, { record }) => sum + record.received, 0);
      const total = entries.reduce((sum, { record }) => sum + (record.total ?? NaN), 0);
      const share = total > 0 ? Math.floor((received / total) * 100) : shown;
      progress.report({ message: progressText(entries, locale), increment: share - shown });
      shown = share;
    };
    const watching = list.onDidChange(report);
    await Promise.all(ids.map(id => list.settled(id)));
    watching.dispose();
  });
}
