import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { filledText, readInput } from '../../core/arguments';
import { Refusal } from '../../core/refusal';
import { readAccountArgument } from '../accountArgument';
import { askForAccount } from '../accountInput';
import { askFirst } from '../messages';
import type { ListedAccount } from '../../view/world';
import type { Parts } from '../parts';
import { listedAccountFor } from './accountChoice';
import { addChecked, addWithUser, showAdded } from './addition';
import type { Command } from './command';

/** Adds an account from an argument object, or by asking step by step. Resolves to its id. */
export const addAccount: Command = async (parts, { argument }) => {
  // The view's title hands over the row that has the focus, which says nothing of a new account.
  if (argument === undefined || typeof argument === 'string') return addByAsking(parts);
  const added = await readAccountArgument(argument, parts.world.clouds);
  await addChecked(parts, added);
  return added.account.id;
};

async function addByAsking(parts: Parts): Promise<string | undefined> {
  const answers = await askForAccount(parts.world.clouds);
  if (!answers) return undefined;
  const added = await addWithUser(parts, await readAccountArgument(answers, parts.world.clouds));
  if (added) showAdded([added]);
  return added?.account.id;
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
  if (account?.disabled) throw new Refusal({ kind: 'disabledAccount', account: account.label });
  await vscode.window.withProgress({ location: { viewId: 'cloudTasks.tasks' } }, () =>
    parts.poller.refresh(account?.id),
  );
}
