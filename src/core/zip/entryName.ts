import { isUtf8 } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { validateFileName, type Entry, type ExtraField } from 'yauzl';

/** A name as it stands in an archive. */
export interface RawName {
  readonly bytes: Buffer;
  /** Whether the archive says that it is UTF-8. */
  readonly isMarked: boolean;
  /** The name of an extra field, which is surely UTF-8. */
  readonly unicode?: string | undefined;
}

/** The bit of an entry that says that its name is UTF-8. */
const utf8Flag = 0x800;
/** The field that Info-ZIP adds for a name that its code page cannot write (APPNOTE 4.6.9). */
const unicodePathField = 0x7075;

export const rawNameOf = (
  entry: Pick<Entry, 'fileNameRaw' | 'generalPurposeBitFlag' | 'extraFields'>,
): RawName => ({
  bytes: entry.fileNameRaw,
  isMarked: (entry.generalPurposeBitFlag & utf8Flag) !== 0,
  unicode: unicodePath(entry.fileNameRaw, entry.extraFields),
});

/** The name of the extra field, where it belongs to the name that it stands beside: a tool that renames may leave it. */
function unicodePath(name: Buffer, fields: readonly ExtraField[]): string | undefined {
  const field = fields.find(({ id, data }) => id === unicodePathField && data.length > 5 && data[0] === 1);
  if (field?.data.readUInt32LE(1) !== crc32(name)) return undefined;
  const path = field.data.subarray(5);
  return isUtf8(path) ? path.toString() : undefined;
}

/**
 * Decoder of the names of one archive. Archives made in China have them in GB18030 without saying so, and a short one
 * may happen to be valid UTF-8; so one name that is not makes all of them GB18030 that are not marked as UTF-8.
 */
export function nameDecoder(names: readonly RawName[]): (name: RawName) => string {
  const isGb18030 = names.some(({ bytes, isMarked }) => !isMarked && !isUtf8(bytes));
  const decoder = new TextDecoder('gb18030', { ignoreBOM: true });
  return ({ bytes, isMarked, unicode }) => {
    const isOld = !isUtf8(bytes) || (isGb18030 && !isMarked);
    return unicode ?? (isOld ? decoder.decode(bytes) : bytes.toString());
  };
}

/**
 * The path of an entry: parted by `/`, without `.`, empty parts and a slash at its end, in Unicode's composed form,
 * so that there is one way to write it. Undefined for a name that leads out of the archive or cannot be one.
 */
export function entryPath(name: string): string | undefined {
  const slashed = name.normalize('NFC').replaceAll('\\', '/');
  const path = slashed
    .split('/')
    .filter(part => part !== '' && part !== '.')
    .join('/');
  const isSafe = validateFileName(slashed) === null && validateFileName(path) === null;
  return isSafe && !path.includes('\0') ? path : undefined;
}

/** Whether an entry of this name is a folder. */
export const isFolderName = (name: string): boolean => /[\\/]$/.test(name);
