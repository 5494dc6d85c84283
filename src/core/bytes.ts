import { open, type FileHandle } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';

/** Where a text is read from, at any position and piece by piece: a file, or what came out of an archive. */
export interface Bytes {
  /** In bytes; what is added later does not count. */
  readonly size: number;
  /** The bytes from `position` on; fewer than `length` only where the end is reached. */
  read(position: number, length: number): Promise<Uint8Array>;
}

/** Bytes of an open file. */
export class FileBytes implements Bytes {
  private constructor(
    private readonly file: FileHandle,
    readonly size: number,
  ) {}

  /** Opens a file on disk; the caller closes it. @throws what the file system says, with its `code` */
  static async open(path: string): Promise<FileBytes> {
    const file = await open(path, 'r');
    try {
      return new FileBytes(file, (await file.stat()).size);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(length, this.size - position));
    const buffer = Buffer.allocUnsafe(wanted);
    let got = 0;
    while (got < wanted) {
      const { bytesRead } = await this.file.read(buffer, got, wanted - got, position + got);
      if (bytesRead === 0) break; // cut short meanwhile
      got += bytesRead;
    }
    return buffer.subarray(0, got);
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

/** Bytes that are in memory already. */
export class MemoryBytes implements Bytes {
  constructor(private readonly content: Uint8Array) {}

  get size(): number {
    return this.content.length;
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    await setImmediate(); // as a disk does it: others get their turn between two pieces
    return this.content.subarray(position, position + length);
  }
}
