import type { ZipDirectory } from './directory';

interface Kept {
  readonly stamp: string;
  readonly directory: Promise<ZipDirectory>;
  /** Files and folders; none as long as they are being read. */
  size: number;
}

/** The directories of the archives that were asked for last, as long as their files are the same. */
export class DirectoryCache {
  /** By path, the one that was asked for last at the end. */
  private readonly kept = new Map<string, Kept>();

  /** @param maxSize files and folders of all archives that are kept; a larger archive is kept alone */
  constructor(private readonly maxSize: number) {}

  /**
   * The directory of the archive at `path`, read where it is not known.
   *
   * @param stamp a word that changes when the file does
   */
  get(path: string, stamp: string, read: () => Promise<ZipDirectory>): Promise<ZipDirectory> {
    const known = this.kept.get(path);
    const kept = known?.stamp === stamp ? known : { stamp, directory: read(), size: 0 };
    this.kept.delete(path);
    this.kept.set(path, kept);
    if (kept !== known) void this.settle(path, kept);
    return kept.directory;
  }

  /** A failure is not kept: whoever asked is told. */
  private async settle(path: string, kept: Kept): Promise<void> {
    try {
      kept.size = (await kept.directory).size;
      this.trim();
    } catch {
      if (this.kept.get(path) === kept) this.kept.delete(path);
    }
  }

  private trim(): void {
    let size = [...this.kept.values()].reduce((sum, kept) => sum + kept.size, 0);
    for (const [path, kept] of this.kept) {
      if (size <= this.maxSize || this.kept.size === 1) return;
      this.kept.delete(path);
      size -= kept.size;
    }
  }
}
