import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { filledText, readInput } from '../../core/arguments';
import { Refusal } from '../../core/refusal';
import { readAccountArgument } from '../accountArgument';
import { askForAccount } from '../accountInput';
import { askFirst } from '../messages';
import { joinList } from '../../view/format';
import type { ListedAccount } from '../../view/world';
import type { Parts } from '../parts';
import { listedAccountFor } from './accountChoice';
import { addChecked, addWithUser, showAdded } from './addition';
import { noArgument, type Command } from './command';

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
  if (!account || (interactive && !(await confirmRemoval([account])))) return undefined;
  await removeNow(parts, [account]);
  return undefined;
};

/**
 * Removes all accounts with their credentials and stops the demo, as before the extension is uninstalled: what lies in
 * the secret storage may outlive it. A user is asked first, a program is not.
 */
export const removeAllAccounts: Command = async (parts, { argument, interactive }) => {
  noArgument(argument);
  const all = parts.accounts.list().filter(({ id }) => !parts.accounts.isPassing(id));
  if (interactive && all.length > 0 && !(await confirmRemoval(all))) return undefined;
  await parts.demo.stop();
  await removeNow(parts, all);
  return undefined;
};

/** Where the secret storage does not answer the others go all the same, and the caller is told. */
async function removeNow({ poller, accounts }: Parts, removed: readonly ListedAccount[]): Promise<void> {
  await poller.takeOver();
  const outcomes = await Promise.allSettled(removed.map(({ id }) => accounts.remove(id)));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** @param removed at least one */
function confirmRemoval(removed: readonly ListedAccount[]): Promise<boolean> {
  const { l10n } = vscode;
  const [first] = removed;
  const names = joinList(removed.map(({ label }) => `“${label}”`));
  return removed.length === 1
    ? askFirst(
        l10n.t('Remove the account “{0}”?', first?.label ?? ''),
        l10n.t('Its credential is deleted from this computer. Nothing changes in the cloud.'),
        l10n.t('Remove'),
      )
    : askFirst(
        l10n.t('Remove all {0} accounts?', removed.length),
        l10n.t(
          '{0}: their credentials are deleted from this computer. Nothing changes in the clouds.',
          names,
        ),
        l10n.t('Remove All'),
      );
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
