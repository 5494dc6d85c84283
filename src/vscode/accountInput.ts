import * as vscode from 'vscode';
import type { Cloud } from '../core/cloud';
import { joinList } from '../view/format';
import {
  askEndpoint,
  askField,
  askLabel,
  credentialOf,
  endpointNames,
  endpointsOf,
  pickEndpoints,
  pickForm,
  pickRegions,
  pickSite,
  takeSteps,
  type Answers,
  type Step,
} from './accountSteps';
import { askPick, goBack } from './multiStep';

/** Asks step by step, with a way back. Resolves to the argument of `addAccount`; undefined when the user leaves. */
export async function askForAccount(clouds: readonly Cloud[]): Promise<Record<string, unknown> | undefined> {
  const answers: Answers = { fields: {} };
  const titleAt = (at: number) =>
    answers.cloud && at > 0 ? titleFor(answers.cloud) : vscode.l10n.t('Add Account');
  const answered = await takeSteps(answers, () => stepsFor(answers, clouds), titleAt);
  return answered ? toArgument(answers) : undefined;
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

const pickCloud =
  (clouds: readonly Cloud[]): Step =>
  async (answers, position) => {
    const items = clouds.map(cloud => ({
      label: cloud.label(),
      description: joinList(cloud.services.map(service => service.label())),
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

function toArgument(answers: Answers): Record<string, unknown> {
  const { cloud, regions, site, label } = answers;
  const endpoints = endpointsOf(answers);
  return {
    cloud: cloud?.id,
    label,
    credential: credentialOf(answers),
    ...(regions && cloud && cloud.regions.length > 0 && { regions }),
    ...(site && cloud && cloud.sites.length > 0 && { site }),
    ...(Object.keys(endpoints).length > 0 && { endpoints }),
  };
}
