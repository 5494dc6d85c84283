import * as vscode from 'vscode';
import type { Cloud, CredentialForm } from '../core/cloud';
import { isRegion } from '../core/endpoint';
import { askPick, askText, goBack, type Back, type StepPosition } from './multiStep';

/** What has been answered so far; the same names as in the argument object of the command. */
interface Answers {
  cloud?: Cloud;
  form?: CredentialForm;
  fields: Record<string, string>;
  regions?: readonly string[];
  site?: string;
  label?: string;
}

type Step = (answers: Answers, position: StepPosition) => Promise<'next' | Back | undefined>;

/** Asks step by step, with a way back. Resolves to the argument of `addAccount`; undefined when the user leaves. */
export async function askForAccount(clouds: readonly Cloud[]): Promise<Record<string, unknown> | undefined> {
  const answers: Answers = { fields: {} };
  let at = 0;
  for (;;) {
    const steps = stepsFor(answers, clouds);
    const step = steps[at];
    if (!step) return toArgument(answers);
    const title = answers.cloud && at > 0 ? titleFor(answers.cloud) : vscode.l10n.t('Add Account');
    const result = await step(answers, { title, step: at + 1, totalSteps: steps.length });
    if (result === undefined) return undefined;
    at += result === 'next' ? 1 : -1;
  }
}

const titleFor = (cloud: Cloud): string => vscode.l10n.t('Add Account: {0}', cloud.label());

/** The steps depend on what was answered: each cloud has its own credentials, some have regions or sites. */
function stepsFor({ cloud, form }: Answers, clouds: readonly Cloud[]): Step[] {
  const shown = cloud ?? clouds[0];
  const fields = (form ?? shown?.credentials[0])?.fields ?? [];
  return [
    pickCloud(clouds),
    pickForm,
    ...fields.map(askField),
    ...((shown?.sites.length ?? 0) > 1 ? [pickSite] : []),
    ...((shown?.regions.length ?? 0) > 0 ? [pickRegions] : []),
    askLabel,
  ];
}

const pickCloud =
  (clouds: readonly Cloud[]): Step =>
  async (answers, position) => {
    const items = clouds.map(cloud => ({
      label: cloud.label(),
      description: cloud.services.map(service => service.label()).join(', '),
      cloud,
    }));
    const picked = items.filter(({ cloud }) => cloud === answers.cloud);
    const chosen = await askPick({
      ...position,
      placeholder: vscode.l10n.t('Choose the cloud'),
      items,
      picked,
    });
    if (chosen === goBack || !chosen) return chosen;
    const cloud = chosen[0]?.cloud;
    if (cloud && cloud !== answers.cloud)
      Object.assign(answers, { cloud, form: cloud.credentials[0], fields: {} });
    return 'next';
  };

const pickForm: Step = async (answers, position) => {
  const items = (answers.cloud?.credentials ?? []).map(form => ({ label: form.label(), form }));
  const placeholder = vscode.l10n.t('Choose the kind of credential');
  const picked = items.filter(({ form }) => form === answers.form);
  const chosen = await askPick({ ...position, placeholder, items, picked });
  if (chosen === goBack || !chosen) return chosen;
  const form = chosen[0]?.form;
  if (form) answers.form = form;
  return 'next';
};

const askField =
  (field: CredentialForm['fields'][number]): Step =>
  async ({ fields }, position) => {
    const answer = await askText({
      ...position,
      prompt: field.optional ? vscode.l10n.t('{0} (may stay empty)', field.label()) : field.label(),
      value: fields[field.name] ?? '',
      password: field.secret,
      validate: text => (field.optional ? undefined : filled(text)),
    });
    if (answer === goBack || answer === undefined) return answer;
    fields[field.name] = answer;
    return 'next';
  };

const pickSite: Step = async (answers, position) => {
  const items = (answers.cloud?.sites ?? []).map(({ id, label }) => ({ label: label(), id }));
  const placeholder = vscode.l10n.t('Choose the site that the account belongs to');
  const picked = items.filter(({ id }) => id === answers.site);
  const chosen = await askPick({ ...position, placeholder, items, picked });
  if (chosen === goBack || !chosen) return chosen;
  if (chosen[0]) answers.site = chosen[0].id;
  return 'next';
};

const pickRegions: Step = async (answers, position) => {
  const known = answers.cloud?.regions ?? [];
  const before = answers.regions ?? answers.cloud?.defaultRegions ?? [];
  const other = { label: vscode.l10n.t('Another region…'), other: true };
  const items = [...known.map(label => ({ label, other: false })), other];
  const chosen = await askPick({
    ...position,
    placeholder: vscode.l10n.t('Choose the regions to watch'),
    items,
    many: true,
    picked: items.filter(({ label }) => before.includes(label)),
  });
  if (chosen === goBack || !chosen) return chosen;
  const typed = chosen.includes(other) ? await askRegion(position) : '';
  if (typed === undefined || typed === goBack)
    return typed === goBack ? pickRegions(answers, position) : undefined;
  answers.regions = [
    ...chosen.filter(item => !item.other).map(({ label }) => label),
    ...(typed ? [typed] : []),
  ];
  return 'next';
};

const askRegion = (position: StepPosition): Promise<string | Back | undefined> =>
  askText({
    ...position,
    prompt: vscode.l10n.t('Id of the region'),
    validate: text => (isRegion(text.trim()) ? undefined : vscode.l10n.t('This is not a region id.')),
  });

const askLabel: Step = async (answers, position) => {
  const answer = await askText({
    ...position,
    prompt: vscode.l10n.t('Name of the account in Cloud Tasks'),
    value: answers.label ?? answers.cloud?.label() ?? '',
    validate: filled,
  });
  if (answer === goBack || answer === undefined) return answer;
  answers.label = answer;
  return 'next';
};

const filled = (text: string): string | undefined =>
  text.trim() === '' ? vscode.l10n.t('This must not be empty.') : undefined;

function toArgument({ cloud, form, fields, regions, site, label }: Answers): Record<string, unknown> {
  const names = form?.fields.map(({ name }) => name) ?? [];
  const given = names.filter(name => fields[name]).map(name => [name, fields[name]]);
  return {
    cloud: cloud?.id,
    label,
    credential: { kind: form?.kind, ...Object.fromEntries(given) },
    ...(regions && cloud && cloud.regions.length > 0 && { regions }),
    ...(site && cloud && cloud.sites.length > 0 && { site }),
  };
}
