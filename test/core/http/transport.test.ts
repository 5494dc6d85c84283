import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { isCloudError, type Problem } from '../../../src/core/errors';
import type { HttpRequest } from '../../../src/core/http/request';
import { createTransport, type NetworkSettings } from '../../../src/core/http/transport';
import { inOurWords } from '../../../src/core/reasons';
import { selfSigned } from '../../fakes/certificate';
import { testServer } from '../../fakes/httpServer';

const direct: NetworkSettings = { noProxy: '', verifyTls: true };

async function problemOf(attempt: Promise<unknown>): Promise<Problem> {
  const error: unknown = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(isCloudError(error), String(error));
  return error.problem;
}

async function whole(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('transport', () => {
  const server = testServer();
  const transport = createTransport(direct);
  after(() => transport.close());

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

  it('does not unpack what was not asked for: a bomb stays small', async () => {
    const packed = gzipSync(Buffer.alloc(1_000_000));
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(packed);
    };
    assert.deepEqual((await transport.send(get())).body, packed);
  });

  for (const status of [204, 301, 302, 307, 404, 429, 500, 503]) {
    it(`takes ${status} for an answer and follows nothing`, async () => {
      server.answer = (_request, response) => {
        response.writeHead(status, { location: `${server.origin}/elsewhere` });
        response.end();
      };
      assert.equal((await transport.send(get('/here'))).status, status);
      assert.equal(server.seen.length, 1);
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

  it('refuses an answer that is too long', async () => {
    server.answer = (_request, response) => void response.end('x'.repeat(1001));
    assert.deepEqual(await problemOf(transport.send(get(), { maxBytes: 1000 })), {
      kind: 'protocol',
      ...inOurWords('tooLarge'),
    });
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
    assert.equal((await problemOf(transport.send(get()))).reason, 'tooLarge');
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

  it('ends calls under way when it is closed', async () => {
    const other = createTransport(direct);
    const waiting = new Promise<void>(resolve => {
      server.answer = () => resolve();
    });
    const problem = problemOf(other.send(get()));
    await waiting;
    await other.close();
    assert.equal((await problem).kind, 'network');
  });
});

describe('transport with a proxy', () => {
  const proxy = testServer();
  const target = testServer();
  const six = testServer('::1');

  const through = async (settings: Partial<NetworkSettings>, url: string) => {
    const transport = createTransport({ ...direct, proxy: proxy.origin, ...settings });
    try {
      return await transport.send({ method: 'GET', url, headers: {} });
    } finally {
      await transport.close();
    }
  };

  it('asks the proxy for every other host', async () => {
    const { kind } = await problemOf(through({}, 'https://cloud.example.com/a?b=c'));
    assert.equal(kind, 'proxy');
    assert.deepEqual(proxy.seen, ['CONNECT cloud.example.com:443 nobody']);
  });

  it('shows the proxy who asks', async () => {
    await problemOf(through({ proxyAuthorization: 'Basic abc' }, 'https://cloud.example.com/'));
    assert.deepEqual(proxy.seen, ['CONNECT cloud.example.com:443 Basic abc']);
  });

  it('reaches loopback without the proxy, all of it', async () => {
    for (const url of [target.origin, six.origin, target.origin.replace('127.0.0.1', 'localhost')]) {
      assert.equal((await through({}, `${url}/`)).status, 200, url);
    }
    assert.deepEqual(proxy.seen, []);
    if (process.platform === 'linux') {
      const other = await problemOf(through({}, `http://127.1.2.3:${target.port}/`));
      assert.deepEqual([other.code, proxy.seen], ['ECONNREFUSED', []]);
    }
  });

  for (const noProxy of ['cloud.example.invalid', '.example.invalid', 'a, cloud.example.invalid', '*']) {
    it(`reaches the hosts of “${noProxy}” without the proxy`, async () => {
      const { kind } = await problemOf(through({ noProxy }, 'https://cloud.example.invalid/'));
      assert.equal(kind, 'network');
      assert.deepEqual(proxy.seen, []);
    });
  }

  it('does not look at the environment by itself', async () => {
    const before = process.env['HTTPS_PROXY'];
    process.env['HTTPS_PROXY'] = proxy.origin;
    try {
      await problemOf(through({ proxy: undefined }, 'https://cloud.example.invalid/'));
      assert.deepEqual(proxy.seen, []);
    } finally {
      if (before === undefined) delete process.env['HTTPS_PROXY'];
      else process.env['HTTPS_PROXY'] = before;
    }
  });

  it('says that a proxy cannot be used, without its password', async () => {
    for (const address of ['nonsense', 'ftp://user:planted@proxy', 'proxy.example.com:8080']) {
      const problem = await problemOf(through({ proxy: address }, 'https://cloud.example.com/'));
      assert.deepEqual(problem, { kind: 'proxy', ...inOurWords('proxyAddress') });
    }
  });

  it('says that the proxy is down', async () => {
    const { kind } = await problemOf(through({ proxy: 'http://127.0.0.1:1' }, 'https://cloud.example.com/'));
    assert.equal(kind, 'network');
  });
});

describe('transport over TLS', () => {
  const { key, cert } = selfSigned();
  const server = createServer({ key, cert }, (_request, response) => response.end('secret'));
  before(() => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve)));
  after(() => new Promise(resolve => server.close(resolve)));

  const get = async (settings: Partial<NetworkSettings>, host = '127.0.0.1') => {
    const transport = createTransport({ ...direct, ...settings });
    const { port } = server.address() as AddressInfo;
    try {
      const { body } = await transport.send({ method: 'GET', url: `https://${host}:${port}/`, headers: {} });
      return body.toString();
    } finally {
      await transport.close();
    }
  };

  it('refuses a certificate that nobody vouches for', async () => {
    const { kind, code } = await problemOf(get({}));
    assert.deepEqual([kind, code], ['tls', 'DEPTH_ZERO_SELF_SIGNED_CERT']);
  });

  it('trusts the certificates it is given', async () =>
    assert.equal(await get({ certificates: [cert] }), 'secret'));

  it('trusts a certificate for its own host alone', async () => {
    const { kind, code } = await problemOf(get({ certificates: [cert] }, 'localhost'));
    assert.deepEqual([kind, code], ['tls', 'ERR_TLS_CERT_ALTNAME_INVALID']);
  });

  it('looks at no certificate when the user has said so', async () =>
    assert.equal(await get({ verifyTls: false }), 'secret'));
});

describe('transport over TLS with a certificate that has expired', () => {
  const { key, cert } = selfSigned('210101000000Z');
  const server = createServer({ key, cert }, (_request, response) => response.end());
  before(() => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve)));
  after(() => new Promise(resolve => server.close(resolve)));

  it('refuses it', async () => {
    const transport = createTransport({ ...direct, certificates: [cert] });
    const { port } = server.address() as AddressInfo;
    const url = `https://127.0.0.1:${port}/`;
    const { kind, code } = await problemOf(transport.send({ method: 'GET', url, headers: {} }));
    await transport.close();
    assert.deepEqual([kind, code], ['tls', 'CERT_HAS_EXPIRED']);
  });
});
