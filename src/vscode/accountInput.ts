import * as vscode from 'vscode';
import type { Cloud, CredentialForm } from '../core/cloud';
import { endpointOrigin, isRegion } from '../core/endpoint';
import { isArgumentError } from '../core/errors';
import { argumentText } from '../view/errorText';
import { askPick, askText, goBack, type Back, type StepPosition } from './multiStep';

/** What has been answered so far; the same names as in the argument object of the command. */
interface Answers {
  cloud?: Cloud;
  form?: CredentialForm;
  fields: Record<string, string>;
  regions?: readonly string[];
  site?: string;
  /** Empty = the public cloud; else an origin for some services. */
  endpoints?: Record<string, string>;
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
function stepsFor({ cloud, form, endpoints }: Answers, clouds: readonly Cloud[]): Step[] {
  const shown = cloud ?? clouds[0];
  const fields = (form ?? shown?.credentials[0])?.fields ?? [];
  return [
    pickCloud(clouds),
    pickForm,
    ...fields.map(askField),
    ...((shown?.sites.length ?? 0) > 1 ? [pickSite] : []),
    ...((shown?.regions.length ?? 0) > 0 ? [pickRegions] : []),
    pickEndpoints,
    ...(endpoints ? endpointNames(shown).map(askEndpoint) : []),
    askLabel,
  ];
}

const endpointNames = (cloud: Cloud | undefined): string[] => [
  ...(cloud?.services.map(({ id }) => id) ?? []),
  ...(cloud?.extraEndpoints ?? []),
];

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
    if (cloud && cloud !== answers.cloud) startOver(answers, cloud);
    return 'next';
  };

/** Another cloud has other credentials, regions, sites and endpoints. */
function startOver(answers: Answers, cloud: Cloud): void {
  delete answers.regions;
  delete answers.site;
  delete answers.endpoints;
  Object.assign(answers, { cloud, form: cloud.credentials[0], fields: {} });
}

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

const pickEndpoints: Step = async (answers, position) => {
  const items = [
    { label: vscode.l10n.t('Public cloud'), custom: false },
    { label: vscode.l10n.t('Private or partner cloud, with endpoints of its own…'), custom: true },
  ];
  const picked = items.filter(({ custom }) => custom === (answers.endpoints !== undefined));
  const placeholder = vscode.l10n.t('Choose where the account lives');
  const chosen = await askPick({ ...position, placeholder, items, picked });
  if (chosen === goBack || !chosen) return chosen;
  if (chosen[0]?.custom) answers.endpoints ??= {};
  else delete answers.endpoints;
  return 'next';
};

const askEndpoint =
  (name: string): Step =>
  async ({ cloud, endpoints = {}, regions }, position) => {
    const service = cloud?.services.find(({ id }) => id === name)?.label() ?? name.toUpperCase();
    const answer = await askText({
      ...position,
      prompt: vscode.l10n.t(
        'Endpoint of {0}, such as https://example.com; {1} stands for the region. Empty = the public one.',
        service,
        '{region}',
      ),
      value: endpoints[name] ?? '',
      validate: text => (text.trim() === '' ? undefined : endpointProblem(text.trim(), regions?.[0] ?? '')),
    });
    if (answer === goBack || answer === undefined) return answer;
    endpoints[name] = answer.trim();
    return 'next';
  };

function endpointProblem(text: string, region: string): string | undefined {
  try {
    endpointOrigin(text, region, 'endpoints');
    return undefined;
  } catch (error) {
    return isArgumentError(error) ? argumentText(error.problem) : undefined;
  }
}

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

function toArgument({
  cloud,
  form,
  fields,
  regions,
  site,
  endpoints = {},
  label,
}: Answers): Record<string, unknown> {
  const names = form?.fields.map(({ name }) => name) ?? [];
  const given = names.filter(name => fields[name]).map(name => [name, fields[name]]);
  const custom = Object.entries(endpoints).filter(([, origin]) => origin !== '');
  return {
    cloud: cloud?.id,
    label,
    credential: { kind: form?.kind, ...Object.fromEntries(given) },
    ...(regions && cloud && cloud.regions.length > 0 && { regions }),
    ...(site && cloud && cloud.sites.length > 0 && { site }),
    ...(custom.length > 0 && { endpoints: Object.fromEntries(custom) }),
  };
}
