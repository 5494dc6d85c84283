import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { debianProgram } from '../../../scripts/lib/debian.mjs';
import { startServer } from '../../../scripts/lib/editor/processes.mjs';
import { logged, type FileServer, type ServedRequest } from './fileServer';

/** So that a port that somebody else was quicker to take is no failure. */
const tries = 3;

type Program = Awaited<ReturnType<typeof debianProgram>>;

/** nginx on loopback, with nothing of it outside one folder. It ends with the process that started it. */
export class Nginx implements FileServer {
  readonly isVersatile = true;
  private process: Awaited<ReturnType<typeof startServer>> | undefined;

  private constructor(
    private readonly program: Program,
    private readonly folder: string,
    readonly port: number,
  ) {}

  /**
   * @param folder an empty one for what it writes
   * @param site the `server` blocks of its configuration, listening at this port
   * @throws where there is no nginx and none can be fetched
   */
  static async start(folder: string, site: (port: number) => string): Promise<Nginx> {
    const program = await debianProgram('nginx', { flag: '-v' });
    for (let attempt = 1; ; attempt++) {
      const nginx = new Nginx(program, folder, await freePort());
      try {
        writeFileSync(join(folder, 'nginx.conf'), configuration(folder, site(nginx.port)));
        for (const name of temporary) mkdirSync(join(folder, name), { recursive: true });
        await nginx.resume();
        return nginx;
      } catch (error) {
        if (attempt === tries) throw error;
      }
    }
  }

  get name(): string {
    return `nginx ${this.program.version}`;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  served(path: string, count: number): Promise<readonly ServedRequest[]> {
    const log = join(this.folder, 'access.log');
    return logged(() => requestsOf(readFileSync(log, 'utf8')), path, count);
  }

  /** By having its configuration read anew: the worker that serves gets no time to end. */
  cut(): Promise<void> {
    process.kill(Number(readFileSync(join(this.folder, 'nginx.pid'), 'utf8')), 'SIGHUP');
    return Promise.resolve();
  }

  async halt(): Promise<void> {
    await this.process?.stop();
    this.process = undefined;
  }

  async resume(): Promise<void> {
    const { folder, origin, program } = this;
    this.process = await startServer({
      command: program.executablePath,
      args: ['-p', folder, '-c', join(folder, 'nginx.conf')],
      url: `${origin}/`,
      logFile: join(folder, 'output.log'),
      env: { ...process.env, ...program.env },
    });
  }
}

/** Folders that it wants for bodies that it holds back. */
const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'] as const;

const configuration = (folder: string, site: string): string => `
daemon off;
${process.getuid?.() === 0 ? 'user root;' : '' /* else its worker may not read what is ours */}
worker_processes 1;
worker_shutdown_timeout 1ms;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 128; }
http {
  ${temporary.map(name => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  log_format tests escape=json '{"path":"$request_uri","status":$status,"range":"$http_range",'
    '"ifMatch":"$http_if_match","acceptEncoding":"$http_accept_encoding"}';
  access_log ${folder}/access.log tests;
  default_type application/octet-stream;
  sendfile on;
  ${site}
}
`;

const requestsOf = (log: string): ServedRequest[] =>
  log
    .split('\n')
    .slice(0, -1) // the last one may be half written
    .map(line => JSON.parse(line) as ServedRequest);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
