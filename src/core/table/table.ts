import { sampleBytes } from '../text';
import type { Filter, Sort } from './asked';
import type { Bytes } from '../bytes';
import { detectDialect, type Delimiter, type Dialect } from './dialect';
import { filterRows } from './filter';
import { indexRecords } from './indexer';
import { RecordReader } from './recordReader';
import { RowIndex } from './rowIndex';
import type { RowSet } from './rowSet';
import { sortRows } from './sort';

/** More columns than this are not shown: such a file is no table. */
export const mostColumns = 4096;

/** A delimited file of any size: its first record is the header, the others are rows that are read when asked for. */
export class Table {
  private readonly reader: RecordReader;
  private header: readonly string[] = [];

  private constructor(
    private readonly bytes: Bytes,
    private readonly dialect: Dialect,
    private readonly index: RowIndex,
  ) {
    this.reader = new RecordReader(bytes, dialect, index);
  }

  /** Looks at the first bytes alone. @param likely the delimiter of a text that has none */
  static async open(bytes: Bytes, likely: Delimiter): Promise<Table> {
    const dialect = detectDialect(await bytes.read(0, sampleBytes), likely);
    return new Table(bytes, dialect, new RowIndex());
  }

  /**
   * Finds where the rows are; once, before anything else. Those found so far can be read meanwhile.
   *
   * @param onProgress called every millisecond or so with the share that is done, from 0 to 1
   * @throws the signal's reason; what reading throws
   */
  async find(signal: AbortSignal, onProgress: (share: number) => void): Promise<void> {
    let atStart = true;
    const progress = async (done: number) => {
      if (atStart) await this.readHeader();
      atStart = false;
      onProgress(done / this.bytes.size);
    };
    await indexRecords(this.bytes, this.dialect, this.index, signal, progress);
    await this.readHeader();
  }

  /** Rows found so far, without the header. */
  get rowCount(): number {
    return Math.max(0, this.index.count - 1);
  }

  /** Names of the columns; empty for those that the header does not name but some row has. */
  get columns(): readonly string[] {
    const length = Math.min(this.index.columns, mostColumns);
    return Array.from({ length }, (_, column) => this.header[column] ?? '');
  }

  /** What the index takes, in bytes. */
  get indexBytes(): number {
    return this.index.byteLength;
  }

  /** The cells of these rows, in the order asked for; a row may have fewer than there are columns. */
  async rows(numbers: readonly number[]): Promise<string[][]> {
    const found = await this.reader.records(numbers.map(number => number + 1));
    return found.map(cells => cells.slice(0, mostColumns));
  }

  /** All rows in order of a column. @throws the signal's reason */
  sort(sort: Sort, signal: AbortSignal): Promise<Uint32Array> {
    return sortRows(this.reader, sort, signal);
  }

  /** The rows that have a text in them. @throws the signal's reason */
  filter(filter: Filter, signal: AbortSignal): Promise<RowSet> {
    return filterRows(this.reader, filter, signal);
  }

  private async readHeader(): Promise<void> {
    const [header = []] = await this.reader.records([0]);
    this.header = header;
  }
}
