import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { filledText, readInput } from '../../core/arguments';
import { ArgumentError } from '../../core/errors';
import { isActive } from '../../core/downloads/entry';
import { taskStatuses } from '../../core/task';
import { activeText } from '../../view/downloads/downloadsOutline';
import { countTasks } from '../../view/format';
import { levelLabel, noticeLevels, readLevel } from '../../view/noticeText';
import { countEntries, troubleEntries, type TroubleEntry } from '../../view/statusMenu';
import { restingIcon, statusLabel } from '../../view/statusText';
import type { TaskFilter } from '../../view/taskFilter';
import { downloadsViewId, setting, viewId, type CommandId } from '../contributions';
import { inLabel } from '../messages';
import { setNoticeLevel } from '../noticeLevel';
import type { Parts } from '../parts';
import type { Command } from './command';

interface MenuItem extends vscode.QuickPickItem {
  readonly run?: () => Thenable<unknown>;
}

const MenuArgument = z.strictObject({
  cloud: z.optional(filledText()),
  status: z.optional(z.enum(taskStatuses)),
});

/** What a click on the status bar offers. A program names what is to be shown, and is asked nothing. */
export const showMenu: Command = async (parts, { interactive, argument }) => {
  if (!interactive) {
    const { cloud, status } = readInput(MenuArgument, argument, '');
    return showFiltered(parts, {
      ...(status && { statuses: [status] }),
      ...(cloud !== undefined && { services: servicesOf(parts, cloud) }),
    });
  }
  const options = {
    title: vscode.l10n.t('Cloud Tasks'),
    placeHolder: vscode.l10n.t('Choose tasks to show, or what to do'),
    matchOnDescription: true,
  };
  const item = await vscode.window.showQuickPick<MenuItem>(itemsOf(parts), options);
  await item?.run?.();
  return undefined;
};

/** At most six icons in all, those of the statuses: more would be a picture book. */
const itemsOf = (parts: Parts): MenuItem[] => [
  ...troubleItems(parts),
  ...countItems(parts),
  heading(vscode.l10n.t('Tasks')),
  { label: vscode.l10n.t('Show Tasks'), run: () => focus(viewId) },
  { label: vscode.l10n.t('Find Task…'), run: () => run('cloudTasks.findTask') },
  { label: vscode.l10n.t('Refresh'), run: () => run('cloudTasks.refresh') },
  ...downloadItems(parts),
  heading(vscode.l10n.t('More')),
  {
    label: vscode.l10n.t('Notifications…'),
    description: levelLabel(readLevel(setting('notify.when')) ?? 'all'),
    run: chooseLevel,
  },
  { label: vscode.l10n.t('Show Log'), run: () => run('cloudTasks.showLog') },
];

function troubleItems({ world }: Parts): MenuItem[] {
  const items = troubleEntries(world).map(({ account, text, repair }) => ({
    label: inLabel(`${account.label}: ${repairLabel(repair)}`),
    detail: inLabel(text),
    run: () => run(repairs[repair], account.id, [account.id]),
  }));
  return items.length > 0 ? [heading(vscode.l10n.t('Accounts in trouble')), ...items] : [];
}

const repairs = {
  remove: 'cloudTasks.removeAccount',
  chooseProject: 'cloudTasks.chooseProject',
  replaceCredential: 'cloudTasks.replaceCredential',
  test: 'cloudTasks.testAccount',
  refresh: 'cloudTasks.refreshAccount',
} as const satisfies Record<TroubleEntry['repair'], CommandId>;

function repairLabel(repair: TroubleEntry['repair']): string {
  switch (repair) {
    case 'remove':
      return vscode.l10n.t('Remove Account…');
    case 'chooseProject':
      return vscode.l10n.t('Choose Project…');
    case 'replaceCredential':
      return vscode.l10n.t('Replace Credential…');
    case 'test':
      return vscode.l10n.t('Test Account');
    case 'refresh':
      return vscode.l10n.t('Try Again');
  }
}

const countItems = (parts: Parts): MenuItem[] =>
  countEntries(parts.world).flatMap(({ cloud, entries }) => [
    heading(cloud),
    ...entries.map(({ status, count, filter }) => ({
      label: `$(${restingIcon(status)}) ${statusLabel(status)}`,
      description: countTasks(count, parts.world.locale),
      run: () => showFiltered(parts, filter),
    })),
  ]);

function downloadItems({ downloads, world }: Parts): MenuItem[] {
  const active = downloads.entries().filter(({ record }) => isActive(record)).length;
  if (active === 0) return [];
  return [
    heading(vscode.l10n.t('Downloads')),
    { label: activeText(active, world.locale), run: () => focus(downloadsViewId) },
  ];
}

async function chooseLevel(): Promise<void> {
  const now = readLevel(setting('notify.when')) ?? 'all';
  // The first is the one that Enter takes.
  const levels = [now, ...noticeLevels.filter(level => level !== now)];
  const items = levels.map(level => ({
    label: levelLabel(level),
    ...(level === now && { description: vscode.l10n.t('as it is now') }),
    level,
  }));
  const placeHolder = vscode.l10n.t('Which ends of tasks do you want to be told of?');
  const chosen = await vscode.window.showQuickPick(items, { placeHolder });
  if (chosen) await setNoticeLevel(chosen.level);
}

async function showFiltered({ filters }: Parts, filter: TaskFilter): Promise<undefined> {
  await filters.set(filter);
  await focus(viewId);
}

/** @throws ArgumentError */
function servicesOf({ world }: Parts, cloud: string): string[] {
  const found = world.clouds.find(({ id }) => id === cloud);
  if (found) return found.services.map(({ id }) => id);
  throw new ArgumentError('cloud', { kind: 'choice', choices: world.clouds.map(({ id }) => id) });
}

const heading = (label: string): MenuItem => ({ label, kind: vscode.QuickPickItemKind.Separator });

const run = (command: CommandId, ...given: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...given);

const focus = (view: string): Thenable<unknown> => vscode.commands.executeCommand(`${view}.focus`);
