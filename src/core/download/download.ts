import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileSource } from '../cloud';
import { safeFileName } from './fileName';
import { dropEmptyPart, fileRefusal, finishedPath, PartFile, type PartPlace } from './partFile';
import { cancelled, Transfer, type SavedTransfer, type TransferOrder, type TransferParts } from './transfer';

/** What is on disk of a file that is not whole. It is kept for a process that goes on from there. */
export interface Remains {
  /** A part file that was about to be made: it may be there, and is empty then. */
  readonly announced?: string;
  /** The part file. */
  readonly place?: PartPlace;
  /** How far it is; absent as long as nobody could go on from there. */
  readonly stand?: SavedTransfer;
  /** Bytes of the whole, when all are there and it is about to get its final name. */
  readonly whole?: number;
}

export interface DownloadOrder extends Omit<TransferOrder, 'create' | 'saved' | 'onStand'> {
  readonly target: Target;
  /** Whether a file that stands there may be replaced: only when the user was asked. */
  readonly overwrite?: boolean;
  /** What an earlier try has left. */
  readonly remains?: Remains | undefined;
  /** Keeps what there is on disk, so that it can be handed in again; where it is absent, what broke off is discarded. */
  readonly keep?: ((remains: Remains) => Promise<void>) | undefined;
}

/** A folder, which gets a file of the cloud's name; or the file's own path. */
export type Target = { readonly folder: string } | { readonly path: string };

/**
 * Downloads a file to its `.part` and renames it when it is whole.
 *
 * @returns the path it has in the end
 * @throws CloudError, Refusal; nothing is left under the final name
 */
export async function download(
  parts: TransferParts,
  { target, overwrite = false, remains = {}, keep, ...order }: DownloadOrder,
  signal: AbortSignal,
): Promise<string> {
  const { announced, place, stand, whole } = remains;
  const finished = place && whole !== undefined && (await finishedPath(place, whole));
  if (finished) return finished;
  if (announced !== undefined) await dropEmptyPart(announced);
  const create = (source: FileSource) => openPart({ target, overwrite, place, keep }, source, signal);
  const onStand = keep && ((saved: SavedTransfer) => keep({ place: saved.place, stand: saved }));
  const transfer = new Transfer(parts, { ...order, create, saved: stand, onStand }, signal);
  try {
    const part = await transfer.run();
    await keep?.({ ...remainsOf(part, transfer), whole: await part.size() });
    // Whoever keeps it may have learnt that it is another's by now.
    if (signal.aborted) throw cancelled();
    return await part.finish();
  } catch (error) {
    const { part } = transfer;
    if (!keep) await part?.discard();
    else if (part) await leave(part, keep(remainsOf(part, transfer)));
    throw error;
  }
}

/**
 * Takes away what is on disk of a file that nobody wants any more, unless it is whole.
 *
 * @returns where it is when it is whole
 * @throws Refusal of kind `file`
 */
export async function discardRemains({ announced, place, whole }: Remains): Promise<string | undefined> {
  if (announced !== undefined) await dropEmptyPart(announced);
  const finished = place && whole !== undefined ? await finishedPath(place, whole) : undefined;
  if (place && finished === undefined) await (await PartFile.reopen(place))?.discard();
  return finished;
}

const remainsOf = ({ place }: PartFile, { stand }: Transfer): Remains => ({ place, ...(stand && { stand }) });

async function leave(part: PartFile, kept: Promise<void>): Promise<void> {
  try {
    await kept;
  } finally {
    await part.release();
  }
}

/** The part file that there is, emptied, or a new one: known to whoever keeps it before the first byte is in it. */
async function openPart(
  { target, overwrite, place, keep }: PartOrder,
  source: FileSource,
  signal: AbortSignal,
): Promise<PartFile> {
  const left = place && (await PartFile.reopen(place));
  if (left) await left.empty();
  const announce = keep && ((announced: string) => keep({ announced }));
  const part = left ?? (await PartFile.create(await targetPath(target, source), overwrite, announce));
  await keep?.({ place: part.place });
  if (!signal.aborted) return part;
  // Whoever keeps it may have learnt that it is another's by now: then nobody knows of a new one.
  await (left ? left.release() : part.discard());
  throw cancelled();
}

interface PartOrder extends Pick<DownloadOrder, 'target' | 'keep'> {
  readonly overwrite: boolean;
  readonly place: PartPlace | undefined;
}

async function targetPath(target: Target, { name }: FileSource): Promise<string> {
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
