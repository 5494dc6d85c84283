import assert from 'node:assert/strict';
import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib';
import { inOurWords } from '../../../src/core/reasons';
import type { HttpRequest } from '../../../src/core/http/request';
import { createTransport } from '../../../src/core/http/transport';
import { testServer } from '../../fakes/httpServer';
import { direct, problemOf, whole } from '../../fakes/network';

const MB = 1024 * 1024;
const tooLarge = { kind: 'protocol', ...inOurWords('tooLarge') };
const badEncoding = { kind: 'protocol', ...inOurWords('badEncoding') };

describe('bodies with a Content-Encoding', () => {
  const server = testServer();
  const transport = createTransport(direct);
  after(() => transport.destroy());

  const get = (more: Partial<HttpRequest> = {}): HttpRequest => ({
    method: 'GET',
    url: `${server.origin}/`,
    headers: {},
    ...more,
  });
  const answer = (body: Buffer, encoding?: string): void => {
    server.answer = (_request, response) => {
      response.writeHead(200, { ...(encoding !== undefined && { 'content-encoding': encoding }) });
      response.end(body);
    };
  };

  const text = Buffer.from(JSON.stringify({ tasks: ['互联网', 'x'.repeat(100_000)] }));
  for (const [encoding, packed] of [
    ['gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', text],
    ['', text],
  ] as const) {
    it(`are read through “${encoding}”, though nobody asked for it`, async () => {
      answer(packed, encoding);
      assert.deepEqual((await transport.send(get())).body, text);
    });
  }

  it('stay as they are in an encoding that nobody knows', async () => {
    answer(text, 'zebra');
    const { body, headers } = await transport.send(get());
    assert.deepEqual([body, headers['content-encoding']], [text, 'zebra']);
  });

  it('stay as they come for a stream: ranges and checksums speak of those bytes', async () => {
    const packed = gzipSync(text);
    answer(packed, 'gzip');
    assert.deepEqual(await whole((await transport.stream(get())).body), packed);
  });

  for (const [encoding, bomb] of [
    ['gzip', gzipSync(Buffer.alloc(33 * MB))],
    ['deflate', deflateSync(Buffer.alloc(33 * MB))],
    ['br', brotliCompressSync(Buffer.alloc(33 * MB))],
  ] as const) {
    it(`that are small and unpack to more than 32 MB are refused: ${encoding}`, async () => {
      assert.ok(bomb.length < 100_000);
      answer(bomb, encoding);
      assert.deepEqual(await problemOf(transport.send(get())), tooLarge);
    });
  }

  it('that unpack without end are dropped early, not held', async () => {
    let sent = 0;
    const dropped = new Promise<void>(resolve => {
      server.answer = (request, response) => {
        request.socket.once('close', () => resolve());
        response.writeHead(200, { 'content-encoding': 'gzip' });
        const bomb = createGzip();
        bomb.on('data', (chunk: Buffer) => void (sent += chunk.length)).pipe(response);
        const zeros = Buffer.alloc(MB);
        const more = (): void => void (response.destroyed || bomb.write(zeros, more));
        more();
      };
    });
    const before = process.memoryUsage().arrayBuffers;
    assert.deepEqual(await problemOf(transport.send(get())), tooLarge);
    const held = process.memoryUsage().arrayBuffers - before;
    await dropped;
    assert.ok(held < 64 * MB, `${held} bytes are held`);
    assert.ok(sent < 2 * MB, `${sent} bytes were sent`);
  });

  it('that are compressed and long, but unpack to little, have the limit too', async () => {
    // A gzip member of nothing, again and again.
    answer(Buffer.concat(Array.from({ length: 100 }, () => gzipSync(''))), 'gzip');
    assert.deepEqual(await problemOf(transport.send(get(), { maxBytes: 1000 })), tooLarge);
  });

  for (const [what, body, encoding] of [
    ['is cut', gzipSync(text).subarray(0, 50), 'gzip'],
    ['is damaged', Buffer.concat([gzipSync(text).subarray(0, 20), Buffer.alloc(100, 7)]), 'gzip'],
    ['is not compressed at all', text, 'gzip'],
    ['is not compressed at all', text, 'br'],
    ['has a wrong checksum', Buffer.concat([gzipSync(text).subarray(0, -8), Buffer.alloc(8)]), 'gzip'],
  ] as const) {
    it(`whose compressed data ${what} are a fault of the protocol: ${encoding}`, async () => {
      answer(body, encoding);
      assert.deepEqual(await problemOf(transport.send(get())), badEncoding);
    });
  }

  it('that break off while they are unpacked are a fault of the network', async () => {
    server.answer = (request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': '100000' });
      response.write(gzipSync(text).subarray(0, 30), () => request.socket.destroy());
    };
    assert.equal((await problemOf(transport.send(get()))).kind, 'network');
  });

  it('of an answer to HEAD are empty, whatever its headers say', async () => {
    answer(Buffer.alloc(0), 'gzip');
    const { status, body } = await transport.send(get({ method: 'HEAD' }));
    assert.deepEqual([status, body.length], [200, 0]);
  });
});
