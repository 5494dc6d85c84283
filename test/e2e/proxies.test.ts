import assert from 'node:assert/strict';
import { clouds } from '../../src/clouds';
import { alibaba } from '../../src/clouds/alibaba';
import type { Account } from '../../src/core/account';
import type { Cloud } from '../../src/core/cloud';
import type { Problem } from '../../src/core/errors';
import { inOurWords } from '../../src/core/reasons';
import { problemText } from '../../src/view/errorText';
import { authority } from '../fakes/certificate';
import { inApp, type App, type PretendCloud } from '../harness/app';
import { ProxyProcess } from '../harness/proxyProcess';
import { scripted } from '../harness/worlds';
import { tlsFront, type TlsFront } from '../harness/tlsFront';

const credential = { user: 'planted-user', password: 'planted:päss/w%rd' };
const userInfo = `${credential.user}:${encodeURIComponent(credential.password)}`;
const basic = `Basic ${Buffer.from(`${credential.user}:${credential.password}`).toString('base64')}`;
const nowhere = 'http://127.0.0.1:1';

describe('Clouds behind a proxy', () => {
  const ours = authority();
  const identity = ours.issue(['*.example.com']);
  const certificates = [ours.cert];
  const open: { stop(): Promise<void> }[] = [];
  let proxy: ProxyProcess;
  let guarded: ProxyProcess;

  before(async () => {
    proxy = await ProxyProcess.start();
    guarded = await ProxyProcess.start({ credential });
    open.push(proxy, guarded);
  });
  beforeEach(() => proxy.seen());
  after(() => Promise.all(open.map(running => running.stop())));

  /** Hosts that resolve nowhere but at the proxy, with TLS before the simulator. */
  async function behindTls(
    app: App,
    cloud: Cloud,
    story: (at: PretendCloud, front: TlsFront) => Promise<void>,
  ): Promise<void> {
    const server = await app.simulate(cloud, { tasks: tasksOf(cloud, app.now) });
    const front = await tlsFront(identity, server.origin);
    const endpoints = Object.fromEntries(
      Object.keys(server.endpoints).map(key => [key, `https://${hostOf(key)}:${front.port}`]),
    );
    try {
      await story({ ...server, endpoints }, front);
    } finally {
      await front.close();
    }
  }

  const hostOf = (key: string): string => `${key.toLowerCase()}.example.com`;
  const tasksOf = ({ services }: Cloud, now: number) => services.map(({ id }) => scripted(id, '1', now));
  const problems = (app: App, account: Account): (Problem | undefined)[] =>
    app.places(account).map(({ problem }) => problem);

  for (const cloud of clouds) {
    it(
      `are read through its tunnels: ${cloud.id}`,
      inApp(
        app =>
          behindTls(app, cloud, async (at, front) => {
            const account = await app.add(at);
            assert.deepEqual(problems(app, account).filter(Boolean), []);
            assert.equal(app.tasks(account).length, cloud.services.length);
            const expected = Object.keys(at.endpoints).map(key => `CONNECT ${hostOf(key)}:${front.port}`);
            const seen = new Set(await proxy.seen());
            for (const tunnel of seen) assert.ok(expected.includes(tunnel), tunnel);
            assert.ok(seen.size > 0);
          }),
        () => ({ proxy: proxy.origin, certificates }),
      ),
    );
  }

  it(
    'are reached past it where the exceptions say so, and on loopback',
    inApp(
      async app => {
        const server = await app.simulate(alibaba);
        await app.add(server);
        assert.ok(server.requests.length > 0);
        await behindTls(app, alibaba, async at => {
          const account = await app.add(at, { services: ['cdn'] });
          assert.equal(problems(app, account)[0]?.kind, 'network', 'nobody else knows this host');
        });
        assert.deepEqual(await proxy.seen(), []);
      },
      () => ({ proxy: proxy.origin, noProxy: 'example.com' }),
    ),
  );

  for (const [where, settings] of [
    ['the address of the proxy', () => ({ proxy: `http://${userInfo}@${guarded.host}` })],
    ['the authorization that is set', () => ({ proxy: guarded.origin, proxyAuthorization: basic })],
  ] as const) {
    it(
      `are read with the credential in ${where}`,
      inApp(
        app =>
          behindTls(app, alibaba, async at => {
            const account = await app.add(at, { services: ['cdn'] });
            assert.deepEqual(problems(app, account), [undefined]);
            assert.equal(app.tasks(account).length, 1);
          }),
        () => ({ ...settings(), certificates }),
      ),
    );
  }

  /** What the user gets to see of an account whose calls do not get through the proxy, and all that was logged. */
  const refused = (expected: Problem, settings: () => { proxy: string; proxyAuthorization?: string }) =>
    inApp(
      app =>
        behindTls(app, alibaba, async at => {
          const account = await app.add(at, { services: ['cdn'] });
          const [problem] = problems(app, account);
          assert.ok(problem);
          const { cloud, service, region, ...rest } = problem;
          assert.deepEqual([{ ...rest }, cloud, service, region], [expected, 'alibaba', 'cdn', undefined]);
          const said = [problemText(problem, { account: 'mine' }), ...app.log.lines].join('\n');
          for (const secret of [credential.user, credential.password, basic, 'wrong-', userInfo])
            assert.ok(!said.includes(secret), secret);
          assert.match(said, /Check the settings “http\.proxy” and “http\.proxyAuthorization”\./);
          assert.equal(at.requests.length, 0);
        }),
      () => ({ ...settings(), certificates }),
    );

  const wrong = { kind: 'proxy', status: 407, code: 'HTTP 407', ...inOurWords('proxyCredential') } as const;
  it(
    'say that it asks for a credential',
    refused(wrong, () => ({ proxy: guarded.origin })),
  );
  it(
    'say that its credential is wrong',
    refused(wrong, () => ({ proxy: `http://${credential.user}:wrong-password@${guarded.host}` })),
  );
  it(
    'say that its authorization is wrong',
    refused(wrong, () => ({ proxy: guarded.origin, proxyAuthorization: 'Basic wrong-' })),
  );

  for (const status of [403, 502, 504]) {
    it(`say that it refuses with ${status}`, async () => {
      const refusing = await ProxyProcess.start({ refusal: status });
      open.push(refusing);
      const expected: Problem = {
        kind: 'proxy',
        status,
        code: `HTTP ${status}`,
        ...inOurWords('proxyRefusal'),
      };
      await refused(expected, () => ({ proxy: `http://${userInfo}@${refusing.host}` }))();
    });
  }

  const down = (code: string): Problem => ({ kind: 'proxy', code, ...inOurWords('proxyDown') });
  it(
    'say that nobody listens at its address',
    refused(down('ECONNREFUSED'), () => ({ proxy: nowhere.replace('//', `//${userInfo}@`) })),
  );
  it(
    'say that its name leads nowhere',
    refused(down('ENOTFOUND'), () => ({ proxy: `http://${userInfo}@proxy.invalid:8080` })),
  );
  it('say so again when it goes down later', async () => {
    const passing = await ProxyProcess.start();
    open.push(passing);
    await inApp(
      app =>
        behindTls(app, alibaba, async at => {
          const account = await app.add(at, { services: ['cdn'] });
          assert.deepEqual(problems(app, account), [undefined]);
          await passing.stop();
          await app.refresh();
          assert.deepEqual([problems(app, account)[0]?.kind, app.tasks(account).length], ['proxy', 1]);
        }),
      () => ({ proxy: passing.origin, certificates }),
    )();
  });

  describe('that itself talks TLS', () => {
    const start = async () => {
      const secure = await ProxyProcess.start({ identity: ours.issue(['localhost']) });
      open.push(secure);
      return { secure, proxy: `https://localhost:${new URL(secure.origin).port}` };
    };

    it('are read through it', async () => {
      const { secure, proxy: address } = await start();
      await inApp(
        app =>
          behindTls(app, alibaba, async (at, front) => {
            const account = await app.add(at, { services: ['cdn'] });
            assert.deepEqual(problems(app, account), [undefined]);
            assert.deepEqual(await secure.seen(), [`CONNECT cdn.example.com:${front.port}`]);
          }),
        () => ({ proxy: address, certificates }),
      )();
    });

    it('say that its certificate is not trusted', async () => {
      const { proxy: address } = await start();
      await inApp(
        app =>
          behindTls(app, alibaba, async at => {
            const account = await app.add(at, { services: ['cdn'] });
            const [problem] = problems(app, account);
            assert.deepEqual([problem?.kind, problem?.reason], ['tls', 'proxyCertificate']);
          }),
        () => ({ proxy: address }),
      )();
    });
  });
});
