import type { TextDecoder } from 'node:util';
import type { Bytes } from '../bytes';
import { decoderOf } from '../encoding';
import type { Dialect } from './dialect';
import { RecordCursor } from './recordCursor';
import type { RowIndex } from './rowIndex';
import { breathe } from './slices';

/** Bytes that are decoded at a stroke when the whole file is gone over: a few milliseconds' work. */
const groupBytes = 128 * 1024;
/** A longer record, such as one whose quote is never closed, is read so far and no further. */
const longestRead = 8 * 1024 * 1024;

/** Records next to each other, not yet divided. */
export interface RecordGroup {
  /** The number of the first of them. */
  readonly first: number;
  /** How many they are. */
  readonly count: number;
  readonly text: string;
}

/** Reads records by their numbers, which count from 0, the header among them. */
export class RecordReader {
  private readonly decoder: TextDecoder;

  constructor(
    private readonly bytes: Bytes,
    private readonly dialect: Dialect,
    private readonly index: RowIndex,
  ) {
    this.decoder = decoderOf(dialect.encoding);
  }

  /** How many records there are. */
  get count(): number {
    return this.index.count;
  }

  /** Goes over the records of a group. */
  cursor(text: string): RecordCursor {
    return new RecordCursor(text, this.dialect.delimiter);
  }

  /** All records in order, in groups; others get their turn between two of them. @throws the signal's reason */
  async *groups(signal: AbortSignal): AsyncGenerator<RecordGroup> {
    for (let block = 0; block < this.index.blocks;) {
      const from = block++;
      const start = this.index.offset(from);
      while (block < this.index.blocks && this.index.offset(block + 1) - start <= groupBytes) block++;
      const text = await this.text(from, block);
      yield { first: this.index.first(from), count: this.index.first(block) - this.index.first(from), text };
      await breathe(signal);
    }
  }

  /** The fields of these records, in the order asked for; those of a record that is not there are none. */
  async records(numbers: readonly number[]): Promise<string[][]> {
    const byBlock = new Map<number, Set<number>>();
    for (const number of numbers.filter(wanted => wanted < this.count)) {
      const block = this.index.blockOf(number);
      byBlock.set(block, (byBlock.get(block) ?? new Set()).add(number));
    }
    const found = new Map<number, string[]>();
    for (const [block, wanted] of byBlock) await this.readBlock(block, wanted, found);
    return numbers.map(number => found.get(number) ?? []);
  }

  private async readBlock(block: number, wanted: Set<number>, found: Map<number, string[]>): Promise<void> {
    const last = Math.max(...wanted);
    const cursor = this.cursor(await this.text(block, block + 1));
    for (let number = this.index.first(block); number <= last && cursor.next(); number++)
      if (wanted.has(number)) found.set(number, cursor.cells);
  }

  /** The text of the blocks from one to before another. */
  private async text(from: number, to: number): Promise<string> {
    const start = this.index.offset(from);
    const length = Math.min(this.index.offset(to) - start, longestRead);
    return this.decoder.decode(await this.bytes.read(start, length));
  }
}
