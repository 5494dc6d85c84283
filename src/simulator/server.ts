import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Simulator, SimulatorFactory, SimulatorRequest, SimulatorWorld } from '../core/cloud';
import type { Fault, Interceptor } from './faults';
import { toWire, type WireAnswer } from './files';

/** A request that came, for tests to look at. It may hold credentials: never log it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The status answered; undefined while under way or when the connection was dropped. */
  readonly status: number | undefined;
  /** By the server's clock, milliseconds since the epoch. */
  readonly at: number;
}

/** A pretend cloud that listens. */
export interface SimulatorServer {
  readonly origin: string;
  /** The latest ones, oldest first. */
  readonly requests: readonly SeenRequest[];
  /** Sets what may befall requests from now on; nothing when undefined. */
  intercept(interceptor: Interceptor | undefined): void;
  /** Starts anew with another world at the same origin; nonces, tokens and locks are forgotten. */
  setWorld(world: Omit<SimulatorWorld, 'origin'>): void;
  /** Closes every connection and resolves when the port is free. */
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly clock: { now(): number };
  /** Any free one when absent. */
  readonly port?: number;
  /** A loopback address. */
  readonly host?: string;
  /** How many requests are kept for tests to look at. */
  readonly maxSeen?: number;
}

const maxHeaderSize = 128 * 1024; // a token of IAM alone may have 32 kB
const maxBody = 1024 * 1024;
const chunkSize = 64 * 1024;

/** Serves one cloud's simulator over HTTP on a loopback address. */
export async function startSimulator(
  factory: SimulatorFactory,
  world: Omit<SimulatorWorld, 'origin'>,
  { clock, port = 0, host = '127.0.0.1', maxSeen = 10_000 }: ServerOptions,
): Promise<SimulatorServer> {
  if (!/^127(\.\d{1,3}){3}$|^::1$|^localhost$/.test(host)) throw new Error(`Not a loopback address: ${host}`);
  const server = createServer({ maxHeaderSize, keepAliveTimeout: 60_000 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;

  const desk = new Desk(clock, factory.create({ ...world, origin }), maxSeen);
  server.on('request', (message, response) => void desk.serve(message, response));
  return {
    origin,
    requests: desk.seen,
    intercept: interceptor => void (desk.interceptor = interceptor),
    setWorld: next => void (desk.simulator = factory.create({ ...next, origin })),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve()); // an error means that it was closed before
        server.closeAllConnections();
      }),
  };
}

/** Takes requests in, has them answered, and keeps a list of them. */
class Desk {
  readonly seen: SeenRequest[] = [];
  interceptor: Interceptor | undefined;

  constructor(
    private readonly clock: { now(): number },
    public simulator: Simulator,
    private readonly maxSeen: number,
  ) {}

  /** Never rejects: whatever fails ends the connection. */
  async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    response.sendDate = false;
    response.on('error', () => response.destroy());
    try {
      const request = await readRequest(message);
      const note = this.note(request ?? headOf(message));
      const fault = request && (await this.interceptor?.(request));
      if (response.destroyed || fault?.kind === 'drop') return void response.destroy();
      const answer = request ? this.answer(request, fault) : tooLarge;
      note.status = answer.status;
      await this.send(response, answer, fault);
    } catch (error) {
      fail(response, error);
    }
  }

  private answer(request: SimulatorRequest, fault: Fault | undefined): WireAnswer {
    if (fault?.kind === 'answer') return toWire(request, fault.answer);
    const answer = toWire(request, this.simulator.answer(request, this.clock.now()));
    return fault?.kind === 'alter' ? fault.change(answer) : answer;
  }

  private async send(response: ServerResponse, answer: WireAnswer, fault: Fault | undefined): Promise<void> {
    const { status, headers, body } = answer;
    const date = new Date(this.clock.now()).toUTCString();
    const length = bodiless(status) ? {} : { 'content-length': String(body.length) };
    response.writeHead(status, { date, ...length, ...headers });
    if (response.req.method === 'HEAD' || bodiless(status)) return void response.end();
    const cut = fault?.kind === 'truncate' || fault?.kind === 'stall' ? fault.bytes : body.length;
    await write(response, body.subarray(0, cut));
    if (fault?.kind === 'truncate') return cutOff(response);
    if (fault?.kind === 'stall') await fault.until;
    await write(response, body.subarray(cut));
    response.end();
  }

  /** Puts the request on the list; its status is filled in when it is known. */
  private note({ method, path, query, headers }: Omit<SimulatorRequest, 'body'>) {
    const note: { -readonly [K in keyof SeenRequest]: SeenRequest[K] } = {
      method,
      path,
      query,
      headers,
      at: this.clock.now(),
      status: undefined,
    };
    this.seen.push(note);
    if (this.seen.length > this.maxSeen) this.seen.shift();
    return note;
  }
}

const tooLarge: WireAnswer = { status: 413, headers: { connection: 'close' }, body: Buffer.alloc(0) };

const bodiless = (status: number): boolean => status === 204 || status === 304;

/** A simulator that throws has a bug, which the test should see. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(
    `The simulator failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
}

/** In chunks, waiting for a slow reader to catch up; returns early when the reader has gone. */
async function write(response: ServerResponse, body: Buffer): Promise<void> {
  for (let offset = 0; offset < body.length && !response.destroyed; offset += chunkSize) {
    if (response.write(body.subarray(offset, offset + chunkSize))) continue;
    await new Promise<void>(resolve => {
      const done = () => {
        response.off('drain', done).off('close', done);
        resolve();
      };
      response.on('drain', done).on('close', done);
    });
  }
}

/** Closes the connection once all that was written is on its way. */
async function cutOff(response: ServerResponse): Promise<void> {
  response.flushHeaders();
  await new Promise<void>(resolve => {
    if (response.socket) response.socket.write('', () => resolve());
    else resolve();
  });
  response.destroy();
}

/** The request with its body; undefined when that is too large. */
async function readRequest(message: IncomingMessage): Promise<SimulatorRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBody) return undefined;
    chunks.push(chunk);
  }
  return { ...headOf(message), body: Buffer.concat(chunks) };
}

function headOf(message: IncomingMessage): Omit<SimulatorRequest, 'body'> {
  const [path = '/', ...query] = (message.url ?? '/').split('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return { method: message.method ?? 'GET', path, query: query.join('?'), headers };
}
