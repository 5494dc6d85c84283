import { runWorker } from './children';
import type { Downloaded } from './tellDownload';

/** Has a worker download a file, in a process of its own. The file is gone then. @throws where it is not whole */
export async function runDownload(
  worker: string,
  url: string,
  folder: string,
  size: number,
): Promise<Downloaded> {
  const downloaded = await runWorker<Downloaded>(worker, [url, folder]);
  if (downloaded.size !== size) throw new Error(`${downloaded.size} bytes were fetched instead of ${size}.`);
  return downloaded;
}
