import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { withProject, type Account } from '../../core/account';
import { filledText, readInput } from '../../core/arguments';
import { ArgumentError, CloudError, placed, type Project } from '../../core/errors';
import { inOurWords } from '../../core/reasons';
import { inLabel } from '../messages';
import type { Parts } from '../parts';
import { accountFor } from './accountChoice';
import type { Command } from './command';
import { regionFor } from './region';

const ProjectArgument = z.strictObject({
  account: filledText(),
  region: z.optional(filledText()),
  projectId: filledText(),
});

/** Sets which project of a region an account watches. Resolves to the project's id. */
export const chooseProject: Command = async (parts, { argument }) => {
  const given = typeof argument === 'object' ? readInput(ProjectArgument, argument, '') : undefined;
  const row = typeof argument === 'string' ? (parts.outline.account(argument)?.id ?? argument) : undefined;
  const account = await accountFor(parts, given?.account ?? row, candidate => hasProjects(parts, candidate));
  if (!account) return undefined;
  if (!hasProjects(parts, account)) throw new ArgumentError('account', { kind: 'choice', choices: [] });
  const region = await regionFor(account, given?.region, !given);
  if (region === undefined) return undefined;
  const id = await (given ? known(parts, account, region, given.projectId) : ask(parts, account, region));
  if (id === undefined) return undefined;
  await parts.poller.takeOver();
  // As it is by now: much may have happened while the user chose.
  await parts.accounts.replace(withProject(parts.actions.account(account.id), region, id));
  return id;
};

/** Lets the user pick. Resolves to the project's id; undefined when the user leaves. */
export async function pickProject(
  region: string,
  projects: readonly Project[],
  present?: string,
): Promise<string | undefined> {
  const items = projects.map(({ id, name }) => ({
    label: inLabel(name),
    description: id === present ? vscode.l10n.t('{0} (chosen)', id) : id,
    id,
  }));
  const placeHolder = vscode.l10n.t('Choose the project to watch in {0}', region);
  const options = { placeHolder, ignoreFocusOut: true, matchOnDescription: true };
  return (await vscode.window.showQuickPick(items, options))?.id;
}

async function ask(parts: Parts, account: Account, region: string): Promise<string | undefined> {
  return pickProject(region, await projectsOf(parts, account, region), account.projectIds?.[region]);
}

/** @throws ArgumentError for a project that the account cannot reach */
async function known(parts: Parts, account: Account, region: string, id: string): Promise<string> {
  const projects = await projectsOf(parts, account, region);
  if (projects.some(project => project.id === id)) return id;
  throw new ArgumentError('projectId', { kind: 'choice', choices: projects.map(project => project.id) });
}

async function projectsOf(
  { connections }: Parts,
  account: Account,
  region: string,
): Promise<readonly Project[]> {
  try {
    const { projects } = await connections.get(account);
    const found = (await projects?.(region, new AbortController().signal)) ?? [];
    if (found.length > 0) return found;
    throw new CloudError({ kind: 'notActivated', ...inOurWords('noProject') });
  } catch (error) {
    throw placed(error, { cloud: account.cloud, region });
  }
}

const hasProjects = ({ world }: Parts, { cloud }: Pick<Account, 'cloud'>): boolean =>
  world.clouds.some(({ id, projects }) => id === cloud && projects);
