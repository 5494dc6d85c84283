import type { Bytes } from '../bytes';
import { bytesPerUnit, markLength, narrowed } from '../encoding';
import type { TextEncoding } from '../text';
import { characterStart } from './characterStart';

const pieceBytes = 64 * 1024;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** A text that is divided into pages. */
export interface PagedText {
  readonly bytes: Bytes;
  readonly encoding: TextEncoding;
  /** What a page has of the text, as near as its lines allow: an even number of at least 4. */
  readonly pageBytes: number;
}

/** How many there are: one at least. The last one has what is left over, so that it is never a few lines alone. */
export const countPages = ({ bytes, pageBytes }: PagedText): number =>
  Math.max(1, Math.floor(bytes.size / pageBytes));

/**
 * Where a page begins, the first of which is 1: with the first line at or after `page - 1` times `pageBytes`, which is
 * found without reading what lies before. Where none begins before the next page would, a line is cut before a
 * character. Beyond the last page it is the size of the text.
 */
export async function pageStart(text: PagedText, page: number): Promise<number> {
  const { bytes, encoding, pageBytes } = text;
  if (page <= 1) return markLength[encoding];
  if (page > countPages(text)) return bytes.size;
  const from = (page - 1) * pageBytes;
  return (await lineStart(text, from, from + pageBytes)) ?? characterStart(bytes, encoding, from);
}

/** Where the first line begins from one position to before another, if one does. A line ends with LF, CRLF or CR. */
async function lineStart(
  { bytes, encoding }: PagedText,
  from: number,
  to: number,
): Promise<number | undefined> {
  const unit = bytesPerUnit(encoding);
  for (let position = from - unit; position + unit < to; position += pieceBytes) {
    // One unit more than is searched: it tells whether CR is the half of CRLF.
    const piece = await bytes.read(position, Math.min(pieceBytes + unit, to - position));
    const units = unit === 2 ? narrowed(piece, encoding === 'utf16be') : piece;
    const end = units.subarray(0, pieceBytes / unit).findIndex(isLineEnd);
    if (end < 0) continue;
    const isPair = units[end] === carriageReturn && units[end + 1] === lineFeed;
    const start = position + (end + (isPair ? 2 : 1)) * unit;
    return start < to ? start : undefined;
  }
  return undefined;
}

const isLineEnd = (unit: number): boolean => unit === lineFeed || unit === carriageReturn;
