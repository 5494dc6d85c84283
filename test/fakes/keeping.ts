import { Deposed, type Keeping } from '../../src/core/downloads/keeping';
import type { DownloadRecord } from '../../src/core/downloads/record';

/** Keeps records in memory, and every form that each has had; it may be full, or another's by now. */
export class FakeKeeping implements Keeping {
  readonly mine = new Map<string, DownloadRecord>();
  readonly resting = new Map<string, DownloadRecord>();
  /** All that was ever written, in its order, as its text. */
  readonly written: string[] = [];
  /** What each writing fails with. */
  problem: Error | undefined;
  /** Waited for before each writing. */
  delay: () => Promise<void> = () => Promise.resolve();
  /** Writings that are under way. */
  private underway = 0;

  add(record: DownloadRecord): Promise<void> {
    return this.write(record, this.mine);
  }

  addToRest(record: DownloadRecord): Promise<void> {
    return this.write(record, this.resting);
  }

  save(record: DownloadRecord): Promise<void> {
    return this.write(record, this.mine, true);
  }

  claim(id: string): Promise<DownloadRecord | undefined> {
    const record = this.resting.get(id);
    this.resting.delete(id);
    if (record) this.mine.set(id, record);
    return Promise.resolve(record);
  }

  async release(record: DownloadRecord): Promise<void> {
    await this.save(record);
    this.mine.delete(record.id);
    this.resting.set(record.id, record);
  }

  remove(id: string): Promise<void> {
    this.mine.delete(id);
    return Promise.resolve();
  }

  /** Another window takes it. */
  depose(id: string): void {
    this.mine.delete(id);
  }

  private async write(
    record: DownloadRecord,
    place: Map<string, DownloadRecord>,
    isKnown = false,
  ): Promise<void> {
    if (this.underway++ > 0) throw new Error('Two are written at once.');
    try {
      await this.delay();
      if (this.problem) throw this.problem;
      if (isKnown && !this.mine.has(record.id)) throw new Deposed();
      this.written.push(JSON.stringify(record));
      place.set(record.id, record);
    } finally {
      this.underway--;
    }
  }
}
