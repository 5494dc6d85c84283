import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileServer, ServedRequest } from './fileServer';
import { startFileServer } from './startFileServer';

/** Files that a server has for the tests of the `describe` it is made in, which say in their names which server it was. */
export interface ServedFiles {
  readonly server: FileServer;
  /** Where a file of the server stands. */
  at(name: string): string;
  /** The way to a file, other than that of all others, so that its requests can be told. */
  link(
    kind: string,
    name: string,
  ): { readonly url: string; served(count: number): Promise<readonly ServedRequest[]> };
}

export function servedFiles(
  files: Readonly<Record<string, Buffer>>,
  headers: Readonly<Record<string, string>>,
): ServedFiles {
  let folder = '';
  let server: FileServer | undefined;
  let links = 0;
  const served: ServedFiles = {
    get server() {
      if (!server) throw new Error('The server has not been started.');
      return server;
    },
    at: name => join(folder, 'files', name),
    link: (kind, name) => {
      const path = `/${kind}/${encodeURIComponent(name)}?${++links}`;
      return { url: served.server.origin + path, served: count => served.server.served(path, count) };
    },
  };
  before(async function () {
    this.timeout(120_000); // it may have to be fetched first
    folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-'));
    await mkdir(join(folder, 'files'));
    for (const [name, content] of Object.entries(files)) await writeFile(served.at(name), content);
    server = await startFileServer(folder, { root: join(folder, 'files'), headers });
  });
  beforeEach(function () {
    if (this.currentTest) this.currentTest.title += ` (${served.server.name})`;
  });
  after(async () => {
    await server?.halt();
    await rm(folder, { recursive: true });
  });
  return served;
}
