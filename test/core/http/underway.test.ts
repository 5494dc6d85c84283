import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createTransport } from '../../../src/core/http/transport';
import { direct, problemOf, whole, withTransport } from '../../fakes/network';

describe('connections', () => {
  let server: Server;
  let sockets: Socket[];
  let answer: (response: ServerResponse) => void;

  beforeEach(async () => {
    sockets = [];
    answer = response => void response.end('ok');
    server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
    server.on('connection', socket => void sockets.push(socket));
    await once(server, 'listening');
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const get = () => {
    const { port } = server.address() as AddressInfo;
    return { method: 'GET', url: `http://127.0.0.1:${port}/`, headers: {} };
  };
  /** The answer to a call, to be ended by the test, once the call has arrived. */
  const arrival = () => new Promise<ServerResponse>(resolve => void (answer = resolve));

  it('are kept: calls one after another share one', () =>
    withTransport({}, async transport => {
      for (let call = 0; call < 20; call++) await transport.send(get());
      await whole((await transport.stream(get())).body);
      assert.equal(sockets.length, 1);
    }));

  it('that the server closes while they are idle are replaced', () =>
    withTransport({}, async transport => {
      await transport.send(get());
      const [idle] = sockets;
      assert.ok(idle);
      const gone = once(idle, 'close');
      server.closeIdleConnections();
      await gone;
      assert.equal((await transport.send(get())).status, 200);
      assert.equal(sockets.length, 2);
    }));

  it('are there for many calls at once', () =>
    withTransport({}, async transport => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => transport.send(get())));
      assert.ok(answers.every(({ status }) => status === 200));
    }));

  it('let what is under way end when they are closed, and take nothing new', async () => {
    const transport = createTransport(direct);
    const arrived = arrival();
    const sent = transport.send(get());
    const response = await arrived;
    const closed = transport.close();
    const { kind, code } = await problemOf(transport.send(get()));
    assert.deepEqual([kind, code], ['network', 'UND_ERR_CLOSED']);
    response.end('whole');
    assert.equal((await sent).body.toString(), 'whole');
    await closed;
  });

  it('let a download end when they are closed', async () => {
    const transport = createTransport(direct);
    const arrived = arrival();
    const streaming = transport.stream(get());
    const response = await arrived;
    response.write('first, ');
    const { body } = await streaming;
    const closed = transport.close();
    response.end('second');
    assert.equal((await whole(body)).toString(), 'first, second');
    await closed;
  });

  it('are closed when an answer whose rest nobody wants was dropped', async () => {
    const transport = createTransport(direct);
    const arrived = arrival();
    const streaming = transport.stream(get());
    (await arrived).write('first');
    const closed = transport.close();
    (await streaming).abort();
    await closed;
  });

  it('are closed after calls that failed and calls that were cancelled', async () => {
    const transport = createTransport(direct);
    await problemOf(transport.send({ ...get(), url: 'http://127.0.0.1:1/' }));
    await problemOf(transport.send(get(), { signal: AbortSignal.abort() }));
    await transport.send(get());
    await transport.close();
  });

  it('end with what is under way when they are destroyed', async () => {
    const transport = createTransport(direct);
    const arrived = arrival();
    const problem = problemOf(transport.send(get()));
    await arrived;
    await transport.destroy();
    assert.equal((await problem).kind, 'network');
  });

  it('may be destroyed while they close', async () => {
    const transport = createTransport(direct);
    const arrived = arrival();
    const problem = problemOf(transport.send(get()));
    await arrived;
    const closed = transport.close();
    await transport.destroy();
    assert.equal((await problem).kind, 'network');
    await closed;
  });
});
