const plain = 0;
const quote = 1;
const delimiter = 2;
const lineFeed = 3;
const carriageReturn = 4;

type State = 'fieldStart' | 'inField' | 'inQuotes' | 'afterQuote' | 'afterReturn';

/** Told of each record: where it begins, where the next one would, both in units, and how many fields it has. */
export type RecordListener = (start: number, end: number, fields: number) => void;

/**
 * Finds where records begin, by the rules of `RecordCursor` but on bytes and piece by piece. It can do so without
 * decoding, because no character of UTF-8 or GB18030 has a byte in it that looks like a delimiter, a quote or a line end.
 */
export class RecordScanner {
  private readonly kinds = new Uint8Array(256);
  private state: State = 'fieldStart';
  private start = 0;
  private fields = 1;
  /** Where the piece at hand begins. */
  private base = 0;

  constructor(
    delimiterSign: string,
    private readonly onRecord: RecordListener,
  ) {
    this.kinds[0x22] = quote;
    this.kinds[delimiterSign.charCodeAt(0)] = delimiter;
    this.kinds[0x0a] = lineFeed;
    this.kinds[0x0d] = carriageReturn;
  }

  /** Goes over the next piece. */
  push(piece: Uint8Array): void {
    let at = 0;
    while (at < piece.length) {
      if (this.state === 'inQuotes') at = this.toQuote(piece, at);
      else if (this.state === 'afterReturn') at = this.afterReturn(piece, at);
      else at = this.outside(piece, at);
    }
    this.base += piece.length;
  }

  /** The last record need not end with a line end. */
  end(): void {
    if (this.base > this.start) this.endRecord(this.base);
  }

  private toQuote(piece: Uint8Array, from: number): number {
    const at = piece.indexOf(0x22, from);
    if (at < 0) return piece.length;
    this.state = 'afterQuote';
    return at + 1;
  }

  private afterReturn(piece: Uint8Array, at: number): number {
    const isPair = piece[at] === 0x0a;
    this.endRecord(this.base + at + (isPair ? 1 : 0));
    return isPair ? at + 1 : at;
  }

  /** One field, or as much of it as the piece has. */
  private outside(piece: Uint8Array, from: number): number {
    const { kinds } = this;
    if (kinds[piece[from] ?? 0] === quote && this.state !== 'inField') {
      this.state = 'inQuotes'; // at the start of a field, or doubled
      return from + 1;
    }
    let at = from;
    let kind: number = plain;
    for (; at < piece.length; at++) {
      kind = kinds[piece[at] ?? 0] ?? plain;
      if (kind > quote) break;
    }
    if (at === piece.length) this.state = 'inField';
    else if (kind === delimiter) {
      this.fields++;
      this.state = 'fieldStart';
    } else if (kind === lineFeed) this.endRecord(this.base + at + 1);
    else this.state = 'afterReturn';
    return at + 1;
  }

  private endRecord(end: number): void {
    this.onRecord(this.start, end, this.fields);
    this.start = end;
    this.fields = 1;
    this.state = 'fieldStart';
  }
}
