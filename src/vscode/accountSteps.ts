import * as vscode from 'vscode';
import type { Cloud, CredentialForm } from '../core/cloud';
import { endpointOrigin, isRegion } from '../core/endpoint';
import { isArgumentError } from '../core/errors';
import { argumentText } from '../view/errorText';
import { askPick, askText, goBack, type Back, type StepPosition } from './multiStep';

/** What has been answered so far; the same names as in the argument object of the command. */
export interface Answers {
  cloud?: Cloud;
  form?: CredentialForm;
  fields: Record<string, string>;
  regions?: readonly string[];
  services?: readonly string[];
  site?: string;
  /** Empty = the public cloud; else an origin for some services. */
  endpoints?: Record<string, string>;
  label?: string;
}

/** Asks for one thing. Undefined when the user leaves. */
export type Step = (answers: Answers, position: StepPosition) => Promise<'next' | Back | undefined>;

/**
 * Takes step after step, with a way back; which there are may depend on what was answered.
 *
 * @returns false when the user leaves
 */
export async function takeSteps(
  answers: Answers,
  stepsFor: () => readonly Step[],
  titleFor: (at: number) => string,
): Promise<boolean> {
  let at = 0;
  for (;;) {
    const steps = stepsFor();
    const step = steps[at];
    if (!step) return true;
    const result = await step(answers, { title: titleFor(at), step: at + 1, totalSteps: steps.length });
    if (result === undefined) return false;
    at += result === 'next' ? 1 : -1;
  }
}

/** Ids of what may have an endpoint of its own. */
export const endpointNames = (cloud: Cloud | undefined): string[] => [
  ...(cloud?.services.map(({ id }) => id) ?? []),
  ...(cloud?.extraEndpoints ?? []),
];

export const pickForm: Step = async (answers, position) => {
  const items = (answers.cloud?.credentials ?? []).map(form => ({ label: form.label(), form }));
  const placeholder = vscode.l10n.t('Choose the kind of credential');
  const picked = items.filter(({ form }) => form === answers.form);
  const chosen = await askPick({ ...position, placeholder, items, picked });
  if (chosen === goBack || !chosen) return chosen;
  const form = chosen[0]?.form;
  if (form) answers.form = form;
  return 'next';
};

export const askField =
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

export const pickSite: Step = async (answers, position) => {
  const items = (answers.cloud?.sites ?? []).map(({ id, label }) => ({ label: label(), id }));
  const placeholder = vscode.l10n.t('Choose the site that the account belongs to');
  const picked = items.filter(({ id }) => id === answers.site);
  const chosen = await askPick({ ...position, placeholder, items, picked });
  if (chosen === goBack || !chosen) return chosen;
  if (chosen[0]) answers.site = chosen[0].id;
  return 'next';
};

export const pickRegions: Step = async (answers, position) => {
  const known = answers.cloud?.regions ?? [];
  const before = answers.regions ?? answers.cloud?.defaultRegions ?? [];
  const other = { label: vscode.l10n.t('Another region…'), other: true };
  // What was typed before is offered too.
  const labels = [...new Set([...known, ...before])];
  const items = [...labels.map(label => ({ label, other: false })), other];
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

export const pickServices: Step = async (answers, position) => {
  const items = (answers.cloud?.services ?? []).map(({ id, label }) => ({ label: label(), id }));
  const chosen = await askPick({
    ...position,
    placeholder: vscode.l10n.t('Choose the services to watch'),
    items,
    many: true,
    picked: items.filter(({ id }) => answers.services?.includes(id) ?? true),
  });
  if (chosen === goBack || !chosen) return chosen;
  answers.services = chosen.map(({ id }) => id);
  return 'next';
};

const askRegion = (position: StepPosition): Promise<string | Back | undefined> =>
  askText({
    ...position,
    prompt: vscode.l10n.t('Id of the region'),
    validate: text => (isRegion(text.trim()) ? undefined : vscode.l10n.t('This is not a region id.')),
  });

export const pickEndpoints: Step = async (answers, position) => {
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

export const askEndpoint =
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

export const askLabel: Step = async (answers, position) => {
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

/** The credential that was asked for, in the form that its cloud reads. */
export function credentialOf({ form, fields }: Answers): Record<string, unknown> {
  const names = form?.fields.map(({ name }) => name) ?? [];
  const given = Object.entries(fields).filter(([name, text]) => names.includes(name) && text !== '');
  return { kind: form?.kind, ...Object.fromEntries(given) };
}

/** The endpoints that were asked for, without those that were left empty. */
export const endpointsOf = ({ endpoints = {} }: Answers): Record<string, string> =>
  Object.fromEntries(Object.entries(endpoints).filter(([, origin]) => origin !== ''));
