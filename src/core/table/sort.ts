import type { Sort } from './asked';
import { sortInSlices } from './mergeSort';
import type { RecordReader } from './recordReader';
import { breathe } from './slices';
import { comparedBytes, SortKeys } from './sortKeys';

/** Rows that stand next to each other and cannot be told apart yet: from `start` to before `end` in the order. */
interface Tie {
  readonly start: number;
  readonly end: number;
}

/**
 * All rows in the order of a column, alike ones as they stand in the file. Row 0 is the record after the header. Goes
 * over the file once, and again as often as texts begin alike for long.
 *
 * @throws the signal's reason
 */
export async function sortRows(
  reader: RecordReader,
  { column, direction }: Sort,
  signal: AbortSignal,
): Promise<Uint32Array> {
  const rows = Math.max(0, reader.count - 1);
  const order = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) order[row] = row;
  const sign = direction === 'ascending' ? 1 : -1;
  let pass: Pass | undefined = { order, ties: [{ start: 0, end: rows }], depth: 0 };
  while (pass) pass = await sortPass(reader, column, sign, pass, signal);
  return order;
}

/** What is left to be sorted: rows whose texts are alike in the bytes before `depth`. */
interface Pass {
  readonly order: Uint32Array;
  readonly ties: readonly Tie[];
  readonly depth: number;
}

/** Sorts each tie by the next stretch of its texts. Its keys are let go before those of the next pass are made. */
async function sortPass(
  reader: RecordReader,
  column: number,
  sign: 1 | -1,
  pass: Pass,
  signal: AbortSignal,
): Promise<Pass | undefined> {
  const { order } = pass;
  const keys = await keysOf(reader, column, pass, signal);
  const compare = (a: number, b: number) => keys.compare(a, b, sign);
  for (const { start, end } of pass.ties) await sortInSlices(order.subarray(start, end), compare, signal);
  const depth = keys.nextDepth;
  if (depth >= comparedBytes) return undefined;
  const ties = await findTies(pass, keys, signal);
  return ties.length > 0 ? { order, ties, depth } : undefined;
}

/** Where rows have the same key and texts that go on. */
async function findTies({ order, ties: within }: Pass, keys: SortKeys, signal: AbortSignal): Promise<Tie[]> {
  const ties: Tie[] = [];
  let looked = 0;
  for (const { start, end } of within) {
    for (let first = start; first < end;) {
      const row = order[first] ?? 0;
      let next = first + 1;
      if (keys.goesOn(row)) while (next < end && keys.compare(row, order[next] ?? 0, 1) === 0) next++;
      if (next - first > 1) ties.push({ start: first, end: next });
      looked += next - first;
      first = next;
      if (looked < 65_536) continue;
      looked = 0;
      await breathe(signal);
    }
  }
  return ties;
}

/** Reads the keys of a pass: for all rows the first time, then for those of the ties alone. */
async function keysOf(
  reader: RecordReader,
  column: number,
  { order, ties, depth }: Pass,
  signal: AbortSignal,
): Promise<SortKeys> {
  const slotOf = depth > 0 ? new Uint32Array(order.length) : undefined;
  let slots = 0; // 0 is for the rows that have none
  if (slotOf)
    for (const { start, end } of ties) for (let at = start; at < end; at++) slotOf[order[at] ?? 0] = ++slots;
  const keys = new SortKeys(slotOf ? slots + 1 : order.length, slotOf, depth);
  for await (const { first, text } of reader.groups(signal)) {
    const cursor = reader.cursor(text);
    for (let row = first - 1; cursor.next(); row++)
      if (row >= 0 && slotOf?.[row] !== 0) keys.set(row, cursor.cells[column] ?? '');
  }
  return keys;
}
