import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { ArgumentError } from '../../core/errors';
import { extensionOf } from '../../core/text';
import { tableViewType } from '../contributions';
import { zipEntryOf } from '../openEntry';
import { pageOf } from '../pages/address';
import type { Parts } from '../parts';
import { optionsOf, taskOf, type Call, type Command } from './command';
import { toUri } from './place';

const TableOptions = z.strictObject({ entry: z.optional(z.string()) });

/** Opens a delimited file as a table: one that is named, that of a task, or the one in the active editor. */
export const openAsTable: Command = async (parts, call) => {
  const uri = await fileOf(parts, call);
  if (uri) await vscode.commands.executeCommand('vscode.openWith', uri, tableViewType);
  return undefined;
};

async function fileOf(parts: Parts, call: Call): Promise<vscode.Uri | undefined> {
  const { argument } = call;
  const named = argument === undefined ? activeFile() : toUri(argument);
  if (!named) return fileOfTask(parts, call);
  const page = pageOf(named);
  return page ? vscode.Uri.file(page.file) : named;
}

/** What the tab in front shows, be it a text or something else. */
function activeFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom
    ? input.uri
    : undefined;
}

/** The local copy, which is downloaded first where there is none; of an archive, one of its files. */
async function fileOfTask(parts: Parts, call: Call): Promise<vscode.Uri | undefined> {
  const { entry } = optionsOf(TableOptions, call);
  if (entry === '') throw new ArgumentError('entry', { kind: 'empty' });
  const task = await taskOf(parts, call, candidate => parts.actions.abilities(candidate).file);
  if (!task) return undefined;
  const downloads = await parts.downloads.load();
  const { interactive } = call;
  const uri =
    (await downloads.localCopy(task)) ?? (await downloads.download(task, { prominent: interactive }));
  if (!uri) return undefined;
  if (extensionOf(uri.path) === 'zip')
    return zipEntryOf(uri, { interactive, ...(entry !== undefined && { entry }) });
  if (entry !== undefined) throw new ArgumentError('entry', { kind: 'unknownField' });
  return uri;
}
