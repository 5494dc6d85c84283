import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileSource } from '../cloud';
import { safeFileName } from './fileName';
import { fileRefusal, PartFile } from './partFile';
import { Transfer, type TransferOrder, type TransferParts } from './transfer';

export interface DownloadOrder extends Omit<TransferOrder, 'create'> {
  /** A folder, which gets a file of the cloud's name; or the file's own path. */
  readonly target: { readonly folder: string } | { readonly path: string };
  /** Whether a file that stands there may be replaced: only when the user was asked. */
  readonly overwrite?: boolean;
}

/**
 * Downloads a file to its `.part` and renames it when it is whole.
 *
 * @returns the path it has in the end
 * @throws CloudError, Refusal; nothing is left under the final name, and no part file
 */
export async function download(
  parts: TransferParts,
  { target, overwrite = false, ...order }: DownloadOrder,
  signal: AbortSignal,
): Promise<string> {
  const create = async (source: FileSource) => PartFile.create(await targetPath(target, source), overwrite);
  const transfer = new Transfer(parts, { ...order, create }, signal);
  try {
    const part = await transfer.run();
    return await part.finish();
  } catch (error) {
    await transfer.part?.discard();
    throw error;
  }
}

async function targetPath(target: DownloadOrder['target'], { name }: FileSource): Promise<string> {
  if ('folder' in target) {
    await mkdir(target.folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
      // A file stands where the folder should be.
      throw fileRefusal(error.code === 'EEXIST' ? { code: 'ENOTDIR' } : error, target.folder);
    });
    return join(target.folder, safeFileName(name));
  }
  const isFolder = await stat(target.path).then(
    found => found.isDirectory(),
    () => false,
  );
  return isFolder ? join(target.path, safeFileName(name)) : target.path;
}
