import { basename } from 'node:path';
import * as vscode from 'vscode';
import { ArgumentError } from '../core/errors';
import { extensionOf, isTextName } from '../core/text';
import { openEntry } from './openEntry';
import { openText } from './openText';

export interface OpenOptions {
  /** The entry of an archive to open. */
  readonly entry?: string;
  readonly toSide: boolean;
  /** Whether the user may be asked. */
  readonly interactive: boolean;
}

/** Opens a file on disk: text in an editor, an archive by one of its entries, the rest by the system. */
export async function openFile(uri: vscode.Uri, options: OpenOptions): Promise<void> {
  const name = basename(uri.fsPath);
  if (extensionOf(name) === 'zip') return openEntry(uri, options);
  if (options.entry !== undefined) throw new ArgumentError('entry', { kind: 'unknownField' });
  if (isTextName(name)) return openText(uri, options);
  await vscode.env.openExternal(uri);
}
