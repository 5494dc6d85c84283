import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface TestServer {
  readonly origin: string;
  readonly port: number;
  /** What came in: `GET /path host`. */
  readonly seen: string[];
  answer: (request: IncomingMessage, response: ServerResponse) => void;
}

/** A server on loopback for the tests of the `describe` it is called in; every connection ends with them. */
export function testServer(host = '127.0.0.1'): TestServer {
  const sockets = new Set<Socket>();
  const listener: RequestListener = (request, response) => {
    server.seen.push(`${request.method} ${request.url} ${request.headers.host}`);
    server.answer(request, response);
  };
  const http = createServer({ maxHeaderSize: 256 * 1024 }, listener);
  const server = {
    seen: [] as string[],
    answer: (_request: IncomingMessage, response: ServerResponse) => void response.end(),
    get port() {
      return (http.address() as AddressInfo).port;
    },
    get origin() {
      return `http://${host.includes(':') ? `[${host}]` : host}:${server.port}`;
    },
  };
  http.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  // A proxy is asked to open a tunnel; this one refuses.
  http.on('connect', (request: IncomingMessage, socket: Socket) => {
    server.seen.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? 'nobody'}`);
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  before(() => new Promise<void>(resolve => http.listen(0, host, resolve)));
  beforeEach(() => void (server.seen.length = 0));
  after(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise(resolve => http.close(resolve));
  });
  return server;
}
