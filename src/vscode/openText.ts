import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { extensionOf, sampleBytes } from '../core/text';
import { formatBytes } from '../view/format';
import { tableViewType } from './contributions';
import type { OpenOptions } from './openFile';
import { showText } from './showText';

/** The editor's own limit for documents of extensions. Nothing larger is loaded whole: it has pages. */
const largestDocument = 50 * 1024 * 1024;

/** Opens a text file on disk in an editor: whole, or as its reader likes where it is large. */
export async function openText(
  uri: vscode.Uri,
  { toSide, interactive }: Pick<OpenOptions, 'toSide' | 'interactive'>,
): Promise<void> {
  const viewColumn = toSide ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
  const { size } = await stat(uri.fsPath);
  if (size <= largestDocument) return showText(uri, await readStart(uri.fsPath), viewColumn);
  const part = interactive ? await choosePart(uri, size) : 'first';
  if (part === undefined) return;
  if (part === 'table') {
    await vscode.commands.executeCommand('vscode.openWith', uri, tableViewType, viewColumn);
    return;
  }
  const { showPage } = await import('./pages/show');
  await showPage(uri.fsPath, part === 'first' ? 1 : Infinity, {
    viewColumn,
    at: part === 'first' ? 'start' : 'end',
  });
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

/** Asks what to see of a file that is too large to be seen at once. */
async function choosePart(uri: vscode.Uri, size: number): Promise<'table' | 'first' | 'last' | undefined> {
  const name = basename(uri.fsPath);
  const isTable = ['csv', 'tsv'].includes(extensionOf(name));
  const parts = [
    ...(isTable ? [{ label: vscode.l10n.t('Open as Table'), part: 'table' as const }] : []),
    { label: vscode.l10n.t('First Page'), part: 'first' as const },
    { label: vscode.l10n.t('Last Page'), part: 'last' as const },
  ];
  const placeHolder = vscode.l10n.t(
    '“{0}” has {1}: too much to open it whole. What do you want to see?',
    name,
    formatBytes(size, { language: vscode.env.language }),
  );
  return (await vscode.window.showQuickPick(parts, { placeHolder }))?.part;
}
