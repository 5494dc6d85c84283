import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import { confirm } from '../messages';
import type { Parts } from '../parts';
import { argumentAccount, cloudOf } from './accountChange';
import type { Command } from './command';

/** Copies a policy that allows what is called for an account and nothing more. Resolves to its text. */
export const copyPolicy: Command = async (parts, { argument }) => {
  const account = await argumentAccount(parts, argument);
  return account && putPolicy(parts, account);
};

/** Puts the policy for the services that an account watches on the clipboard. Resolves to its text. */
export async function putPolicy(parts: Parts, account: Account): Promise<string> {
  const text = (await cloudOf(parts, account).provider()).policy(account.services);
  await vscode.env.clipboard.writeText(text);
  confirm(vscode.l10n.t('A policy with what “{0}” needs was copied.', account.label));
  return text;
}
