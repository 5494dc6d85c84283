import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { timeLimits } from '../../../src/core/http/timeLimits';
import { testServer } from '../../fakes/httpServer';
import { problemOf, whole, withTransport } from '../../fakes/network';

const long = { connect: 60_000, headers: 60_000, idle: 60_000, total: 60_000 };

describe('time limits', () => {
  const server = testServer();
  const url = () => `${server.origin}/`;
  const get = (address = url()) => ({ method: 'GET', url: address, headers: {} });

  /** Takes connections and never says a word. */
  let silent: Server;
  const sockets: Socket[] = [];
  const silence = () => (silent.address() as AddressInfo).port;
  before(async () => {
    silent = createServer(socket => void sockets.push(socket.on('error', () => undefined))).listen(
      0,
      '127.0.0.1',
    );
    await once(silent, 'listening');
  });
  after(async () => {
    for (const socket of sockets) socket.destroy();
    silent.close();
    await once(silent, 'close');
  });

  it('are 10 seconds for a connection, 30 for what comes over it, and two minutes for a whole answer', () =>
    assert.deepEqual(timeLimits, { connect: 10_000, headers: 30_000, idle: 30_000, total: 120_000 }));

  it('end a connection whose TLS does not come about', async () => {
    const limits = { ...long, connect: 50 };
    const { kind, code } = await withTransport(
      {},
      transport => problemOf(transport.send(get(`https://127.0.0.1:${silence()}/`))),
      limits,
    );
    assert.deepEqual([kind, code], ['timeout', 'UND_ERR_CONNECT_TIMEOUT']);
  });

  it('end a call whose answer does not begin', async () => {
    const limits = { ...long, headers: 50 };
    const { kind, code } = await withTransport(
      {},
      transport => problemOf(transport.send(get(`http://127.0.0.1:${silence()}/`))),
      limits,
    );
    assert.deepEqual([kind, code], ['timeout', 'UND_ERR_HEADERS_TIMEOUT']);
  });

  it('end a call whose answer does not go on', async () => {
    server.answer = (_request, response) => void response.write('abc');
    const limits = { ...long, idle: 50 };
    await withTransport(
      {},
      async transport => {
        const sent = await problemOf(transport.send(get()));
        const streamed = await problemOf(transport.stream(get()).then(({ body }) => whole(body)));
        for (const { kind, code } of [sent, streamed])
          assert.deepEqual([kind, code], ['timeout', 'UND_ERR_BODY_TIMEOUT']);
      },
      limits,
    );
  });

  it('end a call whose answer comes in drips, but not the stream of a file', async () => {
    server.answer = (_request, response) => {
      const drips = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(drips));
    };
    await withTransport(
      {},
      async transport => {
        const { kind, reason } = await problemOf(transport.send(get()));
        assert.deepEqual([kind, reason], ['timeout', 'tooSlow']);
        const stream = await transport.stream(get());
        let drips = 0;
        for await (const { length } of stream.body) if ((drips += length) > 20) break;
        stream.abort();
      },
      { ...long, total: 100 },
    );
  });

  it('do not blame the answer when the caller gave up', async () => {
    server.answer = (_request, response) => void response.write('abc');
    const signal = AbortSignal.timeout(20);
    await withTransport({}, async transport => {
      assert.equal((await problemOf(transport.send(get(), { signal }))).kind, 'cancelled');
    });
  });

  it('let a slow body come that takes longer than any of them', async () => {
    const limits = { connect: 400, headers: 400, idle: 400, total: 60_000 };
    const pause = 20;
    const pieces = 30;
    server.answer = (_request, response) => {
      let sent = 0;
      const timer = setInterval(() => {
        response.write('x');
        if (++sent < pieces) return;
        clearInterval(timer);
        response.end();
      }, pause);
    };
    const start = performance.now();
    const { body } = await withTransport({}, transport => transport.send(get()), limits);
    assert.equal(body.length, pieces);
    assert.ok(performance.now() - start > limits.idle, 'it took longer');
  });

  it('end a tunnel that the proxy does not open, as a fault of the proxy', async () => {
    const { kind, code, reason } = await withTransport(
      { proxy: `http://127.0.0.1:${silence()}` },
      transport => problemOf(transport.send(get('https://cloud.example.com/'))),
      { ...long, headers: 50 },
    );
    assert.deepEqual([kind, code, reason], ['proxy', 'UND_ERR_HEADERS_TIMEOUT', 'proxyDown']);
  });

  it('end a connection to a proxy whose TLS does not come about', async () => {
    const { kind, code } = await withTransport(
      { proxy: `https://localhost:${silence()}` },
      transport => problemOf(transport.send(get('https://cloud.example.com/'))),
      { ...long, connect: 50 },
    );
    assert.deepEqual([kind, code], ['proxy', 'UND_ERR_CONNECT_TIMEOUT']);
  });
});
