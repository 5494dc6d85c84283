import assert from 'node:assert/strict';
import { clouds } from '../../src/clouds';
import { alibaba } from '../../src/clouds/alibaba';
import { huawei } from '../../src/clouds/huawei';
import type { Cloud } from '../../src/core/cloud';
import { answerWith, firstTimes, type Fault } from '../../src/simulator/faults';
import { inApp, type App } from '../harness/app';
import { assertSilent, Exposure, inHeaders, planted } from '../harness/exposure';
import { countsOf } from '../harness/requests';
import { finished, watching } from '../harness/watched';
import { day, hour, inState, minute, scripted, servicesOf } from '../harness/worlds';

/** What each vendor says of a temporary key that has run out; one has no word for it. */
const expired: Readonly<Record<string, readonly (readonly [fault: Fault, kind: string])[]>> = {
  alibaba: [
    [answerWith(400, { Code: 'InvalidSecurityToken.Expired', Message: 'expired' }), 'expiredCredential'],
  ],
  baidu: [[answerWith(401, { code: 'Unauthorized', message: 'The session token has expired.' }), 'auth']],
  huawei: [
    [
      answerWith(401, { error_code: 'APIGW.0307', error_msg: 'The token must be updated.' }),
      'expiredCredential',
    ],
    [
      answerWith(401, { error_code: 'APIGW.0301', error_msg: 'decrypt token fail, token expires' }),
      'expiredCredential',
    ],
    [answerWith(401, { error_code: 'IAM.0066', error_msg: 'The token has expired.' }), 'expiredCredential'],
  ],
};

const expiredOf = ({ id }: Cloud) =>
  expired[id] ?? assert.fail(`What does ${id} say of a token that has run out?`);

/** Several places of any cloud: its services, or its regions. */
const regionsOf = ({ regions }: Cloud): readonly string[] => regions.slice(0, 4);

async function open(app: App, cloud: Cloud, credential?: Readonly<Record<string, string>>) {
  const [form] = cloud.credentials;
  const key = credential ?? inHeaders(planted(form ?? assert.fail()));
  const regions = regionsOf(cloud);
  const server = await app.simulate(cloud, {
    credentials: [key],
    tasks: cloud.services.flatMap(({ id }) => [
      ...finished(id, 2, app.now),
      scripted(id, 'runs', app.now, inState('running')),
    ]),
    ...(cloud.projects && {
      projects: Object.fromEntries(regions.map(region => [region, `project-${region}`])),
    }),
  });
  return { server, account: await app.add(server, { regions }), key };
}

for (const cloud of clouds) {
  describe(`a credential of ${cloud.id} that is used in several places`, () => {
    const temporary = cloud.credentials.filter(
      ({ kind, fields }) => kind === 'accessKey' && fields.some(({ name }) => /token/i.test(name)),
    );

    for (const [fault, kind] of expiredOf(cloud)) {
      it(
        `is used for one more call when it has run out (${kind}), and then once for each refresh`,
        inApp(async app => {
          assert.ok(temporary.length > 0);
          for (const form of temporary) {
            const { server, account } = await open(app, cloud, inHeaders(planted(form)));
            const before = app.tasks(account);
            server.intercept(() => fault);
            const from = server.requests.length;
            await app.advance(day);
            assert.equal(server.requests.length - from, 1);
            for (const { state, problem } of app.places(account)) {
              assert.match(state, /^(?:failed|off)$/);
              assert.equal(problem?.kind, kind);
            }
            await app.refresh(account);
            assert.equal(server.requests.length - from, 2);
            assert.deepEqual(app.tasks(account), before);
            server.intercept(undefined);
            await app.refresh(account);
            assert.ok(app.places(account).every(({ state }) => state === 'ok'));
            assertSilent(new Exposure(app), server);
            await app.remove(account);
          }
        }),
      );
    }

    it(
      'is refused once when it is withdrawn, however many places there are',
      inApp(async app => {
        const { server, account, key } = await open(app, cloud);
        assert.ok(app.places(account).length >= 2 || cloud.services.length === 1);
        const before = app.tasks(account);
        const others = Object.entries(key).map(([name, value]) => [
          name,
          name === 'kind' ? value : `${value}x`,
        ]);
        server.setWorld({ ...server.world, credentials: [Object.fromEntries(others) as typeof key] });
        const from = server.requests.length;
        await app.advance(2 * day);
        assert.equal(server.requests.length - from, 1);
        assert.ok(app.places(account).every(({ problem }) => problem?.kind === 'auth'));
        assert.deepEqual(app.tasks(account), before);
        assertSilent(new Exposure(app), server);
      }),
    );

    it(
      'is used once for each thing that a user asks for after it was refused',
      inApp(async app => {
        const { server, account } = await open(app, cloud);
        server.intercept(() => answerWith(401, {}));
        await app.refresh(account);
        const from = server.requests.length;
        const task = app.tasks(account).find(({ id }) => id === 't1') ?? assert.fail();
        for (let time = 0; time < 3; time++) await app.link(task).catch(() => undefined);
        assert.ok(server.requests.length - from <= 3);
        const later = server.requests.length;
        await app.advance(day);
        assert.equal(server.requests.length, later);
      }),
    );
  });
}

