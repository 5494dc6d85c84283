import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import { ArgumentError } from '../../core/errors';
import type { ListedAccount } from '../../view/world';
import { inLabel } from '../messages';
import type { Parts } from '../parts';

/**
 * The account a command is about: by its id, by the row of the tree that stands for it, or picked by the user.
 *
 * @throws Refusal, ArgumentError
 */
export async function listedAccountFor(
  { outline, accounts, actions, world }: Parts,
  argument: unknown,
  fits: (account: ListedAccount) => boolean = () => true,
): Promise<ListedAccount | undefined> {
  if (typeof argument === 'string') {
    const byId = accounts.list().find(({ id }) => id === argument);
    return byId ?? outline.account(argument) ?? actions.account(argument);
  }
  if (argument !== undefined) throw new ArgumentError('account', { kind: 'type', expected: 'string' });
  const candidates = accounts.list().filter(fits);
  if (candidates.length === 1) return candidates[0];
  const items = candidates.map(account => ({
    label: inLabel(account.label),
    description: world.clouds.find(({ id }) => id === account.cloud)?.label() ?? account.cloud,
    account,
  }));
  const placeHolder = vscode.l10n.t('Choose an account');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.account;
}

/** The same for commands that call the cloud, which a damaged account cannot. @throws Refusal */
export async function accountFor(
  parts: Parts,
  argument: unknown,
  fits: (account: ListedAccount) => boolean,
): Promise<Account | undefined> {
  const listed = await listedAccountFor(parts, argument, account => !account.damaged && fits(account));
  return listed && parts.actions.account(listed.id);
}
