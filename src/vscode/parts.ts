import type * as vscode from 'vscode';
import type { Actions } from '../core/actions';
import type { Connections } from '../core/connections';
import type { CopiedLinks } from '../core/copiedLinks';
import type { Poller } from '../core/poller';
import type { TaskOutline } from '../view/taskOutline';
import type { World } from '../view/world';
import type { Accounts } from './accounts';
import type { Demo } from './demo';
import type { LazyDownloads } from './lazyDownloads';
import type { Network } from './network';
import type { Notifier } from './notify';
import type { ShownHistory } from './shownHistory';
import type { TaskFilters } from './taskFilters';
import type { TaskMarks } from './taskMarks';
import type { RowTree } from './rowTree';
import type { Windows } from './windows';

/** What a command may use; made once, in the composition root. */
export interface Parts {
  readonly world: World;
  readonly accounts: Accounts;
  readonly connections: Connections;
  readonly poller: Poller;
  readonly actions: Actions;
  readonly copiedLinks: CopiedLinks;
  readonly outline: TaskOutline;
  readonly tree: RowTree;
  readonly filters: TaskFilters;
  readonly downloads: LazyDownloads;
  readonly marks: TaskMarks;
  readonly demo: Demo;
  readonly shownHistory: ShownHistory;
  readonly notifier: Notifier;
  readonly log: vscode.LogOutputChannel;
  readonly network: Network;
  readonly windows: Windows;
  readonly extension: vscode.Extension<unknown>;
}
