import { TextDecoder } from 'node:util';
import { detectEncoding, type TextEncoding } from '../text';
import { RecordCursor } from './recordCursor';

export type Delimiter = ',' | ';' | '\t';

/** How a delimited file is written. */
export interface Dialect {
  readonly encoding: TextEncoding;
  readonly delimiter: Delimiter;
  /** Bytes of the byte order mark: where the first record begins. */
  readonly start: number;
}

const candidates: readonly Delimiter[] = [',', ';', '\t'];
const sampleRecords = 20;

const markLength: Record<TextEncoding, number> = { utf8: 0, utf8bom: 3, utf16le: 2, utf16be: 2, gb18030: 0 };

/** Tells how a file is written from its first bytes. `likely` is taken where the text has no delimiter at all. */
export function detectDialect(sample: Uint8Array, likely: Delimiter): Dialect {
  const encoding = detectEncoding(sample);
  const start = markLength[encoding];
  const text = decoderOf(encoding).decode(sample.subarray(start));
  return { encoding, start, delimiter: detectDelimiter(text, likely) };
}

/** A decoder of whole records. What is no valid text becomes U+FFFD. */
export function decoderOf(encoding: TextEncoding): TextDecoder {
  const label = encoding.startsWith('utf8') ? 'utf-8' : encoding.replace('utf16', 'utf-16');
  return new TextDecoder(label, { ignoreBOM: true });
}

/** UTF-16 has two bytes for what is one in the others: a delimiter, a quote or the end of a line. */
export const bytesPerUnit = (encoding: TextEncoding): 1 | 2 => (encoding.startsWith('utf16') ? 2 : 1);

/** The one that divides the first records alike and into most fields. */
function detectDelimiter(text: string, likely: Delimiter): Delimiter {
  const others = candidates.filter(delimiter => delimiter !== likely);
  let best = { delimiter: likely, score: 0 };
  for (const delimiter of [likely, ...others]) {
    const score = scoreOf(text, delimiter);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Fields of the first record, times the share of records that have as many; none where it is one field. */
function scoreOf(text: string, delimiter: Delimiter): number {
  const cursor = new RecordCursor(text, delimiter);
  const counts: number[] = [];
  while (counts.length < sampleRecords && cursor.next()) counts.push(cursor.cells.length);
  if (counts.length > 2) counts.pop(); // the sample may end within it
  const [first = 1] = counts;
  const alike = counts.filter(count => count === first).length;
  return first > 1 ? (first * alike) / counts.length : 0;
}
