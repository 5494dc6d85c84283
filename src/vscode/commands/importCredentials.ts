import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { filledText, readInput } from '../../core/arguments';
import { accountArgument, isMeant, type ProfileQuery } from '../../core/credentials/choice';
import type { CloudProfiles } from '../../core/credentials/find';
import type { FoundProfile } from '../../core/credentials/profile';
import { ArgumentError, isCloudError } from '../../core/errors';
import { importRefusalText, profileRow } from '../../view/foundProfile';
import { readAccountArgument, type NewAccount } from '../accountArgument';
import { lookForProfiles } from '../foundProfiles';
import { inLabel, showMessage } from '../messages';
import { askPick, goBack } from '../multiStep';
import type { Parts } from '../parts';
import { addChecked, addWithUser, showAdded, type Added } from './addition';
import type { Command } from './command';

interface Candidate {
  /** The id. */
  readonly cloud: string;
  readonly profile: FoundProfile;
}

interface ProfileItem extends vscode.QuickPickItem {
  readonly candidate?: Candidate;
}

const ImportArgument = z.strictObject({
  cloud: z.optional(filledText()),
  source: z.optional(filledText()),
  profile: z.optional(filledText()),
  verify: z.optional(z.boolean()),
});

/** Adds accounts from what the vendors' tools keep on this computer: those that are meant, or those the user picks. */
export const importCredentials: Command = async (parts, { argument }) => {
  // The view's title hands over the row that has the focus, which is none of its business.
  if (argument === undefined || typeof argument === 'string') return importByAsking(parts);
  const { verify = true, ...query } = readInput(ImportArgument, argument, '');
  const choices = parts.world.clouds.map(({ id }) => id);
  if (query.cloud !== undefined && !choices.includes(query.cloud))
    throw new ArgumentError('cloud', { kind: 'choice', choices });
  return importMeant(parts, query, verify);
};

interface Imported {
  /** Ids of the new accounts. */
  readonly imported: string[];
  readonly refused: { readonly source: string; readonly profile: string; readonly reason: string }[];
}

async function importMeant(parts: Parts, query: ProfileQuery, verify: boolean): Promise<Imported> {
  const found = candidatesOf(await lookForProfiles(parts));
  const result: Imported = { imported: [], refused: [] };
  for (const candidate of found.filter(({ cloud, profile }) => isMeant(query, cloud, profile))) {
    const { source, name, refusal } = candidate.profile;
    const outcome = refusal
      ? { reason: importRefusalText(refusal, parts.world.locale) }
      : await addForProgram(parts, candidate, verify);
    if ('id' in outcome) result.imported.push(outcome.id);
    else result.refused.push({ source, profile: name, ...outcome });
  }
  return result;
}

/** A key that its cloud refuses stops no other. */
async function addForProgram(
  parts: Parts,
  candidate: Candidate,
  verify: boolean,
): Promise<{ id: string } | { reason: string }> {
  const added = { ...(await accountOf(parts, candidate)), verify };
  try {
    await addChecked(parts, added);
    return { id: added.account.id };
  } catch (error) {
    if (!isCloudError(error)) throw error;
    return { reason: parts.notifier.sentence(error, added.account.label) };
  }
}

async function importByAsking(parts: Parts): Promise<undefined> {
  const found = await lookForProfiles(parts);
  if (candidatesOf(found).length === 0) {
    void sayNothingFound(found);
    return;
  }
  const added: Added[] = [];
  try {
    for (const candidate of await pickProfiles(parts, found)) {
      const one = await addWithUser(parts, await accountOf(parts, candidate));
      if (one) added.push(one);
    }
  } finally {
    showAdded(added);
  }
}

/** Labels are looked at anew for each: the one before has taken one. */
const accountOf = (parts: Parts, { cloud, profile }: Candidate): Promise<NewAccount> => {
  const taken = parts.accounts.list().map(({ label }) => label);
  return readAccountArgument(accountArgument(cloud, profile, taken), parts.world.clouds);
};

const candidatesOf = (found: readonly CloudProfiles[]): Candidate[] =>
  found.flatMap(({ cloud, profiles }) => profiles.map(profile => ({ cloud: cloud.id, profile })));

async function sayNothingFound(found: readonly CloudProfiles[]): Promise<void> {
  const files = found.flatMap(cloud => cloud.files).join(vscode.l10n.t(', '));
  const addAccount = vscode.l10n.t('Add Account');
  const text = vscode.l10n.t(
    'No credentials were found, neither in the environment variables of the vendors’ tools nor in their files: {0}.',
    files,
  );
  if ((await showMessage('info', text, addAccount)) === addAccount)
    await vscode.commands.executeCommand('cloudTasks.addAccount');
}

/** Empty when the user left. What cannot be imported stands below the rest and says why. */
async function pickProfiles(parts: Parts, found: readonly CloudProfiles[]): Promise<readonly Candidate[]> {
  const groups = found.map(({ cloud, profiles }) => ({
    label: cloud.label(),
    candidates: profiles.map(profile => ({ cloud: cloud.id, profile })),
  }));
  const good = groups.flatMap(({ label, candidates }) =>
    section(
      label,
      candidates.filter(isImportable).map(candidate => itemOf(parts, candidate)),
    ),
  );
  const bad = groups.flatMap(({ label, candidates }) =>
    candidates
      .filter(candidate => !isImportable(candidate))
      .map(candidate => itemOf(parts, candidate, `$(circle-slash) ${inLabel(label)}: `)),
  );
  const chosen = await askPick<ProfileItem>({
    title: vscode.l10n.t('Import Credentials'),
    ...{ step: 0, totalSteps: 0 }, // the only one: it has no number
    placeholder:
      good.length > 0
        ? vscode.l10n.t('Choose what to import; the files stay as they are')
        : vscode.l10n.t('Nothing of this can be imported'),
    items: [...good, ...section(vscode.l10n.t('Cannot be imported'), bad)],
    many: true,
    choosable: ({ candidate }) => candidate !== undefined && isImportable(candidate),
  });
  if (!chosen || chosen === goBack) return [];
  return chosen.flatMap(({ candidate }) => candidate ?? []);
}

const isImportable = ({ profile }: Candidate): boolean => profile.refusal === undefined;

const section = (label: string, items: readonly ProfileItem[]): ProfileItem[] =>
  items.length > 0 ? [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items] : [];

function itemOf({ world }: Parts, candidate: Candidate, prefix = ''): ProfileItem {
  const row = profileRow(candidate.profile, world.clock.now(), world.locale);
  return {
    label: prefix + inLabel(row.label),
    description: inLabel(row.description),
    detail: inLabel(row.detail),
    candidate,
  };
}
