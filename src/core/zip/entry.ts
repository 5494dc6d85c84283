import type { ZipProblem } from '../refusal';

/** A file of an archive. */
export interface ZipEntry {
  /** Path within the archive, `/` between its parts; never leads out of it. */
  readonly name: string;
  /** Bytes when unpacked, as the archive claims. */
  readonly size: number;
  /** Why it will not be opened, where that is known before. */
  readonly problem?: ZipProblem;
}

/** Where and how the bytes of a file lie in its archive. */
export interface StoredEntry extends ZipEntry {
  readonly packedSize: number;
  readonly isDeflated: boolean;
  readonly crc: number;
  /** Where its local header begins. */
  readonly offset: number;
  /** Where the next entry begins: its bytes have to end before. */
  readonly end: number;
}
