import assert from 'node:assert/strict';
import type { HttpRequest } from '../../../src/core/http/request';
import { createTransport } from '../../../src/core/http/transport';
import { inOurWords } from '../../../src/core/reasons';
import { testServer } from '../../fakes/httpServer';
import { direct, problemOf, whole } from '../../fakes/network';

const tooLarge = { kind: 'protocol', ...inOurWords('tooLarge') };

describe('transport', () => {
  const server = testServer();
  const elsewhere = testServer();
  const transport = createTransport(direct);
  after(() => transport.destroy());

  const get = (path = '/', more: Partial<HttpRequest> = {}): HttpRequest => ({
    method: 'GET',
    url: server.origin + path,
    headers: {},
    ...more,
  });

  it('sends method, path, query, headers and body as they are', async () => {
    let seen: unknown;
    server.answer = (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url, headers } = request;
        seen = [method, url, headers['x-a'], headers.host, Buffer.concat(chunks).toString()];
        response.end();
      });
    };
    const path = '/a%2Fb/%E4%BA%92?x=%2A&y=a+b&empty=&q=!()';
    await transport.send(get(path, { method: 'POST', headers: { 'x-a': '1' }, body: '{"互":1}' }));
    assert.deepEqual(seen, ['POST', path, '1', new URL(server.origin).host, '{"互":1}']);
  });

  it('asks for a body as it is, unless the caller says otherwise', async () => {
    const asked: unknown[] = [];
    server.answer = (request, response) => {
      asked.push(request.headers['accept-encoding']);
      response.end();
    };
    await transport.send(get());
    await transport.send(get('/', { headers: { 'accept-encoding': 'gzip' } }));
    assert.deepEqual(asked, ['identity', 'gzip']);
  });

  it('answers status, headers and body; repeated headers are joined', async () => {
    server.answer = (_request, response) => {
      response.writeHead(418, { 'X-One': 'a', 'X-Two': ['b', 'c'] });
      response.end(Buffer.from([0, 255, 10]));
    };
    const { status, headers, body } = await transport.send(get());
    assert.deepEqual([status, headers['x-one'], headers['x-two']], [418, 'a', 'b, c']);
    assert.deepEqual(body, Buffer.from([0, 255, 10]));
  });

  for (const status of [204, 300, 301, 302, 303, 307, 308, 404, 429, 500, 503]) {
    it(`takes ${status} for an answer and follows nothing`, async () => {
      server.answer = (_request, response) => {
        response.writeHead(status, { location: `${elsewhere.origin}/elsewhere` });
        response.end();
      };
      const authorization = { headers: { authorization: 'planted' } };
      assert.equal((await transport.send(get('/here', authorization))).status, status);
      assert.equal((await transport.stream(get('/here', authorization))).status, status);
      assert.deepEqual([server.seen.length, elsewhere.seen.length], [2, 0]);
    });
  }

  it('takes a header of 60 kB, as Huawei’s tokens may be', async () => {
    const token = 'M'.repeat(60 * 1024);
    server.answer = (_request, response) => {
      response.writeHead(201, { 'x-subject-token': token });
      response.end();
    };
    assert.equal((await transport.send(get())).headers['x-subject-token'], token);
  });

  it('refuses headers without end', async () => {
    server.answer = (_request, response) => {
      response.writeHead(200, { 'x-big': 'M'.repeat(200 * 1024) });
      response.end();
    };
    assert.equal((await problemOf(transport.send(get()))).kind, 'protocol');
  });

  it('takes an answer as long as the caller says, and not longer', async () => {
    server.answer = (_request, response) => void response.end('x'.repeat(1001));
    assert.deepEqual(await problemOf(transport.send(get(), { maxBytes: 1000 })), tooLarge);
    server.answer = (_request, response) => void response.end('x'.repeat(1000));
    assert.equal((await transport.send(get(), { maxBytes: 1000 })).body.length, 1000);
  });

  it('takes 32 MB and not more when nobody says how much', async () => {
    let sent = 0;
    server.answer = (_request, response) => {
      const chunk = Buffer.alloc(1024 * 1024);
      const more = (): void => {
        if (response.destroyed || sent > 200) return;
        sent++;
        response.write(chunk, more);
      };
      more();
    };
    assert.deepEqual(await problemOf(transport.send(get())), tooLarge);
    assert.ok(sent < 100, 'the connection was dropped');
  });

  it('calls a connection that is refused a fault of the network', async () => {
    const closed = new URL(server.origin);
    closed.port = '1';
    const { kind, code } = await problemOf(transport.send(get('/', { url: closed.href })));
    assert.deepEqual([kind, code], ['network', 'ECONNREFUSED']);
  });

  for (const [what, answer] of [
    ['before its head', ''],
    ['in its head', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['in its body', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc'],
    ['in a piece', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab'],
  ] as const) {
    it(`calls an answer that breaks off ${what} a fault of the network`, async () => {
      server.answer = request => void request.socket.end(answer);
      assert.equal((await problemOf(transport.send(get()))).kind, 'network');
    });
  }

  it('calls what is no HTTP a fault of the protocol', async () => {
    server.answer = request => void request.socket.write('SSH-2.0-OpenSSH\r\n');
    assert.equal((await problemOf(transport.send(get()))).kind, 'protocol');
  });

  it('calls a host that speaks no TLS a fault of TLS', async () => {
    const { kind } = await problemOf(
      transport.send(get('/', { url: server.origin.replace('http:', 'https:') })),
    );
    assert.equal(kind, 'tls');
  });

  describe('that is cancelled', () => {
    it('sends nothing when it was cancelled before', async () => {
      const signal = AbortSignal.abort();
      assert.equal((await problemOf(transport.send(get(), { signal }))).kind, 'cancelled');
      assert.deepEqual(server.seen, []);
    });

    it('drops the connection while it waits', async () => {
      const controller = new AbortController();
      const closed = new Promise<void>(resolve => {
        server.answer = request => {
          request.socket.once('close', resolve);
          controller.abort();
        };
      });
      const { kind, code } = await problemOf(transport.send(get(), { signal: controller.signal }));
      assert.equal(kind, 'cancelled');
      assert.ok(code === undefined || typeof code === 'string');
      await closed;
    });

    it('drops the connection in the middle of a body', async () => {
      const controller = new AbortController();
      server.answer = (_request, response) => void response.write('abc');
      const stream = await transport.stream(get(), { signal: controller.signal });
      const reading = problemOf(
        (async () => {
          for await (const chunk of stream.body) {
            assert.equal(chunk.toString(), 'abc');
            controller.abort();
          }
        })(),
      );
      assert.equal((await reading).kind, 'cancelled');
    });
  });

  describe('of streams', () => {
    it('hands on the head before the body is there', async () => {
      let go: () => void = () => undefined;
      server.answer = (_request, response) => {
        response.writeHead(200, { 'content-length': '6' });
        response.write('abc');
        go = () => void response.end('def');
      };
      const stream = await transport.stream(get());
      assert.deepEqual([stream.status, stream.headers['content-length']], [200, '6']);
      go();
      assert.equal((await whole(stream.body)).toString(), 'abcdef');
    });

    it('have no limit of their own, but keep one that is given', async () => {
      server.answer = (_request, response) => void response.end('x'.repeat(5000));
      assert.equal((await whole((await transport.stream(get())).body)).length, 5000);
      const limited = await transport.stream(get(), { maxBytes: 100 });
      assert.equal((await problemOf(whole(limited.body))).kind, 'protocol');
    });

    it('call a body that breaks off a fault of the network', async () => {
      server.answer = (request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('abc', () => request.socket.destroy());
      };
      const stream = await transport.stream(get());
      assert.equal((await problemOf(whole(stream.body))).kind, 'network');
    });

    it('drop the connection when they are not wanted any more', async () => {
      const closed = new Promise<void>(resolve => {
        server.answer = (request, response) => {
          request.socket.once('close', resolve);
          response.write('abc');
        };
      });
      (await transport.stream(get())).abort();
      await closed;
    });
  });
});
