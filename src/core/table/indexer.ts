import type { Bytes } from '../bytes';
import { bytesPerUnit, narrowed } from '../encoding';
import type { Dialect } from './dialect';
import { RecordScanner } from './recordScanner';
import type { RowIndex } from './rowIndex';
import { breathe } from './slices';

/** What is gone over at a stroke: about a millisecond's work. An even number, as UTF-16 wants it. */
const pieceBytes = 256 * 1024;

/**
 * Goes over a file once and fills the index, which can be read from meanwhile.
 *
 * @param onProgress called after each piece with the bytes gone over
 * @throws the signal's reason; what reading throws
 */
export async function indexRecords(
  bytes: Bytes,
  { encoding, delimiter, start }: Dialect,
  index: RowIndex,
  signal: AbortSignal,
  onProgress: (done: number) => Promise<void>,
): Promise<void> {
  const unit = bytesPerUnit(encoding);
  const scanner = new RecordScanner(delimiter, (from, to, fields) =>
    index.add(start + from * unit, start + to * unit, fields),
  );
  for (let position = start; position < bytes.size;) {
    const piece = await bytes.read(position, pieceBytes);
    if (piece.length === 0) break; // cut short meanwhile
    scanner.push(unit === 2 ? narrowed(piece, encoding === 'utf16be') : piece);
    position += piece.length;
    await breathe(signal);
    await onProgress(position);
  }
  scanner.end();
}
