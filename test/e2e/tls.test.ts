import assert from 'node:assert/strict';
import { alibaba } from '../../src/clouds/alibaba';
import type { Problem } from '../../src/core/errors';
import { problemText } from '../../src/view/errorText';
import { authority, selfSigned, type Identity } from '../fakes/certificate';
import { inApp, type App } from '../harness/app';
import { ProxyProcess } from '../harness/proxyProcess';
import { tlsFront } from '../harness/tlsFront';
import { scripted } from '../harness/worlds';

const hosts = ['cdn.example.com'];
const ours = authority();
const theirs = authority('Unknown Authority');
const good = ours.issue(hosts);

describe('Clouds over TLS', () => {
  let proxy: ProxyProcess;
  before(async () => void (proxy = await ProxyProcess.start()));
  after(() => proxy.stop());

  /** The problem of an account whose cloud has this certificate, if any, and how many tasks it has. */
  async function read(
    app: App,
    identity: Identity,
    origin = (port: number) => `https://cdn.example.com:${port}`,
  ): Promise<{ problem: Problem | undefined; tasks: number; calls: number }> {
    const server = await app.simulate(alibaba, { tasks: [scripted('cdn', '1', app.now)] });
    const front = await tlsFront(identity, server.origin);
    try {
      const endpoints = { ...server.endpoints, cdn: origin(front.port) };
      const account = await app.add({ ...server, endpoints }, { services: ['cdn'] });
      const [place] = app.places(account);
      return { problem: place?.problem, tasks: app.tasks(account).length, calls: server.requests.length };
    } finally {
      await front.close();
    }
  }

  const trusting = () => ({ proxy: proxy.origin, certificates: [ours.cert] });

  it(
    'are read when an authority that is trusted vouches for them',
    inApp(
      async app => assert.deepEqual(await read(app, good), { problem: undefined, tasks: 1, calls: 1 }),
      trusting,
    ),
  );

  for (const [what, identity, code, words, settings] of [
    [
      'nobody knows the authority',
      good,
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      /first certificate/,
      () => ({ proxy: proxy.origin }),
    ],
    [
      'another authority of the kind is known',
      theirs.issue(hosts),
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      /first certificate/,
      trusting,
    ],
    [
      'it vouches for itself',
      selfSigned(),
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      /self-signed certificate/,
      trusting,
    ],
    [
      'it is for another host',
      ours.issue(['oss.example.com']),
      'ERR_TLS_CERT_ALTNAME_INVALID',
      /altnames/,
      trusting,
    ],
    [
      'it has expired',
      ours.issue(hosts, '210101000000Z'),
      'CERT_HAS_EXPIRED',
      /certificate has expired/,
      trusting,
    ],
  ] as const) {
    it(
      `are not read, and send nothing, when ${what}`,
      inApp(async app => {
        const { problem, tasks, calls } = await read(app, identity);
        assert.ok(problem);
        assert.deepEqual([problem.kind, problem.code, tasks, calls], ['tls', code, 0, 0]);
        assert.match(problem.message, words);
        const text = problemText(problem, { account: 'mine', service: 'CDN' });
        assert.match(
          text,
          /^mine, CDN: the server’s certificate is not trusted \(.*\)\. Add the authority’s certificate to the system/,
        );
        assert.doesNotMatch(text, /[\r\n]|openssl|\.c:/i);
      }, settings),
    );
    it(
      `are read when ${what} and the user has turned the check off`,
      inApp(
        async app => assert.equal((await read(app, identity)).tasks, 1),
        () => ({ ...settings(), verifyTls: false }),
      ),
    );
  }

  it(
    'are looked at in the same way without a proxy',
    inApp(
      async app => {
        const at = (port: number) => `https://localhost:${port}`;
        assert.equal((await read(app, ours.issue(['localhost']), at)).tasks, 1);
        const { problem, calls } = await read(app, good, at);
        assert.deepEqual([problem?.code, calls], ['ERR_TLS_CERT_ALTNAME_INVALID', 0]);
      },
      () => ({ certificates: [ours.cert] }),
    ),
  );
});
