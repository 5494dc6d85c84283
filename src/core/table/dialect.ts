import { decoderOf, markLength } from '../encoding';
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

/** Tells how a file is written from its first bytes. `likely` is taken where the text has no delimiter at all. */
export function detectDialect(sample: Uint8Array, likely: Delimiter): Dialect {
  const encoding = detectEncoding(sample);
  const start = markLength[encoding];
  const text = decoderOf(encoding).decode(sample.subarray(start));
  return { encoding, start, delimiter: detectDelimiter(text, likely) };
}

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
