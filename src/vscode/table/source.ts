import * as vscode from 'vscode';
import { MemoryBytes } from '../../core/bytes';
import { fileSource, type TableSource } from '../../core/table/source';

/** What is not on this computer's disk is read into memory whole, so there is a limit. */
export const largestInMemory = 50 * 1024 * 1024;

/** A file that is not on this computer's disk and too large for its memory. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';

  constructor(readonly size: number) {
    super('too large');
  }
}

/** The bytes behind a Uri: piece by piece from the disk, else through the editor's file system. */
export const sourceOf = (uri: vscode.Uri): TableSource =>
  uri.scheme === 'file' ? fileSource(uri.fsPath) : editorSource(uri);

/** @throws TooLarge */
const editorSource = (uri: vscode.Uri): TableSource => ({
  open: async () => {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > largestInMemory) throw new TooLarge(size);
    return new MemoryBytes(await vscode.workspace.fs.readFile(uri));
  },
  stamp: async () => {
    const { size, mtime } = await vscode.workspace.fs.stat(uri);
    return `${size} ${mtime}`;
  },
});
