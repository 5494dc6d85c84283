import type { Bytes } from '../bytes';
import type { TextEncoding } from '../text';

const pieceBytes = 64 * 1024;

/**
 * The first position at or after another at which a character begins: at most 3 bytes further. `position` is even in
 * UTF-16, and in none is it within the byte order mark.
 */
export async function characterStart(
  bytes: Bytes,
  encoding: TextEncoding,
  position: number,
): Promise<number> {
  if (encoding === 'gb18030') return startInGb18030(bytes, position);
  const next = await bytes.read(position, 4);
  if (encoding === 'utf16le') return position + (isLowSurrogate(next[1]) ? 2 : 0);
  if (encoding === 'utf16be') return position + (isLowSurrogate(next[0]) ? 2 : 0);
  const start = next.findIndex(byte => (byte & 0xc0) !== 0x80);
  return position + (start < 0 ? 3 : start); // no character has more than 3 such bytes
}

const isLowSurrogate = (highByte = 0): boolean => (highByte & 0xfc) === 0xdc;

/** A byte of GB18030 does not tell where its character begins, so this counts from the last place that is certain. */
async function startInGb18030(bytes: Bytes, position: number): Promise<number> {
  let start = await certainStart(bytes, position);
  while (start < position) {
    const piece = await bytes.read(start, pieceBytes);
    const whole = piece.length < pieceBytes ? piece.length : piece.length - 3; // a character may begin there and go on
    let at = 0;
    while (at < whole && start + at < position) at += lengthInGb18030(piece, at);
    if (at === 0) break; // cut short meanwhile
    start += at;
  }
  return start;
}

/** Behind the last byte before a position that surely ends a character: mostly near, as blanks and signs are such. */
async function certainStart(bytes: Bytes, position: number): Promise<number> {
  for (let end = position; end > 0;) {
    const from = Math.max(0, end - pieceBytes);
    const at = (await bytes.read(from, end - from)).findLastIndex(endsCharacter);
    if (at >= 0) return from + at + 1;
    end = from;
  }
  return 0;
}

/** Digits may stand within a character of four bytes, and what begins one may end another; the rest end theirs. */
const endsCharacter = (byte: number): boolean => !isDigit(byte) && !isLead(byte);

const isDigit = (byte = 0): boolean => byte >= 0x30 && byte <= 0x39;
const isLead = (byte = 0): boolean => byte >= 0x81 && byte <= 0xfe;

/** Bytes of the character that begins here, or of what is none but would be decoded otherwise if it was divided. */
function lengthInGb18030(piece: Uint8Array, at: number): 1 | 2 | 3 | 4 {
  if (!isLead(piece[at])) return 1;
  const second = piece[at + 1] ?? 0;
  if (isDigit(second)) return isLead(piece[at + 2]) ? 4 : 3;
  return second >= 0x40 && second !== 0x7f ? 2 : 1;
}
