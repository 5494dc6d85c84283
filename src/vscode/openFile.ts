import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { ArgumentError } from '../core/errors';
import { Refusal } from '../core/refusal';
import { detectEncoding, extensionOf, isTextName, sampleBytes } from '../core/text';
import { formatBytes } from '../view/format';
import { inLabel, showMessage } from './messages';
import { zipEntryUri } from './zipFiles';

export interface OpenOptions {
  /** The entry of an archive to open. */
  readonly entry?: string;
  readonly toSide: boolean;
  /** Whether the user may be asked. */
  readonly interactive: boolean;
}

/** The editor's own limit for documents of extensions; beyond it the editor has to open the file by itself. */
const largestDocument = 50 * 1024 * 1024;

/** Opens a file on disk: text in an editor, an archive by one of its entries, the rest by the system. */
export async function openFile(uri: vscode.Uri, options: OpenOptions): Promise<void> {
  const name = basename(uri.fsPath);
  if (extensionOf(name) === 'zip') return openEntry(uri, options);
  if (options.entry !== undefined) throw new ArgumentError('entry', { kind: 'unknownField' });
  if (isTextName(name)) return openText(uri, options);
  await vscode.env.openExternal(uri);
}

async function openText(uri: vscode.Uri, { toSide, interactive }: OpenOptions): Promise<void> {
  const viewColumn = toSide ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
  const { size } = await stat(uri.fsPath);
  if (size > largestDocument) {
    if (interactive && !(await confirmLarge(uri, size))) return;
    await vscode.commands.executeCommand('vscode.open', uri, { viewColumn });
    return;
  }
  await showDocument(uri, await readStart(uri.fsPath), viewColumn);
}

async function showDocument(
  uri: vscode.Uri,
  start: Uint8Array,
  viewColumn: vscode.ViewColumn,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri, { encoding: detectEncoding(start) });
  await vscode.window.showTextDocument(document, { viewColumn, preview: true });
}

async function readStart(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function confirmLarge(uri: vscode.Uri, size: number): Promise<boolean> {
  const text = vscode.l10n.t(
    '“{0}” has {1}. Opening it may take a while.',
    basename(uri.fsPath),
    formatBytes(size, { language: vscode.env.language }),
  );
  const yes = vscode.l10n.t('Open');
  return (await showMessage('warning', text, yes)) === yes;
}

async function openEntry(zip: vscode.Uri, options: OpenOptions): Promise<void> {
  const { readEntry } = await import('../core/zip/reader');
  const name = await entryName(zip, options);
  if (name === undefined) return;
  const bytes = await readEntry(zip.fsPath, name); // refuses what is damaged before an editor stands there
  const viewColumn = options.toSide ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
  const uri = zipEntryUri(zip, name);
  if (isTextName(name)) await showDocument(uri, bytes.subarray(0, sampleBytes), viewColumn);
  else await vscode.commands.executeCommand('vscode.open', uri, { viewColumn });
}

/** The address of the entry that is named, that the user picks, or that is the only one; undefined if none is picked. */
export async function zipEntryOf(
  zip: vscode.Uri,
  options: Omit<OpenOptions, 'toSide'>,
): Promise<vscode.Uri | undefined> {
  const name = await entryName(zip, options);
  return name === undefined ? undefined : zipEntryUri(zip, name);
}

async function entryName(
  zip: vscode.Uri,
  { entry, interactive }: Omit<OpenOptions, 'toSide'>,
): Promise<string | undefined> {
  const { listEntries } = await import('../core/zip/reader');
  const entries = await listEntries(zip.fsPath);
  return entry ?? pickEntry(zip, entries, interactive);
}

async function pickEntry(
  zip: vscode.Uri,
  entries: readonly { name: string; size: number }[],
  interactive: boolean,
): Promise<string | undefined> {
  const archive = basename(zip.fsPath);
  const [first, ...others] = entries;
  if (!first) throw new Refusal({ kind: 'zip', reason: 'empty', name: archive });
  if (others.length === 0) return first.name;
  const choices = entries.map(({ name }) => name);
  if (!interactive) throw new ArgumentError('entry', { kind: 'choice', choices });
  const locale = { language: vscode.env.language };
  const items = entries.map(({ name, size }) => ({
    label: inLabel(name),
    description: formatBytes(size, locale),
    name,
  }));
  const placeHolder = vscode.l10n.t('Choose a file of “{0}”', archive);
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.name;
}
