import { stat } from 'node:fs/promises';
import { FileBytes, type Bytes } from '../bytes';

/** Bytes that hold something open. */
export interface OpenBytes extends Bytes {
  close?(): Promise<void>;
}

/** Where the bytes of a table come from, each time they are read anew. */
export interface TableSource {
  open(): Promise<OpenBytes>;
  /** A word that changes when the bytes do. @throws when there are none any more */
  stamp(): Promise<string>;
}

/** A file on disk. */
export const fileSource = (path: string): TableSource => ({
  open: () => FileBytes.open(path),
  stamp: async () => {
    const { size, mtimeMs, ino } = await stat(path);
    return [size, mtimeMs, ino].join(' ');
  },
});
