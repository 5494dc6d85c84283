import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { zipScheme } from './contributions';

/** The address of an entry of an archive on disk. */
export const zipEntryUri = (zip: vscode.Uri, entry: string): vscode.Uri =>
  vscode.Uri.from({ scheme: zipScheme, path: `/${entry}`, query: zip.fsPath });

/** Entries of archives as read-only files: unpacked in memory when they are read, never on disk. */
export class ZipFiles implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private readonly registration: vscode.Disposable;

  constructor() {
    const isReadonly = new vscode.MarkdownString(
      vscode.l10n.t('This file is inside an archive. Save it elsewhere to change it.'),
    );
    this.registration = vscode.workspace.registerFileSystemProvider(zipScheme, this, { isReadonly });
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { readEntry } = await import('../core/zip/reader');
    return readEntry(uri.query, uri.path.slice(1)).catch(() => {
      throw vscode.FileSystemError.FileNotFound(uri);
    });
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { listEntries } = await import('../core/zip/reader');
    const [archive, entries] = await Promise.all([
      stat(uri.query).catch(() => undefined),
      listEntries(uri.query).catch(() => []),
    ]);
    const entry = entries.find(({ name }) => name === uri.path.slice(1));
    if (!archive || !entry) throw vscode.FileSystemError.FileNotFound(uri);
    const mtime = archive.mtimeMs;
    return { type: vscode.FileType.File, ctime: mtime, mtime, size: entry.size };
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined); // an archive that was downloaded does not change
  }

  readDirectory(): never {
    throw vscode.FileSystemError.Unavailable();
  }

  createDirectory(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  writeFile(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}
