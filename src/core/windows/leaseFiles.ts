import { unlinkSync, writeFileSync } from 'node:fs';
import { mkdir, open, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a file says whose number was given back. */
const released = 'released';
/** As many digits as a number holds without loss. */
const namePattern = /^lease-([1-9]\d{0,14})$/;

/** The highest number there is, and what its file says. */
export interface LatestFile {
  /** 0 when there is none. */
  readonly number: number;
  readonly text: string;
}

export const noFile: LatestFile = { number: 0, text: '' };

/** Whether anybody may have the next number at once. */
export const isFree = ({ number, text }: LatestFile): boolean => number === 0 || text === released;

/** The files `lease-<n>` of a folder. What else is in there is not ours and is left alone. */
export class LeaseFiles {
  constructor(private readonly folder: string) {}

  /** The numbers there are, in no order. A folder that is not there has none. */
  async numbers(): Promise<number[]> {
    const names = await ifThere(readdir(this.folder));
    return (names ?? []).flatMap(name => namePattern.exec(name)?.[1] ?? []).map(Number);
  }

  async highest(): Promise<number> {
    return Math.max(0, ...(await this.numbers()));
  }

  /** A file that cannot be read says nothing, time after time: as one whose holder is dead. */
  async latest(): Promise<LatestFile> {
    const number = await this.highest();
    return number === 0 ? noFile : { number, text: await this.read(number).catch(() => '') };
  }

  /** What a file says; nothing when it is not there. */
  async read(number: number): Promise<string> {
    return (await ifThere(readFile(this.path(number), 'utf8'))) ?? '';
  }

  /**
   * Makes the file of a number, which one process of all can do.
   *
   * @returns false when it is there already
   */
  async create(number: number, text: string): Promise<boolean> {
    const path = this.path(number);
    await mkdir(this.folder, { recursive: true });
    const file = await open(path, 'wx', 0o600).catch(ifTaken);
    if (!file) return false;
    try {
      await file.writeFile(text);
    } catch (error) {
      // A full disk may have room for a name: one without a heartbeat would keep the others waiting.
      await unlink(path).catch(() => undefined);
      throw error;
    } finally {
      await file.close();
    }
    return true;
  }

  /**
   * Writes over what a file says, with something that is not shorter. Neither truncates it, for what others read in
   * between and for a disk that is full by now, nor makes it anew when it was removed.
   */
  async overwrite(number: number, text: string): Promise<void> {
    await writeFile(this.path(number), text, { flag: 'r+' });
  }

  /** Best effort: a file that stays does no harm, and whoever comes next tries again. */
  async remove(numbers: readonly number[]): Promise<void> {
    await Promise.allSettled(numbers.map(number => unlink(this.path(number))));
  }

  /**
   * Gives a number back, by the next one that belongs to nobody: so a process that is about to end neither undoes the
   * work of one that has just deposed it, nor is undone by its own last renewal that is still being written.
   */
  release(number: number): void {
    try {
      writeFileSync(this.path(number + 1), released, { flag: 'wx', mode: 0o600 });
      unlinkSync(this.path(number));
    } catch {
      // Deposed, or not to be written: then the others wait until they see no heartbeat.
    }
  }

  private path(number: number): string {
    return join(this.folder, `lease-${number}`);
  }
}

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;

const ifThere = <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });

function ifTaken(error: unknown): undefined {
  if (codeOf(error) !== 'EEXIST') throw error;
}