for (const watched of servicesOf(clouds)) {
  const { service } = watched;
  describe(`an account of ${service.id} that is removed while the cloud is asked`, () => {
    for (const [what, status, body] of [
      ['gives the list', 0, {}],
      ['refuses it', 401, {}],
      ['has an error', 503, {}],
      ['throttles', 429, {}],
    ] as const) {
      it(
        `does not come back when the cloud ${what}`,
        watching(watched, async ({ app, server, account }) => {
          let from = Infinity;
          server.intercept(() => {
            app.accounts.remove(account.id);
            from = server.requests.length;
            return status === 0 ? undefined : answerWith(status, body);
          });
          await app.advance(day);
          assert.deepEqual([app.tasks(), app.store.places()], [[], []]);
          assert.equal(server.requests.length, from);
        }),
      );
    }
  });
}

describe('A nonce that Alibaba Cloud has seen before', () => {
  const used = answerWith(400, { Code: 'SignatureNonceUsed', Message: 'used already' });
  for (const { cloud, service } of servicesOf([alibaba])) {
    it(
      `is replaced in the next try for ${service.id}`,
      watching({ cloud, service }, async scene => {
        await scene.healsAfter(used);
        const nonces = scene.server.requests.map(({ headers }) => headers['x-acs-signature-nonce']);
        assert.equal(new Set(nonces).size, nonces.length);
      }),
    );
    it(
      `is an error of the server for ${service.id} when it happens again and again`,
      watching({ cloud, service }, scene =>
        scene.survives(used, { kind: 'server', code: 'SignatureNonceUsed' }, 4),
      ),
    );
  }
});

describe('Huawei’s lock', () => {
  const key = { kind: 'accessKey', accessKeyId: 'AKID', secretAccessKey: 'right-secret' };

  it(
    'of a key that others tried to guess is told, and waited for until the user acts',
    inApp(async app => {
      const { server, account } = await open(app, huawei, key);
      const guesser = await app.add(server, { credential: { ...key, secretAccessKey: 'wrong-secret' } });
      for (let guess = 2; guess <= 5; guess++) await app.refresh(guesser);
      await app.remove(guesser);
      const before = app.tasks(account);
      const from = server.requests.length;
      await app.refresh(account);
      const [place] = app.places(account);
      const { kind, reason, retryAfter } = place?.problem ?? {};
      assert.deepEqual([kind, reason, retryAfter], ['auth', 'locked', 5 * minute]);
      await app.advance(day);
      assert.equal(server.requests.length - from, 1);
      assert.deepEqual(app.tasks(account), before);
      await app.refresh(account);
      assert.ok(app.places(account).every(({ state }) => state === 'ok'));
      assertSilent(new Exposure(app), server);
    }),
  );

  it(
    'is not taken for a clock that is wrong, however far off that is',
    inApp(async app => {
      const { server, account } = await open(app, huawei, key);
      const locked = { error_code: 'APIGW.0301', error_msg: 'AK access failed to reach the limit,forbidden' };
      server.intercept(() => answerWith(401, locked, { date: new Date(app.now + hour).toUTCString() }));
      const from = server.requests.length;
      await app.refresh(account);
      await app.advance(day);
      assert.equal(server.requests.length - from, 1);
      assert.equal(app.places(account)[0]?.problem?.reason, 'locked');
    }),
  );

  it(
    'of a user is told too',
    inApp(async app => {
      const person = { kind: 'password', domain: 'company', user: 'reader', password: 'planted-password' };
      const server = await app.simulate(huawei, {
        credentials: [person],
        tasks: finished('hss', 2, app.now),
      });
      const message = 'The account is locked.';
      server.intercept(() => answerWith(401, { error: { code: 401, message, title: 'Unauthorized' } }));
      const account = await app.add(server);
      await app.advance(day);
      assert.equal(server.requests.length, 1);
      assert.equal(app.places(account)[0]?.problem?.reason, 'locked');
    }),
  );
});

describe('Huawei’s tokens', () => {
  const person = { kind: 'password', domain: 'company', user: 'reader', password: ' planted päss ' };
  const login = 'POST /v3/auth/tokens';

  it(
    'are renewed once for all who were refused at the same time',
    inApp(async app => {
      const { server, account } = await open(app, huawei, person);
      const [region = ''] = regionsOf(huawei);
      server.setWorld(server.world); // all tokens are forgotten
      const from = server.requests.length;
      const all = Array.from({ length: 8 }, () => app.find(account, 'hss', region, 't1'));
      const found = await Promise.all([...all, app.find(account, 'hss', region, 't2')]);
      assert.ok(found.every(({ status }) => status === 'succeeded'));
      const counts = countsOf(server, from);
      assert.equal(counts[login], 1);
      assertSilent(new Exposure(app), server);
    }),
  );

  it(
    'are not renewed again and again when the new ones are refused too',
    inApp(async app => {
      const { server, account } = await open(app, huawei, person);
      const refuse = answerWith(401, { error_code: 'APIGW.0301', error_msg: 'decrypt token fail' });
      server.intercept(({ path }) => (path.startsWith('/v5/') ? refuse : undefined));
      const from = server.requests.length;
      await app.advance(day);
      assert.ok(server.requests.length - from <= 3, 'refused, renewed, refused');
      assert.ok(app.places(account).every(({ problem }) => problem?.kind === 'auth'));
    }),
  );

  it(
    'are asked for again when that fails on the way',
    inApp(async app => {
      const server = await app.simulate(huawei, {
        credentials: [person],
        tasks: finished('hss', 2, app.now),
      });
      server.intercept(firstTimes(2, { kind: 'drop' }));
      const account = await app.add(server);
      assert.ok(app.places(account).every(({ state }) => state === 'ok'));
      assert.equal(countsOf(server)[login], 3);
    }),
  );
});
