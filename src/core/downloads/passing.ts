import type { Keeping } from './keeping';
import type { DownloadRecord } from './record';

/** Records of downloads that end with the window, and leave no trace. */
export class Passing implements Keeping {
  private readonly mine = new Map<string, DownloadRecord>();
  private readonly resting = new Map<string, DownloadRecord>();

  has(id: string): boolean {
    return this.mine.has(id) || this.resting.has(id);
  }

  /** Those that nobody is at. */
  get rest(): readonly DownloadRecord[] {
    return [...this.resting.values()];
  }

  add(record: DownloadRecord): Promise<void> {
    this.mine.set(record.id, record);
    return Promise.resolve();
  }

  addToRest(record: DownloadRecord): Promise<void> {
    this.resting.set(record.id, record);
    return Promise.resolve();
  }

  save(record: DownloadRecord): Promise<void> {
    return this.add(record);
  }

  claim(id: string): Promise<DownloadRecord | undefined> {
    const record = this.resting.get(id);
    this.resting.delete(id);
    if (record) this.mine.set(id, record);
    return Promise.resolve(record);
  }

  release(record: DownloadRecord): Promise<void> {
    this.mine.delete(record.id);
    return this.addToRest(record);
  }

  remove(id: string): Promise<void> {
    this.mine.delete(id);
    return Promise.resolve();
  }
}
