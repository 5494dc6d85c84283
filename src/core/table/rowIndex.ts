/** Records of a block at most: what has to be gone over to reach one of them. */
export const blockRecords = 64;
/** A block of long records ends sooner. */
export const blockBytes = 1024 * 1024;

/** Where the records of a file are: not of each, but of the first of each block. */
export class RowIndex {
  private offsets = new Float64Array(256);
  private firsts = new Uint32Array(256);
  private blockCount = 0;
  private records = 0;
  private bytes = 0;
  private widest = 0;

  /** Blocks so far. */
  get blocks(): number {
    return this.blockCount;
  }

  /** Records so far, the header among them. */
  get count(): number {
    return this.records;
  }

  /** Fields of the record that has most. */
  get columns(): number {
    return this.widest;
  }

  /** What the index itself takes. */
  get byteLength(): number {
    return this.offsets.byteLength + this.firsts.byteLength;
  }

  /** Takes note of the next record: from `start` to before `end`, in bytes of the file. */
  add(start: number, end: number, fields: number): void {
    const block = this.blockCount - 1;
    const isFull =
      block < 0 ||
      this.records - (this.firsts[block] ?? 0) >= blockRecords ||
      start - (this.offsets[block] ?? 0) >= blockBytes;
    if (isFull) this.begin(start);
    this.records++;
    this.bytes = end;
    if (fields > this.widest) this.widest = fields;
  }

  /** The first record of a block; after the last block, the count of records. */
  first(block: number): number {
    return block < this.blockCount ? (this.firsts[block] ?? 0) : this.records;
  }

  /** Where a block begins in the file; after the last block, where the last record ends. */
  offset(block: number): number {
    return block < this.blockCount ? (this.offsets[block] ?? 0) : this.bytes;
  }

  /** The block that a record is in. */
  blockOf(record: number): number {
    let low = 0;
    let high = this.blockCount - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.firsts[middle] ?? 0) <= record) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private begin(start: number): void {
    if (this.blockCount === this.offsets.length) {
      const length = this.blockCount + (this.blockCount >> 1);
      const [offsets, firsts] = [new Float64Array(length), new Uint32Array(length)];
      offsets.set(this.offsets);
      firsts.set(this.firsts);
      [this.offsets, this.firsts] = [offsets, firsts];
    }
    this.offsets[this.blockCount] = start;
    this.firsts[this.blockCount] = this.records;
    this.blockCount++;
  }
}
