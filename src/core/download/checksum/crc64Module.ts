/**
 * The inner loop of CRC-64 as a WebAssembly module, put together here from its instructions rather than kept as bytes
 * that nobody can read: JavaScript has no integers of 64 bits that are quick.
 *
 * It reads three words of 8 bytes side by side ("braided", as in crc32.c of zlib 1.2.12 and later): each lane takes
 * every third word, so the look-ups of one do not wait for those of another. More lanes were no quicker.
 *
 * Codes are those of https://webassembly.github.io/spec/core/binary/instructions.html.
 */

const lanes = [0, 1, 2];
const wordBytes = 8;
const blockBytes = lanes.length * wordBytes;
const tableBytes = 256 * wordBytes;
const bytesOfWord = [0, 1, 2, 3, 4, 5, 6, 7];

const byteTable = 0;
const laneTable = (byte: number): number => tableBytes * (1 + byte);

/** Where things are in the module's memory. */
export const layout = {
  /** A table says what a byte adds to the sum when so many zeros follow it. */
  tables: [
    { at: byteTable, zeros: 0 },
    // A lane's next word is a block away.
    ...bytesOfWord.map(byte => ({ at: laneTable(byte), zeros: blockBytes - 1 - byte })),
  ],
  farthest: blockBytes - 1,
  input: laneTable(bytesOfWord.length),
};

/** Pages of 64 KiB: the tables and 64 KiB of input. */
const pages = 2;

export interface Crc64Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Goes on with the bytes from `start` to `end` of the memory, which it uses up; complements nothing. */
  readonly sum: (state: bigint, start: number, end: number) => bigint;
}

type Code = readonly number[];

const i64 = 0x7e;
const i32 = 0x7f;
const noResult = 0x40;
const end: Code = [0x0b];
const branch = (depth: number): Code => [0x0c, depth];
const branchIf = (depth: number): Code => [0x0d, depth];
const isAtLeast: Code = [0x4f]; // i32.ge_u
const add: Code = [0x6a];
const subtract: Code = [0x6b];
const and: Code = [0x71];
const xor64: Code = [0x85];
const shiftLeft64: Code = [0x86];
const shiftRight64: Code = [0x88]; // unsigned
const toI32: Code = [0xa7];

/** LEB128, signed; of numbers that are not below zero it is a valid unsigned one as well. */
function leb(value: number): Code {
  const bytes = [];
  let left = value;
  for (; left > 0x3f; left >>= 7) bytes.push((left & 0x7f) | 0x80);
  return [...bytes, left];
}

const number32 = (value: number): Code => [0x41, ...leb(value)];
const number64 = (value: number): Code => [0x42, ...leb(value)];
const get = (local: number): Code => [0x20, local];
const set = (local: number, ...value: Code[]): Code => [...value.flat(), 0x21, local];
/** Take an address, and speak of what is `offset` behind it; 0: nothing is said of its alignment. */
const load64 = (offset: number): Code => [0x29, 0, ...leb(offset)];
const load8 = (offset: number): Code => [0x31, 0, ...leb(offset)];
const store64 = (offset: number): Code => [0x37, 0, ...leb(offset)];
const block = (...body: Code[]): Code => [0x02, noResult, ...body.flat(), ...end];
const loop = (...body: Code[]): Code => [0x03, noResult, ...body.flat(), ...end];
const when = (condition: Code, ...body: Code[]): Code => [
  ...condition,
  0x04,
  noResult,
  ...body.flat(),
  ...end,
];

// Parameters, then locals, all of which are 0 at first.
const state = 0;
const from = 1;
const to = 2;
const lane = (number: number): number => 3 + number;
const word = (number: number): number => 3 + lanes.length + number;

/** What a byte of a value adds to the sum, by a table of 8-byte entries. */
function lookUp(table: number, byte: number, value: Code): Code {
  // The byte times 8 in one step.
  const shift = byte * 8 - 3;
  const moved = shift < 0 ? [...number64(-shift), ...shiftLeft64] : [...number64(shift), ...shiftRight64];
  return [...value, ...moved, ...toI32, ...number32(0xff * 8), ...and, ...load64(table)];
}

const laneLookUps = (value: Code): Code =>
  bytesOfWord.flatMap(byte => [
    ...lookUp(laneTable(byte), byte, value),
    ...(byte === 0 ? [] : xor64), // with those before
  ]);

const advance = (bytes: number): Code => set(from, get(from), number32(bytes), add);

/** While two blocks are there: the lanes are put together by the bytes of one that follows. */
const hasTwoBlocks = [...get(to), ...get(from), ...subtract, ...number32(2 * blockBytes), ...isAtLeast];

const withLane = (number: number): Code => [
  ...get(from),
  ...load64(number * wordBytes),
  ...get(lane(number)),
  ...xor64,
];

const byBlocks = when(
  hasTwoBlocks,
  set(lane(0), get(state)),
  loop(
    ...lanes.map(number => set(word(number), withLane(number))),
    ...lanes.map(number => set(lane(number), laneLookUps(get(word(number))))),
    advance(blockBytes),
    hasTwoBlocks,
    branchIf(0),
  ),
  // What a lane has so far counts as if it were part of its next word.
  ...lanes.map(number => [...get(from), ...withLane(number), ...store64(number * wordBytes)]),
  set(state, number64(0)),
);

const byBytes = block(
  loop(
    [...get(from), ...get(to), ...isAtLeast, ...branchIf(1)],
    set(
      state,
      [...get(state), ...number64(8), ...shiftRight64],
      lookUp(byteTable, 0, [...get(state), ...get(from), ...load8(0), ...xor64]),
      xor64,
    ),
    advance(1),
    branch(0),
  ),
);

const vector = (...items: Code[]): Code => [...leb(items.length), ...items.flat()];
const sized = (code: Code): Code => [...leb(code.length), ...code];
const section = (id: number, ...items: Code[]): Code => [id, ...sized(vector(...items))];
const named = (name: string, kind: number): Code => [...sized([...Buffer.from(name)]), kind, 0];

/** The module in binary form: https://webassembly.github.io/spec/core/binary/modules.html. */
export function assemble(): Uint8Array {
  const locals = vector([2 * lanes.length, i64]);
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
    ...section(1, [0x60, ...vector([i64], [i32], [i32]), ...vector([i64])]), // the type of `sum`
    ...section(3, [0]), // `sum` is of it
    ...section(5, [0, pages]), // a memory that may grow
    ...section(7, named('memory', 2), named('sum', 0)),
    ...section(10, sized([...locals, ...byBlocks, ...byBytes, ...get(state), ...end])),
  ]);
}
