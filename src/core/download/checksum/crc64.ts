import { assemble, layout, type Crc64Exports } from './crc64Module';
import { polynomials, timesX } from './polynomials';

/** Of the compiler's types only those of the web declare it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: object };
};

const allOnes = (1n << polynomials.crc64.bits) - 1n;

/** How many bytes are summed in one go: they are copied to where the module can read them. */
const pieceBytes = 64 * 1024;

interface Summer {
  readonly input: Uint8Array;
  readonly sum: Crc64Exports['sum'];
}

/** One is enough for all sums, for it keeps nothing between two calls. */
let summer: Summer | undefined;

/** CRC-64/XZ of some bytes, from that of those before them; 0 when there are none. */
export function crc64(before: bigint, bytes: Uint8Array): bigint {
  const { input, sum } = (summer ??= createSummer());
  let state = before ^ allOnes;
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    const piece = bytes.subarray(start, start + pieceBytes);
    input.set(piece);
    state = sum(state, layout.input, layout.input + piece.length);
  }
  return BigInt.asUintN(64, state) ^ allOnes;
}

function createSummer(): Summer {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(assemble()));
  const { memory, sum } = instance.exports as Crc64Exports;
  const tables = byteTables(layout.farthest);
  const memoryOfTables = new BigUint64Array(memory.buffer);
  for (const { at, zeros } of layout.tables) memoryOfTables.set(tables[zeros] ?? [], at / 8);
  return { sum, input: new Uint8Array(memory.buffer, layout.input, pieceBytes) };
}

/** What each value of a byte adds to the sum when 0, 1, 2 … bytes follow it. */
function byteTables(farthest: number): bigint[][] {
  const nearest = Array.from({ length: 256 }, (_, byte) => {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) value = timesX(polynomials.crc64, value);
    return value;
  });
  const tables = [nearest];
  for (let zeros = 1; zeros <= farthest; zeros++) {
    const nearer = tables.at(-1) ?? [];
    tables.push(nearer.map(value => (value >> 8n) ^ (nearest[Number(value & 0xffn)] ?? 0n)));
  }
  return tables;
}
