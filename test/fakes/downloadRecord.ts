import { randomUUID } from 'node:crypto';
import type { DownloadRecord } from '../../src/core/downloads/record';

/** A download that waits, but for what is said. */
export const recordOf = (changes: Partial<DownloadRecord> = {}): DownloadRecord => ({
  ...{ version: 1, id: randomUUID(), task: 'a', account: 'acc', name: 'a.csv' },
  ...{ target: { folder: '/files' }, overwrite: false, addedAt: 1, stage: { kind: 'waiting' }, received: 0 },
  ...changes,
});
