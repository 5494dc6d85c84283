import * as z from 'zod/mini';
import { isCloudError } from '../../core/errors';
import { isText } from '../../core/shapes';
import type { CommandId } from '../contributions';
import { speakAsTheEditor } from '../language';
import { inMessage } from '../messages';
import type { Parts } from '../parts';
import { addAccount, refresh, refreshAccount, removeAccount, removeAllAccounts } from './accounts';
import type { Command } from './command';
import { copyAs } from './copyAs';
import { copyJson, showDetails } from './details';
import { download, downloadAs, downloadWhenFinished } from './download';
import {
  cancelDownload,
  clearDownloads,
  openDownload,
  pauseDownload,
  removeDownload,
  resumeDownload,
  retryDownload,
  revealDownload,
} from './downloads';
import { groupBy, sortBy } from './arrange';
import { disableAccount, editAccount, enableAccount, renameAccount } from './editAccount';
import { clearFilter, filterTasks } from './filter';
import { findTask } from './find';
import { focusedRow } from './focusedRow';
import { hideHistory, showHistory } from './history';
import { importCredentials } from './importCredentials';
import { copyId, copyLink, openConsole, openLink } from './links';
import { showMenu } from './menu';
import { loadMore } from './more';
import { open, openToSide } from './open';
import { openAsTable } from './openAsTable';
import { firstPage, goToPage, lastPage, nextPage, previousPage } from './pages';
import { copyPolicy } from './policy';
import { chooseProject } from './project';
import { replaceCredential } from './replaceCredential';
import { reportIssue } from './reportIssue';
import { deleteFilter, saveFilter } from './savedFilters';
import { testAccount } from './testAccount';
import { stopTracking, trackTask } from './tracking';
import { openWalkthrough } from './walkthrough';

// These texts are read from a bundle of its own, which has not been told of the language.
speakAsTheEditor();

const FocusArgument = z.strictObject({ focus: z.enum(['tasks', 'downloads']) });

/** Complete by type: a command of the manifest without a function here does not compile. */
const commands: Record<CommandId, Command> = {
  'cloudTasks.addAccount': addAccount,
  'cloudTasks.importCredentials': importCredentials,
  'cloudTasks.removeAccount': removeAccount,
  'cloudTasks.removeAllAccounts': removeAllAccounts,
  'cloudTasks.editAccount': editAccount,
  'cloudTasks.renameAccount': renameAccount,
  'cloudTasks.replaceCredential': replaceCredential,
  'cloudTasks.disableAccount': disableAccount,
  'cloudTasks.enableAccount': enableAccount,
  'cloudTasks.testAccount': testAccount,
  'cloudTasks.copyPolicy': copyPolicy,
  'cloudTasks.chooseProject': chooseProject,
  'cloudTasks.refresh': refresh,
  'cloudTasks.refreshAccount': refreshAccount,
  'cloudTasks.showMenu': showMenu,
  'cloudTasks.trackTask': trackTask,
  'cloudTasks.stopTracking': stopTracking,
  'cloudTasks.copyLink': copyLink,
  'cloudTasks.copyAsCurl': copyAs('curl'),
  'cloudTasks.copyAsWget': copyAs('wget'),
  'cloudTasks.copyAsAria2c': copyAs('aria2c'),
  'cloudTasks.openLink': openLink,
  'cloudTasks.openConsole': openConsole,
  'cloudTasks.download': download,
  'cloudTasks.downloadAs': downloadAs,
  'cloudTasks.downloadWhenFinished': downloadWhenFinished,
  'cloudTasks.openDownload': openDownload,
  'cloudTasks.revealDownload': revealDownload,
  'cloudTasks.pauseDownload': pauseDownload,
  'cloudTasks.resumeDownload': resumeDownload,
  'cloudTasks.retryDownload': retryDownload,
  'cloudTasks.cancelDownload': cancelDownload,
  'cloudTasks.removeDownload': removeDownload,
  'cloudTasks.clearDownloads': clearDownloads,
  'cloudTasks.open': open,
  'cloudTasks.openToSide': openToSide,
  'cloudTasks.openAsTable': openAsTable,
  'cloudTasks.firstPage': firstPage,
  'cloudTasks.previousPage': previousPage,
  'cloudTasks.nextPage': nextPage,
  'cloudTasks.lastPage': lastPage,
  'cloudTasks.goToPage': goToPage,
  'cloudTasks.showDetails': showDetails,
  'cloudTasks.copyId': copyId,
  'cloudTasks.copyJson': copyJson,
  'cloudTasks.loadMore': loadMore,
  'cloudTasks.groupBy': groupBy,
  'cloudTasks.sortBy': sortBy,
  'cloudTasks.findTask': findTask,
  'cloudTasks.filterTasks': filterTasks,
  'cloudTasks.clearFilter': clearFilter,
  'cloudTasks.saveFilter': saveFilter,
  'cloudTasks.deleteFilter': deleteFilter,
  'cloudTasks.showHistory': showHistory,
  'cloudTasks.hideHistory': hideHistory,
  'cloudTasks.showLog': ({ log }) => Promise.resolve(log.show()),
  'cloudTasks.reportIssue': reportIssue,
  'cloudTasks.openWalkthrough': openWalkthrough,
  'cloudTasks.tryDemo': ({ demo }) => demo.start(),
  'cloudTasks.stopDemo': ({ demo }) => demo.stop(),
};

