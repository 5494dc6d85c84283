import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from '../../test/harness/app';

/** Counts in the extension without its editor, where time passes as fast as it can. */
export async function inNewApp<T>(count: (app: App) => Promise<T>): Promise<T> {
  const app = new App(await mkdtemp(join(tmpdir(), 'cloud-tasks-')));
  try {
    return await count(app);
  } finally {
    await app.close();
  }
}
