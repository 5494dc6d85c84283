import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Nginx } from '../../test/harness/servers/nginx';
import { writeZeros } from './zeros';

export interface Served {
  readonly port: number;
  readonly origin: string;
  /** Where a contestant may put what it fetches; gone in the end. */
  readonly folder: string;
  /** Bytes that have room there. */
  readonly room: number;
}

/**
 * nginx on loopback with files of zeros, while something is measured.
 *
 * @param sizes of the files, by their names
 * @param headers what further headers those below a path have, by the name of the path; nobody has any when absent
 */
export async function withNginx<T>(
  sizes: Readonly<Record<string, number>>,
  headers: Readonly<Record<string, Readonly<Record<string, string>>>>,
  work: (served: Served) => Promise<T>,
): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'cloud-tasks-bench-'));
  const [root, folder] = [join(home, 'files'), join(home, 'fetched')];
  try {
    mkdirSync(root);
    mkdirSync(folder);
    for (const [name, size] of Object.entries(sizes)) writeZeros(join(root, name), size);
    const locations = Object.entries(headers).map(([path, added]) => {
      const lines = Object.entries(added).map(([name, value]) => `add_header ${name} "${value}";`);
      return `location /${path}/ { alias ${root}/; ${lines.join(' ')} }`;
    });
    const nginx = await Nginx.start(
      home,
      port => `server { listen 127.0.0.1:${port}; root ${root}; ${locations.join(' ')} }`,
    );
    try {
      const { bavail, bsize } = statfsSync(folder);
      return await work({ port: nginx.port, origin: nginx.origin, folder, room: bavail * bsize });
    } finally {
      await nginx.halt();
    }
  } finally {
    rmSync(home, { recursive: true });
  }
}
