import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Account } from '../../core/account';
import { filledText, readInput } from '../../core/arguments';
import { rejection, type Verdict } from '../../core/verification';
import { verdictText } from '../../view/verdictText';
import { askField, credentialOf, pickForm, takeSteps, type Answers } from '../accountSteps';
import { showMessage } from '../messages';
import type { Parts } from '../parts';
import { changeAccount, cloudOf, storeChange } from './accountChange';
import { accountFor } from './accountChoice';
import { tryUntilChosen } from './addition';
import type { Command } from './command';

const ReplaceArgument = z.strictObject({
  account: filledText(),
  credential: z.unknown(),
  verify: z.optional(z.boolean()),
});

/** Gives an account another credential. A user is asked for it, a program hands it over. */
export const replaceCredential: Command = async (parts, { argument }) => {
  const given = typeof argument === 'object' ? readInput(ReplaceArgument, argument, '') : undefined;
  const account = await accountFor(parts, given?.account ?? argument, () => true);
  if (!account) return undefined;
  if (!given) return replaceByAsking(parts, account);
  const { credential = {}, verify = true } = given;
  return changeAccount(parts, account.id, { credential, verify });
};

/** Asks for a credential, tries it, and stores it when it is let in or the user insists. @throws CloudError, ArgumentError */
export async function replaceByAsking(parts: Parts, account: Account): Promise<void> {
  const cloud = cloudOf(parts, account);
  const asked = await askForCredential(parts, account);
  if (!asked) return;
  const credential = (await cloud.provider()).readCredential(asked);
  const tried = account.disabled
    ? { account, verdicts: [] }
    : await tryUntilChosen(parts, account, credential);
  if (rejection(tried.verdicts) && !(await insists(parts, account, tried.verdicts))) return;
  const { projectIds } = tried.account;
  await storeChange(parts, account.id, { credential, ...(projectIds && { projectIds: { ...projectIds } }) });
  const outcome = account.disabled
    ? vscode.l10n.t('It was not tried, since the account is disabled.')
    : tried.verdicts.map(verdict => verdictText(parts.world, account, verdict)).join(' · ');
  void showMessage('info', vscode.l10n.t('“{0}” has a new credential. {1}', account.label, outcome));
}

async function askForCredential(
  parts: Parts,
  account: Account,
): Promise<Record<string, unknown> | undefined> {
  const cloud = cloudOf(parts, account);
  const answers: Answers = { cloud, fields: {} };
  const steps = () => [pickForm, ...((answers.form ?? cloud.credentials[0])?.fields.map(askField) ?? [])];
  const title = vscode.l10n.t('Replace Credential: {0}', account.label);
  return (await takeSteps(answers, steps, () => title)) ? credentialOf(answers) : undefined;
}

/** A key that is refused does not take the place of another, unless the user insists. */
async function insists({ world }: Parts, account: Account, verdicts: readonly Verdict[]): Promise<boolean> {
  const rejected = rejection(verdicts);
  const text = vscode.l10n.t('The credential of “{0}” was not replaced.', account.label);
  const detail = rejected ? verdictText(world, account, rejected) : '';
  const replaceAnyway = vscode.l10n.t('Replace Anyway');
  return (await showMessage('error', `${text} ${detail}`, replaceAnyway)) === replaceAnyway;
}
