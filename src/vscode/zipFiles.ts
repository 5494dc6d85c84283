import * as vscode from 'vscode';
import { isRefusal, zipRefusal, type Refusal } from '../core/refusal';
import type { ZipNode } from '../core/zip/directory';
import { errorText } from '../view/errorText';
import { zipScheme } from './contributions';
import { inMessage } from './messages';
import { watchFile } from './watchFile';

/** The address of an entry of an archive on disk; the empty entry is all of it. */
export const zipEntryUri = (zip: vscode.Uri, entry: string): vscode.Uri =>
  vscode.Uri.from({ scheme: zipScheme, path: `/${entry}`, query: zip.fsPath });

/** Archives as read-only folders: their files are unpacked in memory when they are read, never on disk. */
export class ZipFiles implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private readonly registration: vscode.Disposable;

  constructor() {
    const isReadonly = new vscode.MarkdownString(
      vscode.l10n.t('This file is inside an archive. Save it elsewhere to change it.'),
    );
    this.registration = vscode.workspace.registerFileSystemProvider(zipScheme, this, {
      isReadonly,
      isCaseSensitive: true,
    });
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { node } = await found(uri);
    if (node.children && !node.file) throw vscode.FileSystemError.FileIsADirectory(uri);
    const { readEntry } = await import('../core/zip/reader');
    return readEntry(uri.query, entryOf(uri)).catch(rethrow);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { node, mtimeMs } = await found(uri);
    return { type: typeOf(node), ctime: mtimeMs, mtime: mtimeMs, size: node.file?.size ?? 0 };
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const { node } = await found(uri);
    if (!node.children) throw vscode.FileSystemError.FileNotADirectory(uri);
    return Array.from(node.children, ([name, child]) => [name, typeOf(child)]);
  }

  /** An archive changes when it is downloaded again. Who watches a folder hears of the files that are shown. */
  watch(uri: vscode.Uri): vscode.Disposable {
    return watchFile(vscode.Uri.file(uri.query), () => {
      const uris = [uri, ...shownFiles().filter(({ query }) => query === uri.query)];
      this.changed.fire(uris.map(changed => ({ type: vscode.FileChangeType.Changed, uri: changed })));
    });
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

const entryOf = (uri: vscode.Uri): string => uri.path.slice(1);

const typeOf = (node: ZipNode): vscode.FileType =>
  node.children ? vscode.FileType.Directory : vscode.FileType.File;

/** @throws vscode.FileSystemError */
async function found(uri: vscode.Uri): Promise<{ readonly node: ZipNode; readonly mtimeMs: number }> {
  const { directoryOf } = await import('../core/zip/reader');
  const directory = await directoryOf(uri.query).catch(rethrow);
  const node = directory.find(entryOf(uri));
  if (!node) return rethrow(zipRefusal('noEntry', entryOf(uri)));
  return { node, mtimeMs: directory.mtimeMs };
}

function shownFiles(): readonly vscode.Uri[] {
  const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  return inputs
    .filter(input => input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom)
    .map(({ uri }) => uri)
    .filter(({ scheme }) => scheme === zipScheme);
}

/** The editor shows the message of an error that it is given, or writes it to its log. */
function rethrow(error: unknown): never {
  if (!isRefusal(error)) throw error;
  throw fileSystemError(error, inMessage(errorText(error, () => ({ account: '' }))));
}

function fileSystemError({ reason }: Refusal, message: string): vscode.FileSystemError {
  if (reason.kind === 'fileGone') return vscode.FileSystemError.FileNotFound(message);
  if (reason.kind !== 'zip' || reason.reason.startsWith('damaged'))
    return vscode.FileSystemError.Unavailable(message);
  return reason.reason === 'noEntry'
    ? vscode.FileSystemError.FileNotFound(message)
    : vscode.FileSystemError.NoPermissions(message);
}
