import type { DownloadRecord } from './record';

/** Where records of downloads are kept: each belongs to this window while it is at it, or rests. */
export interface Keeping {
  /** Takes a new record as one of this window. */
  add(record: DownloadRecord): Promise<void>;
  /** Takes a new record as one that rests. */
  addToRest(record: DownloadRecord): Promise<void>;
  /** Puts a record of this window in the place of the one there is. @throws Deposed */
  save(record: DownloadRecord): Promise<void>;
  /** Takes a record that rests. @returns undefined when another window was faster, or there is none */
  claim(id: string): Promise<DownloadRecord | undefined>;
  /** Lets go of a record of this window. @throws Deposed */
  release(record: DownloadRecord): Promise<void>;
  /** Takes away a record of this window. */
  remove(id: string): Promise<void>;
}

/** A record is not where it was: another window is at it. */
export class Deposed extends Error {
  override readonly name = 'Deposed';
}
