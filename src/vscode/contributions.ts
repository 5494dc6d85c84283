import * as vscode from 'vscode';
import type { ListState } from '../view/emptyState';

/** Every command of the manifest; a test holds the two together. */
export const commandIds = [
  'cloudTasks.addAccount',
  'cloudTasks.importCredentials',
  'cloudTasks.removeAccount',
  'cloudTasks.removeAllAccounts',
  'cloudTasks.editAccount',
  'cloudTasks.renameAccount',
  'cloudTasks.replaceCredential',
  'cloudTasks.disableAccount',
  'cloudTasks.enableAccount',
  'cloudTasks.testAccount',
  'cloudTasks.copyPolicy',
  'cloudTasks.chooseProject',
  'cloudTasks.refresh',
  'cloudTasks.refreshAccount',
  'cloudTasks.showMenu',
  'cloudTasks.trackTask',
  'cloudTasks.stopTracking',
  'cloudTasks.copyLink',
  'cloudTasks.copyAsCurl',
  'cloudTasks.copyAsWget',
  'cloudTasks.copyAsAria2c',
  'cloudTasks.openLink',
  'cloudTasks.openConsole',
  'cloudTasks.download',
  'cloudTasks.downloadAs',
  'cloudTasks.downloadWhenFinished',
  'cloudTasks.openDownload',
  'cloudTasks.revealDownload',
  'cloudTasks.pauseDownload',
  'cloudTasks.resumeDownload',
  'cloudTasks.retryDownload',
  'cloudTasks.cancelDownload',
  'cloudTasks.removeDownload',
  'cloudTasks.clearDownloads',
  'cloudTasks.open',
  'cloudTasks.openToSide',
  'cloudTasks.openAsTable',
  'cloudTasks.firstPage',
  'cloudTasks.previousPage',
  'cloudTasks.nextPage',
  'cloudTasks.lastPage',
  'cloudTasks.goToPage',
  'cloudTasks.showDetails',
  'cloudTasks.copyId',
  'cloudTasks.copyJson',
  'cloudTasks.loadMore',
  'cloudTasks.groupBy',
  'cloudTasks.sortBy',
  'cloudTasks.findTask',
  'cloudTasks.filterTasks',
  'cloudTasks.clearFilter',
  'cloudTasks.saveFilter',
  'cloudTasks.deleteFilter',
  'cloudTasks.showHistory',
  'cloudTasks.hideHistory',
  'cloudTasks.showLog',
  'cloudTasks.reportIssue',
  'cloudTasks.openWalkthrough',
  'cloudTasks.tryDemo',
  'cloudTasks.stopDemo',
] as const;
export type CommandId = (typeof commandIds)[number];

export const viewId = 'cloudTasks.tasks';
export const downloadsViewId = 'cloudTasks.downloads';
export type ViewId = typeof viewId | typeof downloadsViewId;
/** The editor that shows a delimited file as a table. */
export const tableViewType = 'cloudTasks.table';

/** Schemes of documents that only we provide. */
export const detailsScheme = 'cloud-task';
export const zipScheme = 'cloud-task-zip';
export const pageScheme = 'cloud-task-page';

/** Settings with their types; all are beyond a workspace's reach. */
export interface Settings {
  readonly downloadDirectory: string;
  readonly 'downloads.parallel': number;
  readonly 'downloads.existingFiles': 'keepBoth' | 'replace';
  /** Rules, as far as the user has kept to their form. */
  readonly 'downloads.whenFinished': readonly unknown[];
  readonly autoRefresh: boolean;
  readonly 'history.days': number;
  readonly 'statusBar.visible': boolean;
  /** Names of statuses, as far as the user has kept to them. */
  readonly 'statusBar.statuses': readonly unknown[];
  readonly 'notify.when': string;
  /** The same by the id of a service, as far as the user has kept to it. */
  readonly 'notify.services': object;
  readonly 'notify.expiry': boolean;
  /** Names of dimensions, as far as the user has kept to them. */
  readonly groupBy: readonly unknown[];
  readonly sortBy: string;
}

export function setting<K extends keyof Settings>(key: K): Settings[K] {
  const value = vscode.workspace.getConfiguration('cloudTasks').get<Settings[K]>(key);
  // The manifest has a default for each, so there always is one.
  return value as Settings[K];
}

/** Context keys that menus and welcome views ask for. */
interface ContextKeys {
  hasAccounts: boolean;
  /** Those of the demo are none. */
  hasOwnAccounts: boolean;
  /** Whether a task can be tracked by its id. */
  trackable: boolean;
  listState: ListState;
  demo: boolean;
  history: boolean;
  hasDownloads: boolean;
  /** Whether the file of a task was fetched, be it long ago. */
  downloaded: boolean;
  filtered: boolean;
  /** True for a moment, in which the first steps that were taken are marked as done: see walkthrough.ts. */
  firstSteps: boolean;
}

const written: Partial<ContextKeys> = {};

/** Writes a context key when it has changed. */
export function setContextKey<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  if (written[key] === value) return;
  written[key] = value;
  void vscode.commands.executeCommand('setContext', `cloudTasks.${key}`, value);
}
