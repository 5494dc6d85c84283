import * as vscode from 'vscode';
import { listState } from '../view/emptyState';
import { filterText } from '../view/filterText';
import { isTrackable } from '../view/world';
import { setContextKey } from './contributions';
import type { Parts } from './parts';
import type { StatusBar } from './statusBar';

/** How often rows are looked over that tell the time, such as when a file expires, milliseconds. */
const agingTime = 60_000;

/** Tells the views what changed, and the poller who looks. */
export function connectViews(
  {
    world,
    accounts,
    outline,
    tree,
    poller,
    downloads,
    marks,
    shownHistory,
    copiedLinks,
    filters,
  }: Omit<Parts, 'log'>,
  statusBar: StatusBar,
  changed: vscode.EventEmitter<void>,
): vscode.Disposable {
  const noteState = () => setContextKey('listState', listState(world));
  const noteAccounts = (ids: readonly string[]) => {
    const listed = accounts.list();
    noteState();
    setContextKey('hasAccounts', listed.length > 0);
    setContextKey(
      'hasOwnAccounts',
      listed.some(({ id }) => !accounts.isPassing(id)),
    );
    setContextKey(
      'trackable',
      listed.some(account => isTrackable(world, account)),
    );
    tree.update(outline.apply({ changed: [], moved: [], places: ids }));
    statusBar.update();
  };
  // The editor shows no description of a container's only view, and no welcome where there is a message.
  const tellFilter = () => {
    const text = filterText(filters.current, world);
    const message = text && outline.children().length > 0 ? vscode.l10n.t('Filter: {0}', text) : undefined;
    // Its type knows no undefined, which alone takes the message away: a welcome is not shown beside an empty one.
    if (tree.view.message !== message) Object.assign(tree.view, { message });
  };
  const rearrange = () => {
    tree.update(outline.rearrange());
    tellFilter();
  };
  noteAccounts([]);
  rearrange();
  const redraw = (keys: readonly string[]) => {
    tree.update(outline.apply({ changed: keys, moved: [], places: [] }));
    marks.update(keys);
  };
  const aging = setInterval(() => {
    const aged = outline.aged();
    tree.update(aged);
    marks.update(aged ?? []);
  }, agingTime);
  return vscode.Disposable.from(
    new vscode.Disposable(() => clearInterval(aging)),
    accounts.onDidChange(noteAccounts),
    accounts.onDidChange(ids => {
      for (const id of ids)
        if (!accounts.list().some(account => account.id === id)) void downloads.forget(id);
    }),
    world.store.onDidChange(change => {
      noteState();
      tree.update(outline.apply(change));
      tellFilter();
      marks.update(change.moved.flatMap(({ after }) => after?.key ?? []));
      downloads.noteMoves(change.moved);
      statusBar.update();
      changed.fire();
    }),
    copiedLinks.onDidChange(key => redraw([key])),
    downloads.onDidMark(redraw),
    shownHistory.onDidReset(() => tree.update(outline.renewHistory())),
    filters.onDidChange(() => rearrange()),
    tree.view.onDidChangeVisibility(() => poller.wake()),
    vscode.window.onDidChangeWindowState(() => poller.wake()),
    vscode.workspace.onDidChangeConfiguration(event => {
      if (!event.affectsConfiguration('cloudTasks')) return;
      statusBar.update();
      poller.wake();
      if (['groupBy', 'sortBy'].some(key => event.affectsConfiguration(`cloudTasks.${key}`))) rearrange();
    }),
  );
}
