import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { filledText, readInput } from '../../core/arguments';
import { Refusal } from '../../core/refusal';
import { filterText } from '../../view/filterText';
import { inLabel } from '../messages';
import type { Command } from './command';

const NameArgument = z.strictObject({ name: filledText() });

/** Gives the filter at hand a name, under which it is offered from then on. */
export const saveFilter: Command = async ({ filters, world }, { interactive, argument }) => {
  const filter = filters.current;
  const prompt = vscode.l10n.t('Name of the filter “{0}”', filterText(filter, world));
  const name = interactive
    ? await vscode.window.showInputBox({ prompt, value: filter.text ?? '' })
    : readInput(NameArgument, argument, '').name;
  if (name?.trim()) await filters.save(name.trim(), filter);
  return undefined;
};

/** Takes the name from a filter that was saved. */
export const deleteFilter: Command = async ({ filters, world }, { interactive, argument }) => {
  const items = Object.entries(filters.saved).map(([name, filter]) => ({
    label: inLabel(name),
    description: inLabel(filterText(filter, world)),
    name,
  }));
  const placeHolder =
    items.length > 0
      ? vscode.l10n.t('Choose the filter to delete')
      : vscode.l10n.t('No filter has been saved yet.');
  const name = interactive
    ? (await vscode.window.showQuickPick(items, { placeHolder }))?.name
    : readInput(NameArgument, argument, '').name;
  if (name === undefined) return undefined;
  if (!Object.hasOwn(filters.saved, name)) throw new Refusal({ kind: 'unknownFilter', name });
  await filters.save(name, undefined);
  return undefined;
};
