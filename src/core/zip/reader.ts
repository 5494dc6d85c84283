import { buffer } from 'node:stream/consumers';
import { zipRefusal } from '../refusal';
import { directoryOf, openArchive } from './archive';
import { maxEntryBytes } from './centralDirectory';

// The one module of this folder that is loaded when it is needed: all that ask share one cache of directories.
export { directoryOf };

/** The bytes of one file, unpacked in memory, never on disk. @throws Refusal of kind `zip`, `fileGone` or `unreadable` */
export const readEntry = (path: string, name: string): Promise<Buffer> =>
  buffer(openEntryStream(path, name, { maxBytes: maxEntryBytes }));

/**
 * The bytes of one file, piece by piece, never more than the archive claims; whether they are whole and right is known
 * at the end. The archive is open from the first piece until the last, or until the caller gives up.
 *
 * @param options.maxBytes the largest file that is wanted; a bomb is refused whatever it is
 * @throws Refusal of kind `zip`, `fileGone` or `unreadable`
 */
export async function* openEntryStream(
  path: string,
  name: string,
  { maxBytes = Infinity }: { readonly maxBytes?: number } = {},
): AsyncGenerator<Buffer> {
  const archive = await openArchive(path);
  try {
    const entry = (await archive.directory()).file(name);
    if (entry.size > maxBytes) throw zipRefusal('tooLarge', name);
    yield* archive.unpack(entry);
  } finally {
    await archive.close();
  }
}