/**
 * The palette gives no argument, a menu of the tree the row and the selection, a program one argument. A user is
 * shown what went wrong; a program gets an Error with the same sentence, and nothing of the error's inside.
 */
export async function run(parts: Parts, id: CommandId, handed: readonly unknown[]): Promise<unknown> {
  const given = await rowsOf(parts, handed);
  const argument = given[0] ?? undefined;
  const interactive = argument === undefined || given.length > 1;
  try {
    return await commands[id](parts, { argument, selection: selectionIn(given), interactive });
  } catch (error) {
    const account = accountIn(parts, argument);
    // The editor shows the message of a rejected key binding in a message box.
    if (!interactive) throw new Error(inMessage(parts.notifier.sentence(error, account)));
    if (!(isCloudError(error) && error.problem.kind === 'cancelled'))
      parts.notifier.showError(error, account);
    return undefined;
  }
}

/** A key binding of a view says which; the rows it is about are found then. */
async function rowsOf(parts: Parts, given: readonly unknown[]): Promise<readonly unknown[]> {
  const view = FocusArgument.safeParse(given[0]).data?.focus;
  if (view === undefined) return given;
  const tree = view === 'tasks' ? parts.tree : await parts.downloads.tree();
  if (!tree) return [];
  const find = () => tree.still(() => focusedRow(tree.view));
  const rows = await find();
  return rows.length > 0 ? rows : find(); // once more: the editor may have been slower than it was taken to be
}

/** Menus of a tree give the row, and all that are selected when it is one of several. */
const selectionIn = ([row, selected]: readonly unknown[]): readonly string[] =>
  Array.isArray(selected) && selected.length > 1 && selected.includes(row) ? selected.filter(isText) : [];

/** The account that a call was about, for the sentence about its failure: its id, or the label it was to have. */
function accountIn({ world, outline, accounts }: Parts, argument: unknown): string | undefined {
  const { account, task, label, key } = (
    typeof argument === 'object' && argument !== null ? argument : { key: argument }
  ) as Record<string, unknown>;
  if (typeof account === 'string') return account;
  if (typeof label === 'string') return label;
  const row = typeof task === 'object' && task !== null && 'key' in task ? task.key : (task ?? key);
  if (typeof row !== 'string') return undefined;
  return world.store.task(row)?.account ?? outline.account(row)?.id ?? accounts.get(row)?.id;
}
