import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { ArgumentError } from '../core/errors';
import { extensionOf, isTextName, sampleBytes } from '../core/text';
import { formatBytes } from '../view/format';
import { showMessage } from './messages';
import { openEntry } from './openEntry';
import { showText } from './showText';

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
  await showText(uri, await readStart(uri.fsPath), viewColumn);
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
