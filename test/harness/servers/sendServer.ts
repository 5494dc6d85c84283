import { once } from 'node:events';
import type { Stats } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { send, sendVersion } from '../../../scripts/lib/send.mjs';
import { logged, type FileServer, type ServedRequest, type Site } from './fileServer';

type Send = Awaited<ReturnType<typeof send>>;

/** The server that Express has for files. Of the paths of a site it knows those that are files as they are. */
export class SendServer implements FileServer {
  readonly name = `send ${sendVersion}`;
  readonly isVersatile = false;
  private readonly requests: ServedRequest[] = [];
  private readonly server: Server;
  private port = 0;

  private constructor(
    private readonly send: Send,
    private readonly site: Site,
  ) {
    this.server = createServer((request, response) => this.answer(request, response));
  }

  static async start(site: Site): Promise<SendServer> {
    const server = new SendServer(await send(), site);
    await server.resume();
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  served(path: string, count: number): Promise<readonly ServedRequest[]> {
    return logged(() => this.requests, path, count);
  }

  cut(): Promise<void> {
    this.server.closeAllConnections();
    return Promise.resolve();
  }

  async halt(): Promise<void> {
    const closed = once(this.server.close(), 'close');
    this.server.closeAllConnections();
    await closed;
  }

  async resume(): Promise<void> {
    await once(this.server.listen(this.port, '127.0.0.1'), 'listening');
    ({ port: this.port } = this.server.address() as AddressInfo);
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { url: path = '', headers } = request;
    response.once('close', () =>
      this.requests.push({
        path,
        status: response.statusCode,
        range: headers.range ?? '',
        ifMatch: headers['if-match'] ?? '',
        acceptEncoding: headers['accept-encoding'] ?? '',
      }),
    );
    const [, kind = '', file = ''] = /^\/([^/]*)(\/[^?]*)/.exec(path) ?? [];
    const { root } = this.site;
    this.send(request, file, { root, acceptRanges: kind !== 'whole', dotfiles: 'deny' })
      .on('headers', (_response: ServerResponse, _path: string, { mtimeMs, size }: Stats) => {
        // Its own is a weak one.
        response.setHeader('etag', `"${Math.trunc(mtimeMs).toString(16)}-${size.toString(16)}"`);
        if (kind !== 'summed') return;
        for (const [name, value] of Object.entries(this.site.headers)) response.setHeader(name, value);
      })
      .pipe(response);
  }
}
