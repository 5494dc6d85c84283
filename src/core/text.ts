/** An encoding by the name VS Code has for it. */
export type TextEncoding = 'utf8' | 'utf8bom' | 'utf16le' | 'utf16be' | 'gb18030';

/** How much of a file is looked at to tell its encoding. */
export const sampleBytes = 64 * 1024;

/**
 * Tells the encoding of a text from its first bytes: by its byte order mark, else UTF-8 if it is valid, else the
 * Chinese national encoding, which the clouds' exports may have (contracts alibaba 6.5).
 */
export function detectEncoding(sample: Uint8Array): TextEncoding {
  const [first, second, third] = sample;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf8bom';
  if (first === 0xff && second === 0xfe) return 'utf16le';
  if (first === 0xfe && second === 0xff) return 'utf16be';
  return isUtf8(sample) ? 'utf8' : 'gb18030';
}

/** Whether bytes without a telling name are a text: they decode, and hold no control characters but white space. */
export function isText(sample: Uint8Array): boolean {
  const encoding = new TextDecoder(labels[detectEncoding(sample)], { fatal: true });
  try {
    return !/[^\P{Cc}\s]/u.test(encoding.decode(sample, { stream: true }));
  } catch {
    return false;
  }
}

/** What the encodings are called on the web. */
const labels = {
  utf8: 'utf-8',
  utf8bom: 'utf-8',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  gb18030: 'gb18030',
};

/** A sample may end in the middle of a character, which is no fault. */
function isUtf8(sample: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    return false;
  }
}

const textExtensions = new Set([
  'csv',
  'tsv',
  'json',
  'jsonl',
  'ndjson',
  'log',
  'txt',
  'md',
  'xml',
  'yaml',
  'yml',
  'html',
]);

/** The extension in lower case without its dot; empty when there is none. */
export const extensionOf = (name: string): string => /\.([^.\\/]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** Whether a file of this name is opened in a text editor. */
export const isTextName = (name: string): boolean => textExtensions.has(extensionOf(name));
