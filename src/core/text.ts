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
  // A sample may end in the middle of a character, which is no fault.
  return isUtf8(sample, { stream: true }) ? 'utf8' : 'gb18030';
}

/** A name or text in UTF-8, or, where it is none, in GB18030. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'gb18030').decode(bytes);
}

function isUtf8(bytes: Uint8Array, options?: { stream: boolean }): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, options);
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
