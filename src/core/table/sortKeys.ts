import { numberOf, sortText } from './sortText';

const isNumber = 0;
const isText = 1;
const isEmpty = 2;

/** Words (of 4 bytes) that the keys of one pass take together, however many rows there are, if that is enough. */
const totalWords = 4 * 1024 * 1024;
const fewestWords = 2;
const mostWords = 64;
/** Texts that begin with so many bytes in common are taken for alike. */
export const comparedBytes = 4096;

const scratch = new Uint8Array(comparedBytes + 4 * mostWords);
const scratchWords = new DataView(scratch.buffer);
const encoder = new TextEncoder();

/**
 * What rows are sorted by: of each its number, or a stretch of its text in a few words of memory. Where such stretches
 * are alike, those rows get keys of the next stretch (`next`), so that memory does not grow with the length of texts.
 */
export class SortKeys {
  private readonly kinds: Uint8Array;
  private readonly numbers: Float64Array;
  private readonly texts: Uint32Array;
  /** Bytes of the text from `depth` on; more than there is room for means that it goes on. */
  private readonly lengths: Uint16Array;
  private readonly words: number;

  /**
   * @param slots how many rows have keys
   * @param slotOf a row's place among them; the row's number where every row has one
   * @param depth bytes of the texts that were compared before
   */
  constructor(
    slots: number,
    private readonly slotOf: Uint32Array | undefined,
    readonly depth: number,
  ) {
    this.words = Math.min(mostWords, Math.max(fewestWords, Math.floor(totalWords / Math.max(1, slots))));
    this.kinds = new Uint8Array(slots).fill(isEmpty);
    this.numbers = new Float64Array(depth === 0 ? slots : 0);
    this.texts = new Uint32Array(slots * this.words);
    this.lengths = new Uint16Array(slots);
  }

  /** Bytes of the texts that are compared once these keys are. */
  get nextDepth(): number {
    return this.depth + 4 * this.words;
  }

  /** Sets the key of a row by its cell. */
  set(row: number, cell: string): void {
    const slot = this.slot(row);
    const trimmed = cell.trim();
    if (trimmed === '') return;
    const value = numberOf(trimmed);
    this.kinds[slot] = value === undefined ? isText : isNumber;
    if (value !== undefined && this.depth === 0) this.numbers[slot] = value;
    // Digits beyond what a number can hold still count.
    if (value === undefined || Math.abs(value) > Number.MAX_SAFE_INTEGER)
      this.setText(slot, sortText(trimmed));
  }

  /** Numbers before texts before nothing. Nothing stands last in either direction (1 or -1). */
  compare(rowA: number, rowB: number, direction: 1 | -1): number {
    const a = this.slot(rowA);
    const b = this.slot(rowB);
    const kindA = this.kinds[a] ?? isEmpty;
    const kindB = this.kinds[b] ?? isEmpty;
    if (kindA !== kindB)
      return kindA === isEmpty || kindB === isEmpty ? kindA - kindB : (kindA - kindB) * direction;
    if (kindA === isEmpty) return 0;
    if (kindA === isNumber && this.depth === 0) {
      const difference = (this.numbers[a] ?? 0) - (this.numbers[b] ?? 0);
      if (difference < 0 || difference > 0) return difference * direction;
    }
    return this.compareTexts(a, b) * direction;
  }

  /** Whether the text of a row goes on beyond its key. */
  goesOn(row: number): boolean {
    return (this.lengths[this.slot(row)] ?? 0) > 4 * this.words;
  }

  private slot(row: number): number {
    return this.slotOf ? (this.slotOf[row] ?? 0) : row;
  }

  private setText(slot: number, text: string): void {
    const { words, depth } = this;
    const { written } = encoder.encodeInto(text, scratch.subarray(0, comparedBytes));
    const length = Math.max(0, written - depth);
    this.lengths[slot] = length;
    if (length === 0) return;
    scratch.fill(0, written, depth + 4 * words);
    for (let word = 0; word < words; word++)
      this.texts[slot * words + word] = scratchWords.getUint32(depth + 4 * word);
  }

  private compareTexts(a: number, b: number): number {
    const { words, texts } = this;
    for (let word = 0; word < words; word++) {
      const left = texts[a * words + word] ?? 0;
      const right = texts[b * words + word] ?? 0;
      if (left !== right) return left - right;
    }
    const most = 4 * words + 1;
    return Math.min(this.lengths[a] ?? 0, most) - Math.min(this.lengths[b] ?? 0, most);
  }
}
