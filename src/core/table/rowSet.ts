/** A set of row numbers, one bit each. */
export class RowSet {
  private readonly bits: Uint32Array;
  private members = 0;

  constructor(readonly rows: number) {
    this.bits = new Uint32Array(Math.ceil(rows / 32));
  }

  get size(): number {
    return this.members;
  }

  /** Adds a row that is not in it yet. */
  add(row: number): void {
    this.bits[row >> 5] = (this.bits[row >> 5] ?? 0) | (1 << (row & 31));
    this.members++;
  }

  has(row: number): boolean {
    return (((this.bits[row >> 5] ?? 0) >>> (row & 31)) & 1) === 1;
  }

  /** Its rows, in the order given or else in that of their numbers. */
  list(order?: Uint32Array): Uint32Array {
    const list = new Uint32Array(this.members);
    let length = 0;
    for (let at = 0; at < this.rows; at++) {
      const row = order ? (order[at] ?? 0) : at;
      if (this.has(row)) list[length++] = row;
    }
    return list;
  }
}
