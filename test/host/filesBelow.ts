import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Every text file below a folder; the editor's own caches and the browser's secret storage are left out. */
export function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !['browser', 'CachedData', 'Cache', 'GPUCache'].includes(entry.name)) {
      yield* filesBelow(path);
    } else if (entry.isFile() && statSync(path).size < 20_000_000) {
      yield path;
    }
  }
}
