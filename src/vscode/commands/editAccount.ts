import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Account } from '../../core/account';
import { filledText, readInput } from '../../core/arguments';
import type { Cloud } from '../../core/cloud';
import { joinList } from '../../view/format';
import { readAccountChange, type AccountChange } from '../accountArgument';
import {
  askEndpoint,
  askLabel,
  endpointNames,
  endpointsOf,
  pickEndpoints,
  pickRegions,
  pickServices,
  pickSite,
  takeSteps,
  type Answers,
  type Step,
} from '../accountSteps';
import { inLabel } from '../messages';
import { askPick, goBack } from '../multiStep';
import type { Parts } from '../parts';
import { argumentAccount, changeAccount, cloudOf } from './accountChange';
import { accountFor } from './accountChoice';
import type { Command } from './command';
import { replaceByAsking } from './replaceCredential';
import { showTest } from './testAccount';

const EditArgument = z.looseObject({ account: filledText() });

/** Changes what is named in the argument; a user picks one thing after another, until he leaves. */
export const editAccount: Command = async (parts, { argument }) => {
  if (typeof argument !== 'object') {
    const account = await accountFor(parts, argument, () => true);
    return account && editByAsking(parts, account.id);
  }
  const { account: id, ...change } = readInput(EditArgument, argument, '');
  const account = await accountFor(parts, id, () => true);
  return account && changeAccount(parts, account.id, readAccountChange(change));
};

const RenameArgument = z.strictObject({ account: filledText(), label: filledText() });

/** Gives an account another name. */
export const renameAccount: Command = async (parts, { argument }) => {
  const given = typeof argument === 'object' ? readInput(RenameArgument, argument, '') : undefined;
  const account = await accountFor(parts, given?.account ?? argument, () => true);
  if (!account) return undefined;
  return given
    ? changeAccount(parts, account.id, { label: given.label })
    : askAndChange(
        parts,
        account,
        () => [askLabel],
        ({ label }) => label !== undefined && { label },
      );
};

/** Calls nothing for an account any more; what is known of it stays. */
export const disableAccount: Command = (parts, { argument }) => setDisabled(parts, argument, true);

export const enableAccount: Command = (parts, { argument }) => setDisabled(parts, argument, false);

async function setDisabled(parts: Parts, argument: unknown, disabled: boolean): Promise<void> {
  const account = await argumentAccount(parts, argument, it => (it.disabled === true) !== disabled);
  if (account && (account.disabled === true) !== disabled)
    await changeAccount(parts, account.id, { disabled });
}

interface Part extends vscode.QuickPickItem {
  readonly name: string;
  edit(): Promise<unknown>;
}

async function editByAsking(parts: Parts, id: string): Promise<void> {
  let last: string | undefined;
  for (;;) {
    const account = parts.accounts.get(id);
    if (!account) return; // removed meanwhile
    const items = partsOf(parts, account, cloudOf(parts, account));
    const chosen = await askPick({
      title: titleOf(account),
      ...{ step: 1, totalSteps: 1, items },
      placeholder: vscode.l10n.t('Choose what to change'),
      picked: items.filter(({ name }) => name === last),
    });
    if (!chosen || chosen === goBack) return;
    last = chosen[0]?.name;
    await chosen[0]?.edit();
  }
}

const titleOf = ({ label }: Account): string => vscode.l10n.t('Edit Account: {0}', label);

/** What can be changed of an account, and how it stands. */
function partsOf(parts: Parts, account: Account, cloud: Cloud): Part[] {
  const ask = (steps: (answers: Answers) => readonly Step[], toChange: ToChange) => () =>
    askAndChange(parts, account, steps, toChange);
  const part = (name: string, label: string, description: string, edit: Part['edit']): Part => ({
    ...{ name, label, edit },
    description: inLabel(description),
  });
  const services = cloud.services.filter(({ id }) => account.services.includes(id));
  const site = cloud.sites.find(({ id }) => id === account.site)?.label() ?? '';
  const endpoints = Object.values(account.endpoints ?? {});
  const { l10n } = vscode;
  return [
    part(
      'name',
      l10n.t('Name'),
      account.label,
      ask(
        () => [askLabel],
        ({ label }) => label !== undefined && { label },
      ),
    ),
    part('credential', l10n.t('Credential'), l10n.t('replace it'), () => replaceByAsking(parts, account)),
    ...(cloud.regions.length > 0
      ? [
          part(
            'regions',
            l10n.t('Regions'),
            joinList(account.regions),
            ask(() => [pickRegions], changeOf('regions')),
          ),
        ]
      : []),
    ...(cloud.services.length > 1
      ? [
          part(
            'services',
            l10n.t('Services'),
            joinList(services.map(({ label }) => label())),
            ask(() => [pickServices], changeOf('services')),
          ),
        ]
      : []),
    ...(cloud.sites.length > 1
      ? [
          part(
            'site',
            l10n.t('Site'),
            site,
            ask(() => [pickSite], changeOf('site')),
          ),
        ]
      : []),
    part(
      'endpoints',
      l10n.t('Endpoints'),
      endpoints.length > 0 ? joinList(endpoints) : l10n.t('Public cloud'),
      ask(
        answers => [pickEndpoints, ...(answers.endpoints ? endpointNames(cloud).map(askEndpoint) : [])],
        answers => ({ endpoints: endpointsOf(answers) }),
      ),
    ),
    account.disabled
      ? part('disabled', l10n.t('Enable'), l10n.t('call it again'), () =>
          changeAccount(parts, account.id, { disabled: false }),
        )
      : part('disabled', l10n.t('Disable'), l10n.t('call nothing for it, keep its tasks'), () =>
          changeAccount(parts, account.id, { disabled: true }),
        ),
    ...(account.disabled
      ? []
      : [part('test', l10n.t('Test'), l10n.t('call each service once'), () => showTest(parts, account))]),
  ];
}

type ToChange = (answers: Answers) => AccountChange | false;

/** The answer of one name as the change of that name. */
const changeOf =
  (name: 'regions' | 'services' | 'site'): ToChange =>
  ({ [name]: value }) =>
    value !== undefined && { [name]: value };

/** Asks by steps that begin with how the account stands, and changes it; nothing when the user leaves. */
async function askAndChange(
  parts: Parts,
  account: Account,
  steps: (answers: Answers) => readonly Step[],
  toChange: ToChange,
): Promise<void> {
  const { label, regions, services, site, endpoints } = account;
  const answers: Answers = {
    ...{ cloud: cloudOf(parts, account), fields: {}, label, regions, services },
    ...(site !== undefined && { site }),
    ...(endpoints && { endpoints: { ...endpoints } }),
  };
  const answered = await takeSteps(
    answers,
    () => steps(answers),
    () => titleOf(account),
  );
  const change = answered && toChange(answers);
  if (change) await changeAccount(parts, account.id, change);
}
