import { appendFile, mkdir, open, readdir, readFile, rename, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';

/** First line of every file; a number other than ours is of another version of the extension. */
const header = '{"cloudTasks":1}';

/** Each rewriting makes a file of its own, with the next number: who reads the one before sees that it has gone. */
const nameOf = (generation: number): string => `tasks-${generation}.ndjson`;
const namePattern = /^tasks-(\d+)\.ndjson$/;
/** Those that were set aside too: a number that was used once means another file to those who have read it. */
const usedPattern = /^tasks-(\d+)\.ndjson(?:\.\w+\.aside)?$/;

/** How far a file has been read. */
interface Position {
  readonly generation: number;
  readonly bytes: number;
}

/** What has been read: all there is, or what was added to it since. */
export interface Reading {
  readonly whole: boolean;
  readonly lines: readonly string[];
}

/**
 * Lines in a file that one process writes and others read after it: adding to it costs what is added, not what there
 * is. It is private to the user, and holds neither secrets nor links.
 */
export class Journal {
  private position: Position = { generation: 0, bytes: 0 };

  constructor(private readonly folder: string) {}

  /**
   * What was added since the last reading, or the whole when that was rewritten or never read. Nothing when there is no
   * file: who has nothing to say writes an empty one. A line that is still being written is left for the next time.
   *
   * @throws NodeJS.ErrnoException
   */
  async read(): Promise<Reading> {
    const generation = await this.newest();
    if (generation === 0) this.rewind();
    if (generation === 0) return { whole: false, lines: [] };
    const whole = generation !== this.position.generation;
    const from = whole ? 0 : this.position.bytes;
    const added = await bytesFrom(this.pathOf(generation), from);
    const end = added.lastIndexOf('\n') + 1;
    this.moveTo(generation, from + end);
    const lines = added.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
    if (whole && lines.shift() !== header) throw new UnreadableJournal();
    return { whole, lines };
  }

  /** Has the whole read the next time. */
  rewind(): void {
    this.position = { generation: 0, bytes: 0 };
  }

  /**
   * Adds lines to the file as it was read last; a line that was cut off by a crash makes room for them.
   *
   * @throws UnreadableJournal when it is not as it was read: what others have written there must not be cut off
   */
  async append(lines: readonly string[]): Promise<void> {
    const { generation, bytes } = this.position;
    if (generation === 0) return this.rewrite(lines);
    const text = toText(lines);
    const path = this.pathOf(generation);
    const { size } = await stat(path);
    if (size < bytes || (await bytesFrom(path, bytes)).includes('\n')) throw new UnreadableJournal();
    if (size > bytes) await truncate(path, bytes);
    await appendFile(path, text);
    this.moveTo(generation, bytes + Buffer.byteLength(text));
  }

  /** Puts a new file in the place of the one there is: whole or not at all. */
  async rewrite(lines: Iterable<string>): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const generation = (await this.newest(usedPattern)) + 1;
    const part = join(this.folder, `${nameOf(generation)}.${randomUUID()}.part`);
    let bytes: number;
    try {
      bytes = await writePieces(part, lines);
      await rename(part, this.pathOf(generation));
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined); // a full disk has no room for what is of no use
      throw error;
    }
    this.moveTo(generation, bytes);
    await this.removeOlder(generation);
  }

  /** Renames a file that cannot be read, so that nothing is lost, and begins anew after it. */
  async setAside(): Promise<void> {
    const { generation } = this.position;
    if (generation === 0) return;
    const path = this.pathOf(generation);
    this.rewind();
    await rename(path, `${path}.${randomUUID().slice(0, 8)}.aside`);
  }

  /** Bytes of the file as far as it is known. */
  get size(): number {
    return this.position.bytes;
  }

  private async newest(pattern = namePattern): Promise<number> {
    const names = await readdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return Math.max(0, ...names.map(name => Number(pattern.exec(name)?.[1] ?? 0)));
  }

  /** As far as that is possible: another process may have one open. */
  private async removeOlder(generation: number): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    const older = names.filter(name => {
      const number = Number(/^tasks-(\d+)\.ndjson(?:\.[\w-]+\.part)?$/.exec(name)?.[1] ?? Infinity);
      return number < generation;
    });
    await Promise.all(older.map(name => rm(join(this.folder, name), { force: true }).catch(() => undefined)));
  }

  private pathOf(generation: number): string {
    return join(this.folder, nameOf(generation));
  }

  private moveTo(generation: number, bytes: number): void {
    this.position = { generation, bytes };
  }
}

/** The file is damaged, or of another version. */
export class UnreadableJournal extends Error {
  override readonly name = 'UnreadableJournal';

  constructor() {
    super('The snapshot cannot be read.');
  }
}

const toText = (lines: readonly string[]): string => lines.map(line => `${line}\n`).join('');

/** Piece by piece, so that nothing else waits for 100,000 lines to be made. @returns bytes written */
async function writePieces(path: string, lines: Iterable<string>): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  let bytes = 0;
  // Not `write`, which may write a part of it without a word.
  const write = async (piece: string) => {
    await file.appendFile(piece);
    bytes += Buffer.byteLength(piece);
  };
  try {
    let piece = toText([header]);
    for (const line of lines) {
      piece += `${line}\n`;
      if (piece.length < pieceLength) continue;
      await write(piece);
      piece = '';
    }
    await write(piece);
    await file.sync();
  } finally {
    await file.close();
  }
  return bytes;
}

const pieceLength = 256 * 1024;

async function bytesFrom(path: string, start: number): Promise<Buffer> {
  if (start === 0) return readFile(path);
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.max(0, size - start));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
