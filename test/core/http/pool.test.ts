import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Agent, request } from 'undici';
import { createPool } from '../../../src/core/http/pool';
import { selfSigned } from '../../fakes/certificate';
import { settle } from '../../fakes/clock';

const kB = 1024;
/** As much as a body takes before it has no room, more than that, and more than a connection holds besides. */
const lengths = [64, 65, 80, 128, 150, 600].map(length => length * kB);
const content = Buffer.from(Array.from({ length: 600 * kB }, (_, index) => (index * 7) % 251));

interface Framing {
  readonly head: (body: Buffer) => string;
  readonly framed?: (body: Buffer) => Buffer;
}

const closing = (...headers: string[]) =>
  ['HTTP/1.1 200 OK', 'connection: close', ...headers, '', ''].join('\r\n');

const measured: Readonly<Record<string, Framing>> = {
  'of a length that is said': { head: body => closing(`content-length: ${body.length}`) },
  'in chunks': {
    head: () => closing('transfer-encoding: chunked'),
    framed: body =>
      Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')]),
  },
};
const unmeasured: Readonly<Record<string, Framing>> = {
  'that ends with the connection': { head: () => closing() },
  'of a server of old': { head: () => 'HTTP/1.0 200 OK\r\n\r\n' },
};

for (const scheme of ['http', 'https'])
  describe(`createPool for ${scheme}`, () => {
    const sockets = new Set<Socket>();
    let answer: (socket: Socket) => void = () => undefined;
    const serve = (socket: Socket) => {
      sockets.add(socket.on('error', () => undefined));
      socket.once('data', () => answer(socket));
    };
    const server = scheme === 'http' ? createServer(serve) : createTlsServer(selfSigned(), serve);
    const agent = new Agent({ factory: createPool, connect: { rejectUnauthorized: false } });

    before(async () => void (await once(server.listen(0, '127.0.0.1'), 'listening')));
    after(async () => {
      await agent.destroy();
      for (const socket of sockets) socket.destroy();
      await once(server.close(), 'close');
    });

    /** Reads an answer only when its connection has had the time to end. */
    async function readLate(
      { head, framed = body => body }: Framing,
      body: Buffer,
      end: (socket: Socket) => void,
      missing = 0,
    ): Promise<Buffer> {
      const sent = framed(body);
      answer = socket => {
        socket.write(head(body));
        socket.write(sent.subarray(0, sent.length - missing), () => end(socket));
      };
      const url = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const { body: stream } = await request(url, { dispatcher: agent });
      for (let turns = 0; turns < 50; turns++) await settle();
      return Buffer.from(await stream.arrayBuffer());
    }

    for (const [what, framing] of Object.entries({ ...measured, ...unmeasured }))
      it(`takes an answer ${what}, however late it is read`, async () => {
        for (const length of lengths) {
          const body = content.subarray(0, length);
          assert.ok((await readLate(framing, body, socket => socket.end())).equals(body), `${length}`);
        }
      });

    const breaks: Readonly<Record<string, (socket: Socket) => void>> = {
      ends: socket => socket.end(),
      // Node can do that to a plain one alone.
      ...(scheme === 'http' && { 'is reset': socket => socket.resetAndDestroy() }),
    };
    for (const [what, framing] of Object.entries(measured))
      for (const [breaking, end] of Object.entries(breaks))
        it(`takes no part of an answer ${what} for all of it when the connection ${breaking}`, async () => {
          for (const length of lengths)
            await assert.rejects(readLate(framing, content.subarray(0, length), end, 9), `${length}`);
        });
  });
