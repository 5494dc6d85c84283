import { rm } from 'node:fs/promises';
import { basename, posix } from 'node:path';
import * as vscode from 'vscode';
import { numbered } from '../core/download/fileName';
import { Refusal } from '../core/refusal';

/** How many names are tried before giving up: `name (999).csv`. */
const maxNumber = 999;

/** Moves a file that is whole into a file system of the editor's, such as a remote workspace. @throws Refusal */
export async function moveTo(target: vscode.Uri, path: string, overwrite: boolean): Promise<vscode.Uri> {
  const found = await Promise.resolve(vscode.workspace.fs.stat(target)).catch(() => undefined);
  const isFolder = found?.type === vscode.FileType.Directory;
  const folder = isFolder ? target : vscode.Uri.joinPath(target, '..');
  const name = isFolder ? basename(path) : posix.basename(target.path);
  try {
    for (let number = 0; ; number++) {
      const free = vscode.Uri.joinPath(folder, numbered(name, number));
      try {
        await vscode.workspace.fs.copy(vscode.Uri.file(path), free, { overwrite });
        return free;
      } catch (error) {
        const { code = 'EIO' } = error as Partial<vscode.FileSystemError>;
        if (code !== 'FileExists' || number >= maxNumber)
          throw new Refusal({ kind: 'file', code, path: target.path });
      }
    }
  } finally {
    await rm(path, { force: true });
  }
}
