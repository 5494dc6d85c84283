import assert from 'node:assert/strict';
import { clouds } from '../../src/clouds';
import type { Cloud, CredentialForm } from '../../src/core/cloud';
import { inApp, type App } from '../harness/app';
import { day, hour, minute, runningFor, scripted, second } from '../harness/worlds';

type Text = Readonly<Record<string, string>>;

/** A credential of this form, all its fields filled in. */
const filled = ({ kind, fields }: CredentialForm): Text =>
  Object.fromEntries([['kind', kind], ...fields.map(({ name }) => [name, `${name}-0123456789`])]) as Text;

const words = ({ kind, fields }: CredentialForm): string =>
  `${kind} (${fields.map(({ name }) => name).join(', ')})`;

/** One running task of each service, at a cloud that takes this credential alone. */
async function simulate(app: App, cloud: Cloud, credential: Text) {
  const tasks = cloud.services.map(({ id }) => scripted(id, `of-${id}`, app.now, runningFor(2 * day)));
  return app.simulate(cloud, { credentials: [credential], tasks });
}

for (const cloud of clouds) {
  for (const form of cloud.credentials) {
    const right = filled(form);
    describe(`${cloud.id} with ${words(form)}`, () => {
      it(
        'reads every service',
        inApp(async app => {
          const account = await app.add(await simulate(app, cloud, right));
          assert.deepEqual(
            app.places(account).map(({ service, state, problem }) => [service, state, problem]),
            cloud.services.map(({ id }) => [id, 'ok', undefined]),
          );
          assert.deepEqual(
            app
              .tasks(account)
              .map(({ id }) => id)
              .sort(),
            cloud.services.map(({ id }) => `of-${id}`).sort(),
          );
        }),
      );

      for (const { name } of form.fields.filter(({ secret }) => secret)) {
        const wrong = { ...right, [name]: 'nonsense-9876543210' };

        it(
          `makes one call with a wrong ${name}, and no other until the user asks for it`,
          inApp(async app => {
            const server = await simulate(app, cloud, right);
            const account = await app.add(server, { credential: wrong });
            assert.equal(server.requests.length, 1);
            for (const { state, problem } of app.places(account)) {
              assert.match(state, /^(?:failed|off)$/);
              assert.match(problem?.kind ?? '', /^(?:auth|expiredCredential)$/);
            }
            await app.advance(day);
            assert.equal(server.requests.length, 1);
            await app.refresh(account);
            assert.equal(server.requests.length, 2);
            await app.advance(day);
            assert.equal(server.requests.length, 2);
          }),
        );

        it(
          `leaves other accounts alone when one has a wrong ${name}`,
          inApp(async app => {
            const server = await simulate(app, cloud, right);
            const bad = await app.add(server, { credential: wrong });
            const good = await app.add(server);
            await app.advance(hour);
            assert.deepEqual(app.tasks(bad), []);
            assert.equal(app.tasks(good).length, cloud.services.length);
            assert.ok(app.places(good).every(({ state }) => state === 'ok'));
            assert.ok(server.requests.filter(({ status }) => status !== 200 && status !== 201).length === 1);
          }),
        );
      }
    });
  }

  describe(`${cloud.id}, when the credential changes`, () => {
    const [form] = cloud.credentials;
    if (!form) throw new Error('A cloud has a form of credential.');
    const right = filled(form);
    const secret = form.fields.find(field => field.secret)?.name ?? '';

    it(
      'keeps the rows of a key that is withdrawn, and calls no more',
      inApp(async app => {
        const server = await simulate(app, cloud, right);
        const account = await app.add(server);
        const before = app.tasks();
        server.setWorld({ ...server.world, credentials: [{ ...right, [secret]: 'another-one' }] });
        await app.advance(hour);
        assert.deepEqual(app.tasks(), before);
        for (const { state, problem, refreshedAt } of app.places(account)) {
          assert.match(state, /^(?:failed|off)$/);
          assert.equal(problem?.kind, 'auth');
          assert.ok(refreshedAt);
        }
        const refused = server.requests.filter(({ status }) => status !== 200).length;
        assert.ok(refused <= cloud.services.length, `${refused} calls`);
        const calls = server.requests.length;
        await app.advance(day);
        assert.equal(server.requests.length, calls);
      }),
    );

    it(
      'goes on with the new one at once',
      inApp(async app => {
        const server = await simulate(app, cloud, right);
        const account = await app.add(server, { credential: { ...right, [secret]: 'wrong-0123' } });
        app.accounts.set(account, right);
        await app.advance(second);
        assert.ok(app.places(account).every(({ state }) => state === 'ok'));
        assert.equal(app.tasks(account).length, cloud.services.length);
      }),
    );

    it(
      'marks the account when there is no credential, and calls nobody',
      inApp(async app => {
        const server = await simulate(app, cloud, right);
        const account = await app.add(server, { id: 'bare', credential: undefined });
        app.accounts.set(account, undefined);
        await app.advance(minute);
        const calls = server.requests.length;
        await app.advance(day);
        assert.equal(server.requests.length, calls);
        assert.deepEqual(
          [...new Set(app.places(account).map(({ problem }) => problem?.code))],
          ['NoCredential'],
        );
      }),
    );

    it(
      'says so when the storage of secrets does not answer',
      inApp(async app => {
        const server = await simulate(app, cloud, right);
        app.accounts.storageError = new Error(`no keyring for ${right[secret] ?? ''}`);
        const account = await app.add(server);
        const [place] = app.places(account);
        assert.deepEqual([place?.problem?.kind, server.requests.length], ['auth', 0]);
        assert.ok(!JSON.stringify(app.places(account)).includes(right[secret] ?? ''));
        app.accounts.storageError = undefined;
        await app.refresh(account);
        assert.ok(app.places(account).every(({ state }) => state === 'ok'));
      }),
    );
  });
}
