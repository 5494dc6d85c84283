import type { FileHandle } from 'node:fs/promises';
import { RandomAccessReader } from 'yauzl';

/** How much is read from the disk at once. */
const windowBytes = 256 * 1024;

/** An open archive as yauzl reads it: ahead, for it asks for each entry of the directory in two small pieces. */
export class ArchiveReader extends RandomAccessReader {
  private window = Buffer.alloc(0);
  private start = 0;

  /** @param size of the file, in bytes */
  constructor(
    private readonly file: FileHandle,
    private readonly size: number,
  ) {
    super();
  }

  override read(
    target: Buffer,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null) => void,
  ): void {
    const answer = () => {
      this.window.copy(target, offset, position - this.start, position - this.start + length);
      done(null);
    };
    // A position of an archive that is damaged may be any number.
    if (position + length > this.size) done(new Error('There is no such position in the file.'));
    else if (this.holds(position, length)) answer();
    else this.load(position, length).then(answer, done);
  }

  /** Bytes of the file from `position`, piece by piece. */
  async *bytes(position: number, length: number): AsyncGenerator<Buffer> {
    const end = position + length;
    for (let at = position; at < end;) {
      const piece = await this.piece(at, Math.min(windowBytes, end - at));
      yield piece;
      at += piece.length;
    }
  }

  private holds(position: number, length: number): boolean {
    return position >= this.start && position + length <= this.start + this.window.length;
  }

  private async load(position: number, length: number): Promise<void> {
    const pieces: Buffer[] = [];
    const wanted = Math.min(Math.max(length, windowBytes), this.size - position);
    for await (const piece of this.bytes(position, wanted)) pieces.push(piece);
    [this.window, this.start] = [Buffer.concat(pieces), position];
  }

  private async piece(position: number, length: number): Promise<Buffer> {
    const { bytesRead, buffer } = await this.file.read(Buffer.allocUnsafe(length), 0, length, position);
    if (bytesRead === 0) throw new Error('The file ends here.');
    return buffer.subarray(0, bytesRead);
  }
}
