const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Goes over the records of a text: fields between delimiters, records between line ends (LF, CRLF or CR). A field that
 * begins with a quote goes on to the next one that stands alone, over delimiters and line ends; a doubled quote in it
 * is one. What follows a closing quote up to the delimiter is taken as it is, and so is a quote in mid-field.
 */
export class RecordCursor {
  /** The fields of the record that `next` went over; a new array for each record. */
  cells: string[] = [];
  private position = 0;
  private readonly delimiter: number;

  constructor(
    private readonly text: string,
    delimiter: string,
  ) {
    this.delimiter = delimiter.charCodeAt(0);
  }

  /** Reads a record into `cells`; false when there is none left. A line end at the very end begins none. */
  next(): boolean {
    const { text, delimiter } = this;
    if (this.position >= text.length) return false;
    const cells: string[] = [];
    this.cells = cells;
    for (;;) {
      cells.push(text.charCodeAt(this.position) === quote ? this.quotedCell() : this.plainCell(''));
      const end = text.charCodeAt(this.position);
      this.position++;
      if (end === delimiter) continue;
      if (end === carriageReturn && text.charCodeAt(this.position) === lineFeed) this.position++;
      return true;
    }
  }

  /** Stops at the delimiter, the line end or the end of the text. */
  private plainCell(before: string): string {
    const { text, delimiter } = this;
    const start = this.position;
    let at = start;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === delimiter || code === lineFeed || code === carriageReturn) break;
    }
    this.position = at;
    return before === '' ? text.slice(start, at) : before + text.slice(start, at);
  }

  private quotedCell(): string {
    const { text } = this;
    let cell = '';
    let from = this.position + 1;
    for (;;) {
      const at = text.indexOf('"', from);
      if (at < 0) {
        this.position = text.length; // never closed
        return cell + text.slice(from);
      }
      cell += text.slice(from, at);
      if (text.charCodeAt(at + 1) !== quote) {
        this.position = at + 1;
        return this.plainCell(cell);
      }
      cell += '"';
      from = at + 2;
    }
  }
}
