import type { TextEncoding } from '../../../src/core/text';

export const encodings: readonly TextEncoding[] = ['utf8', 'utf8bom', 'utf16le', 'utf16be', 'gb18030'];

/** Characters with their bytes in GB18030, which Node decodes only. */
const gb18030: Readonly<Record<string, readonly number[]>> = {
  测: [0xb2, 0xe2],
  试: [0xca, 0xd4],
  丂: [0x81, 0x40],
  丄: [0x81, 0x41],
  '\u00a5': [0x81, 0x30, 0x84, 0x36],
  é: [0xa8, 0xa6],
  Ⰰ: [0x81, 0x38, 0xbd, 0x38],
  '😀': [0x94, 0x39, 0xfc, 0x36],
};

/** Bytes of a text without a mark; those of GB18030 are known of ASCII and a few characters more. */
export function encode(text: string, encoding: TextEncoding): Buffer {
  if (encoding === 'utf16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf16be') return Buffer.from(text, 'utf16le').swap16();
  if (encoding !== 'gb18030') return Buffer.from(text);
  return Buffer.from([...text].flatMap(character => gb18030[character] ?? [...Buffer.from(character)]));
}
