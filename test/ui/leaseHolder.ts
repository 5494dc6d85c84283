import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Who calls the clouds for all windows, as it stands in the folder that they share: of the files `lease-<n>` the highest
 * counts, and says `<beats> <owner>`. Undefined while it is given back.
 */
export function leaseHolder(dataDir: string): string | undefined {
  const folder = leaseFolder(dataDir);
  const highest = Math.max(0, ...leaseNumbers(dataDir));
  if (highest === 0) return undefined;
  return readFileSync(join(folder, `lease-${highest}`), 'utf8').split(' ')[1];
}

/** A lease that was taken over goes with the next heartbeat: but for that moment there is one. */
export const leaseNumbers = (dataDir: string): number[] =>
  readdirSync(leaseFolder(dataDir)).flatMap(name => Number(/^lease-(\d+)$/.exec(name)?.[1] ?? []));

const leaseFolder = (dataDir: string): string =>
  join(dataDir, 'User', 'globalStorage', 'cloud-tasks.cloud-tasks', 'windows');
