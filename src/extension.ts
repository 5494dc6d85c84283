import * as vscode from 'vscode';
import { clouds } from './clouds';
import { Actions } from './core/actions';
import { systemClock } from './core/clock';
import { Connections } from './core/connections';
import { CopiedLinks } from './core/copiedLinks';
import { History } from './core/history/history';
import { redactedLog } from './core/http/redact';
import { defaultListInterval } from './core/pace';
import { Poller } from './core/poller';
import { TaskStore } from './core/store';
import { readArrangement } from './view/arrangement';
import { TaskOutline } from './view/taskOutline';
import { taskOf, type World } from './view/world';
import { Accounts } from './vscode/accounts';
import { createExports, type CloudTasksExports } from './vscode/api';
import { registerCommands } from './vscode/commands';
import { setting, viewId } from './vscode/contributions';
import { Demo } from './vscode/demo';
import { TaskDocuments } from './vscode/documents';
import { Expiries } from './vscode/expiries';
import { watchEndings } from './vscode/endings';
import { speakAsTheEditor } from './vscode/language';
import { LinkCountdown } from './vscode/linkCountdown';
import { LazyDownloads } from './vscode/lazyDownloads';
import { Network } from './vscode/network';
import { Notifier } from './vscode/notify';
import { PageDocuments } from './vscode/pages/documents';
import { RowTree } from './vscode/rowTree';
import { ShownHistory } from './vscode/shownHistory';
import { StatusBar } from './vscode/statusBar';
import { registerTables } from './vscode/tables';

import { TaskFilters } from './vscode/taskFilters';
import { TaskMarks } from './vscode/taskMarks';
import { connectViews } from './vscode/updates';
import { Windows } from './vscode/windows';
import { ZipFiles } from './vscode/zipFiles';

let closeWindow: (() => Promise<void>) | undefined;

/** The editor waits for this, though not for long. */
export const deactivate = (): Promise<void> | undefined => closeWindow?.();

/** Builds every part once, hands each what it needs, and waits for no network. */
export function activate(context: vscode.ExtensionContext): CloudTasksExports {
  speakAsTheEditor();

  const log = vscode.window.createOutputChannel('Cloud Tasks', { log: true });
  const safeLog = redactedLog(log);
  const network = new Network(safeLog, context.extension.extensionKind);
  const store = new TaskStore();
  const accounts = new Accounts(context.globalState, context.secrets, clouds);
  const connections = new Connections(clouds, accounts, network.io);
  const listInterval = () => (setting('autoRefresh') ? defaultListInterval : Infinity);
  const folder = context.globalStorageUri.fsPath;
  const windows = new Windows({ store, accounts, clock: systemClock, log: safeLog, folder });
  const history = new History(store, () => windows.history());
  const poller = new Poller({
    ...{ store, clock: systemClock, accounts, connections, listInterval },
    calls: id => windows.calls || accounts.isPassing(id),
    takeOver: () => windows.takeOver(),
    attention: () => (tree.view.visible && vscode.window.state.focused ? 'watching' : 'away'),
    random: Math.random,
  });
  const locale = { language: vscode.env.language };
  const copiedLinks = new CopiedLinks(systemClock);
  const world: World = {
    ...{ clouds, store, history, copiedLinks, clock: systemClock, locale },
    accounts: () => accounts.list(),
    fileState: key => downloads.fileState(key),
  };
  const filters = new TaskFilters(context.workspaceState, context.globalState);
  const outline = new TaskOutline(world, {
    arrangement: () => readArrangement(setting('groupBy'), setting('sortBy')),
    filter: () => filters.current,
  });
  const actions = new Actions(accounts, connections, { task: key => taskOf(world, key) });
  const demo = new Demo(
    async () => (await import('./simulator/demo')).startDemo(clouds, systemClock),
    accounts,
  );
  const notifier = new Notifier(world, safeLog, () => log.show());
  const tree = new RowTree(viewId, outline, { showCollapseAll: true });
  const downloads = new LazyDownloads({
    ...{ actions, world, notifier, transport: network.stack, log: safeLog, state: context.globalState },
    storage: folder,
    isPassing: id => accounts.isPassing(id),
    adopts: () => windows.calls,
  });
  const statusBar = new StatusBar(world);
  const marks = new TaskMarks(world, downloads);
  const shownHistory = new ShownHistory(history, context.globalState, safeLog);
  const parts = {
    ...{ world, accounts, connections, poller, actions, copiedLinks, outline, tree, filters },
    ...{ downloads, marks, demo, shownHistory, notifier, log },
    ...{ network, windows, extension: context.extension },
  };
  const changed = new vscode.EventEmitter<void>();

  context.subscriptions.push(
    ...[log, network, accounts, connections, tree, statusBar, changed, demo, poller],
    ...[filters, downloads, marks],
    ...[history, new TaskDocuments(world), new ZipFiles()],
    ...[copiedLinks, new LinkCountdown(world, copiedLinks)],
    watchEndings({ ...parts, storage: folder }, windows),
    new Expiries({ ...parts, state: context.globalState, adopts: () => windows.calls }),
    new PageDocuments(error => notifier.sentence(error)),
    registerTables(context.extensionUri),
    ...[registerCommands(parts), connectViews(parts, statusBar, changed)],
  );
  poller.start();
  windows.start(() => poller.reassign());
  shownHistory.start();
  downloads.start();
  closeWindow = async () => void (await Promise.all([windows.close(), downloads.close()]));
  return createExports(parts, changed.event, vscode.commands);
}
