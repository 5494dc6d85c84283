import type { DownloadRecord, StageKind } from './record';

/** A download as it stands now. */
export interface DownloadEntry {
  readonly record: DownloadRecord;
  /** Bytes per second, while this window is at it and knows. */
  readonly speed?: number;
}

const order: readonly StageKind[] = ['running', 'waiting', 'planned', 'paused', 'failed', 'finished'];

export const isFinished = ({ stage }: Pick<DownloadRecord, 'stage'>): boolean => stage.kind === 'finished';

/** Whether its file was fetched, or cannot be: nobody goes on with it by himself. */
export const isEnded = ({ stage }: Pick<DownloadRecord, 'stage'>): boolean =>
  stage.kind === 'finished' || stage.kind === 'failed';

/** Whether somebody is at it, or will be by itself. */
export const isActive = ({ stage }: Pick<DownloadRecord, 'stage'>): boolean =>
  stage.kind === 'running' || stage.kind === 'waiting';

/** Those at which somebody is first, as they were added; those that have ended last, the newest of them first. */
export function sortEntries(entries: readonly DownloadEntry[]): DownloadEntry[] {
  return [...entries].sort(({ record: one }, { record: other }) => {
    const [a, b] = [order.indexOf(one.stage.kind), order.indexOf(other.stage.kind)];
    const byAge = one.addedAt - other.addedAt || (one.id < other.id ? -1 : 1);
    if (one.stage.kind === 'finished' && other.stage.kind === 'finished')
      return other.stage.at - one.stage.at || byAge;
    return a - b || byAge;
  });
}
