import * as vscode from 'vscode';
import { withProject, type Account } from '../../core/account';
import { CloudError } from '../../core/errors';
import { placesOf } from '../../core/places';
import { rejection, verify, type Verdict } from '../../core/verification';
import { verdictText } from '../../view/verdictText';
import type { NewAccount } from '../accountArgument';
import { showMessage, withProgress } from '../messages';
import type { Parts } from '../parts';
import { pickProject } from './project';

/** An account that was added, and what its trial calls have shown, in a user's words. */
export interface Added {
  readonly account: Account;
  readonly outcome: string;
}

/** Adds an account for a program. @throws CloudError when the cloud refuses the credential */
export async function addChecked(parts: Parts, { account, credential, verify }: NewAccount): Promise<void> {
  const rejected = verify ? rejection(await tryOut(parts, account, credential)) : undefined;
  if (rejected?.problem) throw new CloudError(rejected.problem);
  await store(parts, account, credential);
}

/** Tries an account and adds it; undefined when its key was refused and the user does not insist. */
export async function addWithUser(
  parts: Parts,
  { account: asked, credential }: NewAccount,
): Promise<Added | undefined> {
  const { account, verdicts } = await tryUntilChosen(parts, asked, credential);
  if (rejection(verdicts) && !(await insists(parts, account, verdicts))) return undefined;
  await store(parts, account, credential);
  return {
    account,
    outcome: verdicts.map(verdict => verdictText(parts.world, account, verdict)).join(' · '),
  };
}

/** Tells the user, and waits for nothing. */
export function showAdded(added: readonly Added[]): void {
  const sentences = added.map(({ account, outcome }) =>
    vscode.l10n.t('“{0}” was added. {1}', account.label, outcome),
  );
  if (sentences.length > 0) void showMessage('info', sentences.join(' '));
}

async function store(parts: Parts, account: Account, credential: unknown): Promise<void> {
  await parts.poller.takeOver();
  await parts.accounts.add(account, credential);
}

/** Tries the account; where a region has several projects the user picks one, and it is tried again. */
export async function tryUntilChosen(
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

/** A real call per place. @throws ArgumentError, CloudError */
export async function tryOut(
  { connections, world }: Parts,
  account: Account,
  credential: unknown,
): Promise<Verdict[]> {
  const cloud = world.clouds.find(({ id }) => id === account.cloud);
  const connection = await connections.connect(account, credential);
  return cloud ? verify(connection, placesOf(account, cloud), new AbortController().signal, world.clock) : [];
}
