import { TextDecoder } from 'node:util';
import type { TextEncoding } from './text';

/** Bytes of the byte order mark: where the text begins. */
export const markLength: Readonly<Record<TextEncoding, number>> = {
  utf8: 0,
  utf8bom: 3,
  utf16le: 2,
  utf16be: 2,
  gb18030: 0,
};

/** A decoder of whole characters after the mark. What is no valid text becomes U+FFFD. */
export function decoderOf(encoding: TextEncoding): TextDecoder {
  const label = encoding.startsWith('utf8') ? 'utf-8' : encoding.replace('utf16', 'utf-16');
  return new TextDecoder(label, { ignoreBOM: true });
}

/** UTF-16 has two bytes for what is one in the others: a delimiter, a quote or the end of a line. */
export const bytesPerUnit = (encoding: TextEncoding): 1 | 2 => (encoding.startsWith('utf16') ? 2 : 1);

/**
 * One byte for each unit of UTF-16, so that it can be scanned as the others: the ASCII sign, or 0x80 for any other.
 * An odd byte at the end is left out.
 */
export function narrowed(bytes: Uint8Array, bigEndian: boolean): Uint8Array {
  const units = bytes.length >> 1;
  const narrow = new Uint8Array(units);
  const [high, low] = bigEndian ? [0, 1] : [1, 0];
  for (let unit = 0; unit < units; unit++) {
    const sign = bytes[2 * unit + low] ?? 0;
    narrow[unit] = bytes[2 * unit + high] === 0 && sign < 0x80 ? sign : 0x80;
  }
  return narrow;
}
