import { basename } from 'node:path';
import * as vscode from 'vscode';
import { ArgumentError } from '../core/errors';
import { isRefusal, zipRefusal } from '../core/refusal';
import { extensionOf, isText, isTextName, sampleBytes } from '../core/text';
import type { ZipDirectory } from '../core/zip/directory';
import type { ZipEntry } from '../core/zip/entry';
import { entryRows } from '../view/entryRow';
import { inLabel, showMessage } from './messages';
import type { OpenOptions } from './openFile';
import { showText } from './showText';
import { zipEntryUri } from './zipFiles';

/** Opens a file of an archive: a text in an editor, the rest as the editor does. Opens none when none is picked. */
export async function openEntry(zip: vscode.Uri, options: OpenOptions): Promise<void> {
  const uri = await zipEntryOf(zip, options);
  if (!uri) return;
  const { readEntry } = await import('../core/zip/reader');
  const name = uri.path.slice(1);
  const bytes = await readEntry(zip.fsPath, name); // refuses what is damaged before an editor stands there
  const start = bytes.subarray(0, sampleBytes);
  const viewColumn = options.toSide ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
  if (isTextName(name) || (extensionOf(name) === '' && isText(start))) await showText(uri, start, viewColumn);
  else await vscode.commands.executeCommand('vscode.open', uri, { viewColumn });
}

/** The address of the entry that is named, that the user picks, or that is the only one; undefined if none is picked. */
export async function zipEntryOf(
  zip: vscode.Uri,
  { entry, interactive }: Omit<OpenOptions, 'toSide'>,
): Promise<vscode.Uri | undefined> {
  const { directoryOf } = await import('../core/zip/reader');
  const directory = await directoryOf(zip.fsPath);
  const archive = basename(zip.fsPath);
  if (interactive && directory.leftOut.length > 0) tellLeftOut(archive, directory.leftOut.length);
  const name = entry === undefined ? await chosen(archive, directory, interactive) : named(directory, entry);
  return name === undefined ? undefined : zipEntryUri(zip, name);
}

/** @throws ArgumentError that says what there is; Refusal for a file that may not be opened */
function named(directory: ZipDirectory, entry: string): string {
  try {
    return directory.file(entry).name;
  } catch (error) {
    const isUnknown = isRefusal(error) && error.reason.kind === 'zip' && error.reason.reason === 'noEntry';
    throw isUnknown ? oneOf(directory.entries) : error;
  }
}

const oneOf = (entries: readonly ZipEntry[]): ArgumentError =>
  new ArgumentError('entry', { kind: 'choice', choices: entries.map(({ name }) => name) });

async function chosen(
  archive: string,
  { entries, leftOut }: ZipDirectory,
  interactive: boolean,
): Promise<string | undefined> {
  const [first, ...others] = entries;
  const [unsafe] = leftOut;
  if (!first) throw unsafe === undefined ? zipRefusal('empty', archive) : zipRefusal('unsafeName', unsafe);
  if (others.length === 0) return first.name;
  if (!interactive) throw oneOf(entries);
  return pick(archive, entries);
}

async function pick(archive: string, entries: readonly ZipEntry[]): Promise<string | undefined> {
  const items = entryRows(entries, { language: vscode.env.language }).map(
    ({ name, label, folder, size }) => ({
      label: inLabel(label),
      description: inLabel(folder),
      detail: size,
      name,
    }),
  );
  const placeHolder = vscode.l10n.t('Choose a file of “{0}”', archive);
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.name;
}

/** Does not wait for the user: the rest can be opened. */
function tellLeftOut(archive: string, count: number): void {
  const text = vscode.l10n.t(
    '“{0}” has files whose names lead out of it, as in an attack. They were left out: {1}.',
    archive,
    count,
  );
  void showMessage('warning', text);
}
