import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { readInput } from '../../core/arguments';
import {
  dimensions,
  presets,
  readArrangement,
  sortings,
  type Dimension,
  type Sorting,
} from '../../view/arrangement';
import { dimensionLabel, groupingLabel, sortingLabel } from '../../view/arrangementText';
import { setting } from '../contributions';
import type { Call, Command } from './command';

const GroupArgument = z.strictObject({ groupBy: z.array(z.enum(dimensions)) });
const SortArgument = z.strictObject({ sortBy: z.enum(sortings) });

interface GroupItem extends vscode.QuickPickItem {
  /** Undefined for an order of one's own. */
  readonly groupBy?: readonly Dimension[];
}

/** What is set by hand is the user's, in every workspace. */
const store = (key: string, value: unknown): Thenable<void> =>
  vscode.workspace.getConfiguration('cloudTasks').update(key, value, vscode.ConfigurationTarget.Global);

/** Lays the tree out in other groups. */
export const groupBy: Command = async (_parts, call) => {
  const chosen = call.interactive ? await pickGroups() : readInput(GroupArgument, call.argument, '').groupBy;
  if (chosen) await store('groupBy', chosen);
  return undefined;
};

/** Puts the tasks of each group in another order. */
export const sortBy: Command = async (_parts, call) => {
  const chosen = await sortingOf(call);
  if (chosen) await store('sortBy', chosen);
  return undefined;
};

async function pickGroups(): Promise<readonly Dimension[] | undefined> {
  const current = readArrangement(setting('groupBy'), undefined).groupBy;
  const items: GroupItem[] = presets.map(preset => ({
    label: groupingLabel(preset),
    groupBy: preset,
    ...(preset.join() === current.join() && { description: vscode.l10n.t('now') }),
  }));
  items.push({ label: vscode.l10n.t('Choose an order…') });
  const picked = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Group tasks by') });
  return picked && (picked.groupBy ?? pickOrder([]));
}

/** One after the other, until the user has enough of them. */
async function pickOrder(chosen: readonly Dimension[]): Promise<readonly Dimension[] | undefined> {
  const left = dimensions.filter(dimension => !chosen.includes(dimension));
  const done = { label: vscode.l10n.t('Done'), description: groupingLabel(chosen) };
  const items = left.map(dimension => ({ label: dimensionLabel(dimension), dimension }));
  const placeHolder = vscode.l10n.t('Group {0}: what is it by?', chosen.length + 1);
  const picked = await vscode.window.showQuickPick([...(chosen.length > 0 ? [done] : []), ...items], {
    placeHolder,
  });
  if (!picked) return undefined;
  if (!('dimension' in picked)) return chosen;
  const more = [...chosen, picked.dimension];
  return left.length > 1 ? pickOrder(more) : more;
}

async function sortingOf({ interactive, argument }: Call): Promise<Sorting | undefined> {
  if (!interactive) return readInput(SortArgument, argument, '').sortBy;
  const current = readArrangement([], setting('sortBy')).sortBy;
  const items = sortings.map(sorting => ({
    label: sortingLabel(sorting),
    sorting,
    ...(sorting === current && { description: vscode.l10n.t('now') }),
  }));
  const placeHolder = vscode.l10n.t('Sort tasks by');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.sorting;
}
