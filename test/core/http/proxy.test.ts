import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { HttpRequest } from '../../../src/core/http/request';
import type { NetworkSettings } from '../../../src/core/http/networkSettings';
import { inOurWords } from '../../../src/core/reasons';
import { testServer } from '../../fakes/httpServer';
import { problemOf, withTransport } from '../../fakes/network';

describe('a proxy', () => {
  const proxy = testServer();
  const target = testServer();
  const six = testServer('::1');
  const cloud = 'https://cloud.example.com/a?b=c';

  const through = (settings: Partial<NetworkSettings>, url: string, more: Partial<HttpRequest> = {}) =>
    withTransport({ proxy: proxy.origin, ...settings }, transport =>
      transport.send({ method: 'GET', url, headers: {}, ...more }),
    );

  it('is asked for a tunnel to every other host', async () => {
    const problem = await problemOf(through({}, cloud));
    assert.deepEqual(problem, {
      kind: 'proxy',
      status: 407,
      code: 'HTTP 407',
      ...inOurWords('proxyCredential'),
    });
    assert.deepEqual(proxy.seen, ['CONNECT cloud.example.com:443 nobody']);
  });

  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  for (const [what, settings, expected] of [
    ['the authorization that is set', { proxyAuthorization: 'Bearer abc' }, 'Bearer abc'],
    ['the credential in its address', { proxy: 'me:p%40ss%3A%E4%BA%92@' }, basic('me:p@ss:互')],
    ['a user name alone', { proxy: 'me@' }, basic('me:')],
    [
      'the authorization before the credential',
      { proxy: 'me:pw@', proxyAuthorization: 'Bearer x' },
      'Bearer x',
    ],
  ] as const) {
    it(`is shown ${what}`, async () => {
      const address = proxy.origin.replace('//', `//${'proxy' in settings ? settings.proxy : ''}`);
      await problemOf(through({ ...settings, proxy: address }, cloud));
      assert.deepEqual(proxy.seen, [`CONNECT cloud.example.com:443 ${expected}`]);
    });
  }

  it('does an http request itself, and is shown the credential only then', async () => {
    let seen: unknown;
    proxy.answer = ({ method, url, headers }, response) => {
      seen = [method, url, headers.host, headers['proxy-authorization'], headers['x-a']];
      response.end('from the proxy');
    };
    const settings = { proxyAuthorization: 'Bearer abc' };
    const url = 'http://cloud.example.com:8080/a%2F?b=c';
    const { body } = await through(settings, url, { method: 'POST', headers: { 'x-a': '1' }, body: 'x' });
    assert.equal(body.toString(), 'from the proxy');
    assert.deepEqual(seen, ['POST', url, 'cloud.example.com:8080', 'Bearer abc', '1']);
  });

  it('that is down is told as such for an http request too', async () => {
    const problem = await problemOf(through({ proxy: 'http://127.0.0.1:1' }, 'http://cloud.example.com/'));
    assert.deepEqual(problem, { kind: 'proxy', code: 'ECONNREFUSED', ...inOurWords('proxyDown') });
  });

  it('that wants a credential for an http request is told as such', async () => {
    proxy.answer = (_request, response) => void response.writeHead(407).end();
    const { kind, status } = await problemOf(through({}, 'http://cloud.example.com/'));
    assert.deepEqual([kind, status], ['proxy', 407]);
  });

  it('is not in the way to loopback, all of it', async () => {
    for (const url of [target.origin, six.origin, target.origin.replace('127.0.0.1', 'localhost')])
      assert.equal((await through({}, `${url}/`)).status, 200, url);
    assert.deepEqual(proxy.seen, []);
    if (process.platform === 'linux') {
      const other = await problemOf(through({}, `http://127.1.2.3:${target.port}/`));
      assert.deepEqual([other.code, proxy.seen], ['ECONNREFUSED', []]);
    }
  });

  for (const noProxy of ['cloud.example.invalid', '.example.invalid', 'a, cloud.example.invalid', '*']) {
    it(`is not in the way to the hosts of “${noProxy}”`, async () => {
      const { kind } = await problemOf(through({ noProxy }, 'https://cloud.example.invalid/'));
      assert.equal(kind, 'network');
      assert.deepEqual(proxy.seen, []);
    });
  }

  it('is not looked for in the environment', async () => {
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

  for (const address of [
    'http://',
    'ftp://user:planted@proxy',
    'socks5://user:planted@127.0.0.1:1080',
    'http://proxy:99999',
  ]) {
    it(`cannot be used at “${address}”, and says so without its password`, async () => {
      const problem = await problemOf(through({ proxy: address }, cloud));
      assert.deepEqual(problem, { kind: 'proxy', ...inOurWords('proxyAddress') });
    });
  }

  for (const [what, address, code] of [
    ['refuses', 'http://planted-user:planted-password@127.0.0.1:1', 'ECONNREFUSED'],
    ['is unknown', 'http://planted-user:planted-password@proxy.invalid:3128', 'ENOTFOUND'],
  ] as const) {
    it(`is told to be down when its address ${what}`, async () =>
      assert.deepEqual(await problemOf(through({ proxy: address }, cloud)), {
        kind: 'proxy',
        code,
        ...inOurWords('proxyDown'),
      }));
  }

  describe('that answers with something else', () => {
    let odd: Server;
    let calls: number;
    let answer: (socket: Socket) => void;
    beforeEach(async () => {
      calls = 0;
      odd = createServer(socket => {
        socket.on('error', () => undefined);
        socket.once('data', () => {
          calls++;
          answer(socket);
        });
      }).listen(0, '127.0.0.1');
      await once(odd, 'listening');
    });
    afterEach(async () => {
      odd.close();
      await once(odd, 'close');
    });

    for (const [what, reply, expected] of [
      ['nothing', '', ['proxy', undefined, 'UND_ERR_SOCKET']],
      ['no HTTP', 'SSH-2.0-OpenSSH\r\n', ['proxy', undefined, 'HTTPParserError']],
      ['403', 'HTTP/1.1 403 Forbidden\r\ncontent-length: 6\r\n\r\ndenied', ['proxy', 403, 'HTTP 403']],
      ['502', 'HTTP/1.1 502 Bad Gateway\r\n\r\n', ['proxy', 502, 'HTTP 502']],
      ['504', 'HTTP/1.1 504 Gateway Timeout\r\n\r\n', ['proxy', 504, 'HTTP 504']],
    ] as const) {
      it(`is asked once: ${what}`, async () => {
        answer = socket => void socket.end(reply);
        const { port } = odd.address() as AddressInfo;
        const problem = await problemOf(through({ proxy: `http://127.0.0.1:${port}` }, cloud));
        assert.deepEqual([problem.kind, problem.status, problem.code], expected);
        assert.equal(calls, 1);
      });
    }
  });

  it('that cannot be used is no matter for who does not go through it', async () => {
    target.answer = (_request, response) => void response.end('there');
    for (const address of ['socks5://127.0.0.1:1080', 'http://proxy:99999']) {
      const { body } = await through({ proxy: address }, target.origin);
      assert.equal(body.toString(), 'there');
      assert.equal((await problemOf(through({ proxy: address }, cloud))).reason, 'proxyAddress');
    }
  });

  it('is one of HTTP when its address does not say, and may have a percent sign in its password', async () => {
    const { host } = new URL(proxy.origin);
    await problemOf(through({ proxy: host }, cloud));
    await problemOf(through({ proxy: `http://me:100%25%zz@${host}` }, cloud));
    assert.deepEqual(proxy.seen, [
      'CONNECT cloud.example.com:443 nobody',
      `CONNECT cloud.example.com:443 ${basic('me:100%25%zz')}`,
    ]);
  });

  it('is of no account to a call that was cancelled', async () => {
    const problem = withTransport({ proxy: 'http://127.0.0.1:1' }, transport =>
      transport.send({ method: 'GET', url: cloud, headers: {} }, { signal: AbortSignal.abort() }),
    );
    assert.equal((await problemOf(problem)).kind, 'cancelled');
  });
});
