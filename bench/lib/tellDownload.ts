import { rmSync, statSync } from 'node:fs';
import { timed, type Took } from './stopwatch';
import { tell } from './tell';

/** What a download took. */
export interface Downloaded extends Took {
  /** The most memory that its process ever had, MB. */
  readonly memory: number;
  /** Bytes of the file. */
  readonly size: number;
}

/**
 * Downloads the file at the address, into the folder, that the process was started with, and tells
 * what it took.
 *
 * @param download resolves to the path of the file
 */
export async function tellDownload(
  download: (url: string, folder: string) => Promise<string>,
): Promise<void> {
  const [url = '', folder = ''] = process.argv.slice(2);
  let path = '';
  const took = await timed(async () => void (path = await download(url, folder)));
  const { size } = statSync(path);
  rmSync(path);
  tell({ ...took, size, memory: (process.resourceUsage().maxRSS * 1024) / 1e6 } satisfies Downloaded);
}
