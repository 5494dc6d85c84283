import assert from 'node:assert/strict';
import { Connections } from '../../src/core/connections';
import { ArgumentError, isCloudError, type CloudError, type Problem } from '../../src/core/errors';
import { isRefusal } from '../../src/core/refusal';
import { cloudOf, FakeAccounts, FakeService, ioOf } from '../fakes/clouds';
import { settle } from '../fakes/clock';
import { accountOf } from '../fakes/tasks';

const account = accountOf();

function connectionsOf(accounts = new FakeAccounts([account])) {
  const connected: unknown[] = [];
  const cloud = cloudOf({ exports: new FakeService() }, {}, (who, credential) =>
    connected.push([who.id, credential]),
  );
  const connections = new Connections([cloud], accounts, () => Promise.resolve(ioOf()));
  return { connections, accounts, connected };
}

async function problemOf(attempt: Promise<unknown>): Promise<Problem> {
  const error: unknown = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(isCloudError(error), String(error));
  return error.problem;
}

describe('Connections', () => {
  it('connects on first use and then keeps the connection', async () => {
    const { connections, connected } = connectionsOf();
    const both = await Promise.all([connections.get(account), connections.get(account)]);
    assert.equal(both[0], both[1]);
    assert.equal(await connections.get(account), both[0]);
    assert.deepEqual(connected, [['acc', { kind: 'key' }]]);
  });

  it('connects anew when the account or its credential changed', async () => {
    const { connections, accounts, connected } = connectionsOf();
    const first = await connections.get(account);
    accounts.credentials.set('acc', { kind: 'other' });
    accounts.replace([account], 'acc');
    assert.notEqual(await connections.get(account), first);
    assert.deepEqual(connected[1], ['acc', { kind: 'other' }]);
  });

  it('connects anew when it is told so, and keeps that one', async () => {
    const { connections, connected } = connectionsOf();
    const first = await connections.get(account);
    const renewed = await connections.renew(account);
    assert.notEqual(renewed, first);
    assert.equal(await connections.get(account), renewed);
    assert.equal(connected.length, 2);
  });

  it('connects no account that is disabled, and not for one that was connected before', async () => {
    const { connections, connected } = connectionsOf();
    await connections.get(account);
    const error: unknown = await connections.get({ ...account, disabled: true }).catch((it: unknown) => it);
    assert.ok(isRefusal(error));
    assert.deepEqual(error.reason, { kind: 'disabledAccount', account: 'work' });
    assert.equal(connected.length, 1);
  });

  it('keeps the connection when another account changed', async () => {
    const { connections, accounts } = connectionsOf();
    const first = await connections.get(account);
    accounts.replace([account], 'other');
    assert.equal(await connections.get(account), first);
  });

  it('says so when there is no credential, and looks again the next time', async () => {
    const { connections, accounts } = connectionsOf();
    accounts.credentials.delete('acc');
    const problem = await problemOf(connections.get(account));
    assert.deepEqual([problem.kind, problem.code], ['auth', 'NoCredential']);
    accounts.credentials.set('acc', { kind: 'key' });
    await connections.get(account);
  });

  it('says so when the secret storage throws, without its words', async () => {
    const { connections, accounts } = connectionsOf();
    accounts.credential = () => Promise.reject(new RangeError('planted-secret'));
    const problem = await problemOf(connections.get(account));
    assert.deepEqual(problem, {
      kind: 'auth',
      code: 'RangeError',
      reason: 'secretStorage',
      message: 'The secret storage of the editor does not answer.',
    });
  });

  it('takes a storage that throws no error for the same', async () => {
    const { connections, accounts } = connectionsOf();
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what a careless storage does
    accounts.credential = () => Promise.reject('planted-secret');
    const problem = await problemOf(connections.get(account));
    assert.equal(problem.code, 'Error');
    assert.ok(!JSON.stringify(problem).includes('planted'));
  });

  it('says so when there is no such cloud', async () => {
    const { connections } = connectionsOf();
    const problem = await problemOf(connections.get(accountOf({ cloud: 'moon' })));
    assert.deepEqual(problem, { kind: 'protocol', message: 'There is no cloud “moon”.' });
    assert.equal(connections.cloud('moon'), undefined);
    assert.equal(connections.cloud('fake')?.id, 'fake');
  });

  it('takes a stored credential that cannot be read for none', async () => {
    const cloud = cloudOf({});
    const provider = {
      readCredential: () => {
        throw new ArgumentError('credential.kind', { kind: 'empty' });
      },
      connect: () => ({ services: {} }),
      policy: () => '',
      consolePage: () => undefined,
    };
    const connections = new Connections(
      [{ ...cloud, provider: () => Promise.resolve(provider) }],
      new FakeAccounts([account]),
      () => Promise.resolve(ioOf()),
    );
    await assert.rejects(connections.get(account), ({ problem }: CloudError) => {
      assert.deepEqual([problem.kind, problem.reason], ['auth', 'noCredential']);
      return true;
    });
  });

  it('does not forget a new connection when an older one fails at last', async () => {
    const { connections, accounts } = connectionsOf();
    let fail: (error: Error) => void = () => undefined;
    const credential = accounts.credential.bind(accounts);
    accounts.credential = () => new Promise((_resolve, reject) => (fail = reject));
    const older = assert.rejects(connections.get(account));
    accounts.credential = credential;
    accounts.replace([account], 'acc');
    const newer = await connections.get(account);
    fail(new Error('late'));
    await older;
    await settle();
    assert.equal(await connections.get(account), newer);
  });

  it('connects with a credential that is not stored, and keeps nothing of it', async () => {
    const { connections, connected } = connectionsOf();
    await connections.connect(account, { kind: 'tried' });
    await connections.get(account);
    assert.deepEqual(connected, [
      ['acc', { kind: 'tried' }],
      ['acc', { kind: 'key' }],
    ]);
  });

  it('lets go of everything when it is disposed', async () => {
    const { connections, connected } = connectionsOf();
    await connections.get(account);
    connections.dispose();
    await connections.get(account);
    assert.equal(connected.length, 2);
  });
});
