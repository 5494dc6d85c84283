import { withoutInvisible } from '../invisible';

/** Longest name in bytes of UTF-8; file systems allow 255, and `.part` and a number must still fit. */
const maxBytes = 200;

/** Names that Windows keeps for devices, whatever their extension. */
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i;

/**
 * A name from a cloud made safe to write on any system: its last part alone, without characters that some system
 * forbids, at most 200 bytes of UTF-8 (cut before the extension).
 */
export function safeFileName(name: string, fallback = 'download'): string {
  const base = name.normalize('NFC').split(/[/\\]/).pop() ?? '';
  // Half a surrogate pair has no UTF-8 form, and cannot stand in a Uri.
  const clean = cut(trimEnds(withoutInvisible(base, '').replace(/[<>:"|?*\p{Surrogate}]/gu, '_')));
  if (clean === '') return fallback === '' ? 'download' : safeFileName(fallback, '');
  return reserved.test(clean) ? cut(`_${clean}`) : clean;
}

/** `name (2).csv`: what a name becomes when it is taken; still at most 200 bytes. */
export function numbered(name: string, number: number): string {
  return number === 0 ? name : cut(name, ` (${number})`);
}

/** Windows drops dots and blanks at the end, so two names could be one file. */
const trimEnds = (name: string): string => name.replace(/^\s+|[\s.]+$/g, '');

function split(name: string): { stem: string; extension: string } {
  const [, stem = name, extension = ''] = /^(.+?)((?:\.tar)?\.[^.\s]{1,16})$/i.exec(name) ?? [];
  return { stem, extension };
}

/** The name with `infix` before its extension, its stem cut so that the whole is not too long. */
function cut(name: string, infix = ''): string {
  const { stem, extension } = split(name);
  const room = maxBytes - Buffer.byteLength(infix + extension);
  if (Buffer.byteLength(stem) <= room) return stem + infix + extension;
  let kept = '';
  let size = 0;
  for (const character of stem) {
    size += Buffer.byteLength(character);
    if (size > room) break;
    kept += character;
  }
  return trimEnds(kept) + infix + extension;
}
