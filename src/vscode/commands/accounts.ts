import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { withProject, type Account } from '../../core/account';
import { filledText, readInput } from '../../core/arguments';
import { CloudError } from '../../core/errors';
import { placesOf } from '../../core/places';
import { rejection, verify, type Verdict } from '../../core/verification';
import { readAccountArgument } from '../accountArgument';
import { askForAccount } from '../accountInput';
import { askFirst, showMessage, withProgress } from '../messages';
import type { ListedAccount } from '../../view/world';
import type { Parts } from '../parts';
import { verdictText } from '../../view/verdictText';
import { listedAccountFor } from './accountChoice';
import type { Command } from './command';
import { pickProject } from './project';

/** Adds an account from an argument object, or by asking step by step. Resolves to its id. */
export const addAccount: Command = async (parts, { argument }) => {
  // The view's title hands over the row that has the focus, which says nothing of a new account.
  if (argument === undefined || typeof argument === 'string') return addByAsking(parts);
  const added = await readAccountArgument(argument, parts.world.clouds);
  const { account, credential } = added;
  if (added.verify) {
    const rejected = rejection(await tryOut(parts, account, credential));
    if (rejected?.problem) throw new CloudError(rejected.problem);
  }
  await parts.poller.takeOver();
  await parts.accounts.add(account, credential);
  return account.id;
};

async function addByAsking(parts: Parts): Promise<string | undefined> {
  const answers = await askForAccount(parts.world.clouds);
  if (!answers) return undefined;
  const { account: asked, credential } = await readAccountArgument(answers, parts.world.clouds);
  const { account, verdicts } = await tryUntilChosen(parts, asked, credential);
  if (rejection(verdicts) && !(await insists(parts, account, verdicts))) return undefined;
  await parts.poller.takeOver();
  await parts.accounts.add(account, credential);
  const outcome = verdicts.map(verdict => verdictText(parts.world, account, verdict)).join(' · ');
  void showMessage('info', vscode.l10n.t('“{0}” was added. {1}', account.label, outcome));
  return account.id;
}

/** Tries the account; where a region has several projects the user picks one, and it is tried again. */
async function tryUntilChosen(
  parts: Parts,
  account: Account,
  credential: unknown,
): Promise<{ account: Account; verdicts: readonly Verdict[] }> {
  const title = vscode.l10n.t('Trying the account “{0}”…', account.label);
  const verdicts = await withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
    tryOut(parts, account, credential),
  );
  const open = verdicts.find(({ problem }) => problem?.projects);
  if (!open?.problem?.projects) return { account, verdicts };
  const { region } = open.place;
  const id = await pickProject(region, open.problem.projects);
  if (id === undefined) return { account, verdicts };
  return tryUntilChosen(parts, withProject(account, region, id), credential);
}

/** A key that is refused is not saved, unless the user insists. */
async function insists({ world }: Parts, account: Account, verdicts: readonly Verdict[]): Promise<boolean> {
  const rejected = rejection(verdicts);
  const text = vscode.l10n.t('The account “{0}” was not added.', account.label);
  const addAnyway = vscode.l10n.t('Add Anyway');
  const detail = rejected ? verdictText(world, account, rejected) : '';
  return (await showMessage('error', `${text} ${detail}`, addAnyway)) === addAnyway;
}

async function tryOut(
  { connections, world }: Parts,
  account: Account,
  credential: unknown,
): Promise<Verdict[]> {
  const cloud = world.clouds.find(({ id }) => id === account.cloud);
  const connection = await connections.connect(account, credential);
  return cloud ? verify(connection, placesOf(account, cloud), new AbortController().signal) : [];
}

const RemoveArgument = z.strictObject({ account: filledText() });

/** Removes an account and its credential. A user is asked first, a program is not. */
export const removeAccount: Command = async (parts, { argument, interactive }) => {
  const given = typeof argument === 'object' ? readInput(RemoveArgument, argument, '') : undefined;
  const account = await listedAccountFor(parts, given?.account ?? argument);
  if (!account || (interactive && !(await confirmRemoval(account.label)))) return undefined;
  await parts.poller.takeOver();
  await parts.accounts.remove(account.id);
  return undefined;
};

function confirmRemoval(label: string): Promise<boolean> {
  const remove = vscode.l10n.t('Remove');
  const detail = vscode.l10n.t('Its credential is deleted from this computer. Nothing changes in the cloud.');
  const text = vscode.l10n.t('Remove the account “{0}”?', label);
  return askFirst(text, detail, remove);
}

const RefreshArgument = z.strictObject({ account: z.optional(filledText()) });

/** Reads one account or all of them now. Resolves when that is over; what failed shows on its account. */
export const refresh: Command = async (parts, { argument }) => {
  // The view's title hands over the row that has the focus, which is none of its business.
  const given = typeof argument === 'object' ? readInput(RefreshArgument, argument, '') : undefined;
  const account = given?.account === undefined ? undefined : await listedAccountFor(parts, given.account);
  return refreshNow(parts, account);
};

/** The same for the account that a row stands for. */
export const refreshAccount: Command = async (parts, { argument }) => {
  const given = typeof argument === 'object' ? readInput(RefreshArgument, argument, '').account : argument;
  const account = await listedAccountFor(parts, given);
  return account && refreshNow(parts, account);
};

async function refreshNow(parts: Parts, account: ListedAccount | undefined): Promise<undefined> {
  await vscode.window.withProgress({ location: { viewId: 'cloudTasks.tasks' } }, () =>
    parts.poller.refresh(account?.id),
  );
}
