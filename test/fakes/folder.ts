import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own for each test of the `describe` it is called in; gone when the test is over. */
export function testFolder(): {
  readonly path: string;
  files(): Promise<string[]>;
  at(name: string): string;
} {
  const folder = {
    path: '',
    files: async () => (await readdir(folder.path)).sort(),
    at: (name: string) => join(folder.path, name),
  };
  beforeEach(async () => {
    folder.path = await mkdtemp(join(tmpdir(), 'cloud-tasks-'));
  });
  afterEach(async () => {
    await chmod(folder.path, 0o700);
    await rm(folder.path, { recursive: true });
  });
  return folder;
}

/** File permissions do not bind the super-user, and Windows has others. */
export const permissionsBind = process.platform !== 'win32' && process.getuid?.() !== 0;
