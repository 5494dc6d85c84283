import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { clouds } from '../../src/clouds';
import type { Account } from '../../src/core/account';
import { Accounts } from '../../src/vscode/accounts';

class Memory implements vscode.Memento {
  readonly kept = new Map<string, unknown>();
  keys = () => [...this.kept.keys()];
  get<T>(key: string, fallback?: T): T {
    return (this.kept.has(key) ? this.kept.get(key) : fallback) as T;
  }
  update(key: string, value: unknown): Promise<void> {
    this.kept.set(key, JSON.parse(JSON.stringify(value)));
    return Promise.resolve();
  }
}

class Vault implements Pick<vscode.SecretStorage, 'get' | 'store' | 'delete' | 'onDidChange'> {
  readonly kept = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  readonly onDidChange = this.changed.event;
  /** As the editor does after a change; resolves when the listeners had their turn. */
  async fire(key: string): Promise<void> {
    this.changed.fire({ key });
    await new Promise(resolve => setImmediate(resolve));
  }
  get = (key: string) => Promise.resolve(this.kept.get(key));
  store = (key: string, value: string) => Promise.resolve(void this.kept.set(key, value));
  delete = (key: string) => Promise.resolve(void this.kept.delete(key));
}

const account: Account = {
  id: 'a1',
  cloud: 'baidu',
  label: 'one',
  services: ['bls'],
  regions: ['bj'],
  tracked: [],
};
const credential = { kind: 'accessKey', accessKeyId: 'id', secretAccessKey: 'secret' };

describe('stored accounts', () => {
  let memory: Memory;
  let vault: Vault;
  const open = () => new Accounts(memory, vault, clouds);

  beforeEach(() => {
    memory = new Memory();
    vault = new Vault();
  });

  it('keep the credential in the secret storage alone', async () => {
    await open().add(account, credential);
    assert.deepEqual(open().list(), [account]);
    assert.deepEqual(await open().credential('a1'), credential);
    assert.doesNotMatch(JSON.stringify([...memory.kept]), /secret/i);
    assert.equal(vault.kept.size, 1);
  });

  it('lose their credential when they are removed', async () => {
    await open().add(account, credential);
    await open().remove('a1');
    assert.deepEqual(open().list(), []);
    assert.equal(vault.kept.size, 0);
    assert.equal(await open().credential('a1'), undefined);
  });

  it('show a damaged entry as one, keep it, and can remove it', async () => {
    const damaged = { id: 'bad', cloud: 'huawei', label: 'broken one', services: 7 };
    await memory.update('cloudTasks.accounts', { version: 1, accounts: [damaged] });
    const accounts = open();
    await accounts.add(account, credential);
    assert.deepEqual(
      accounts.list().map(({ id, label, damaged: isDamaged }) => [id, label, isDamaged ?? false]),
      [
        ['bad', 'broken one', true],
        ['a1', 'one', false],
      ],
    );
    assert.equal(accounts.get('bad'), undefined);
    await accounts.remove('bad');
    assert.deepEqual(accounts.list(), [account]);
  });

  it('take no entry with a field that is not as it should be', async () => {
    const task = { service: 'bls', region: 'bj', id: 't1' };
    const whole: Account = {
      ...account,
      ...{
        site: 'china',
        enterpriseProjectId: 'e1',
        projectIds: { bj: 'p1' },
        endpoints: { bls: 'https://a' },
      },
      tracked: [task, { ...task, id: 't2', name: 'two' }],
      disabled: true,
    };
    const wrong: readonly Record<string, unknown>[] = [
      ...['id', 'cloud', 'label', 'site', 'enterpriseProjectId'].flatMap(field => [
        { [field]: '' },
        { [field]: 1 },
      ]),
      ...['services', 'regions'].flatMap(field => [{ [field]: [''] }, { [field]: undefined }]),
      ...[false, 1].map(disabled => ({ disabled })),
      ...['projectIds', 'endpoints'].flatMap(field => [{ [field]: { a: 1 } }, { [field]: [] }]),
      ...[{ service: '' }, { region: undefined }, { id: '' }, { name: 7 }].map(field => ({
        tracked: [{ ...task, ...field }],
      })),
    ];
    await memory.update('cloudTasks.accounts', {
      version: 1,
      accounts: [{ ...whole, unknown: 1 }, ...wrong.map(field => ({ ...whole, ...field }))],
    });
    const [first, ...others] = open().list();
    assert.deepEqual(first, whole);
    assert.deepEqual(
      others.map(({ damaged }) => damaged),
      wrong.map(() => true),
    );
  });

  it('set a value of a newer version aside instead of losing it', async () => {
    const newer = { version: 2, people: ['x'] };
    await memory.update('cloudTasks.accounts', newer);
    const accounts = open();
    assert.equal(accounts.list().length, 1);
    await accounts.add(account, credential);
    assert.deepEqual(accounts.list(), [account]);
    assert.deepEqual(memory.kept.get('cloudTasks.accounts.unreadable'), newer);
  });

  it('are not brought back by a late echo of an earlier change', async () => {
    const accounts = open();
    await accounts.add(account, credential);
    const earlier = memory.kept.get('cloudTasks.accounts');
    await accounts.add({ ...account, id: 'a2' }, credential);
    memory.kept.set('cloudTasks.accounts', earlier);
    await accounts.remove('a1');
    assert.deepEqual(
      [accounts, open()].map(list => list.list().map(({ id }) => id)),
      [['a2'], ['a2']],
    );
  });

  it('tell of a credential that another window stored or deleted, and not of their own', async () => {
    const accounts = open();
    const told: string[] = [];
    accounts.onDidChange(ids => told.push(...ids));
    await accounts.add(account, credential);
    const own = told.length;
    await vault.fire('cloudTasks.credential.a1');
    assert.equal(told.length, own);
    vault.kept.set('cloudTasks.credential.a1', '{"version":1,"credential":{}}');
    await vault.fire('cloudTasks.credential.a1');
    assert.equal(told.length, own + 1);
    vault.kept.clear();
    await vault.fire('cloudTasks.credential.a1');
    assert.deepEqual(accounts.list(), []);
  });

  it('show what another window has added, changed or removed', async () => {
    const [accounts, other] = [open(), open()];
    const told: string[] = [];
    accounts.onDidChange(ids => told.push(...ids));
    await other.add(account, credential);
    accounts.noteOthers();
    assert.deepEqual(accounts.list(), [account]);
    await other.replace({ ...account, label: 'renamed' });
    accounts.noteOthers();
    assert.equal(accounts.get('a1')?.label, 'renamed');
    await other.remove('a1');
    accounts.noteOthers();
    assert.deepEqual(accounts.list(), []);
    accounts.noteOthers();
    assert.deepEqual(told, ['a1', 'a1', 'a1']);
  });

  it('show what another window has changed of one that was added here', async () => {
    const [accounts, other] = [open(), open()];
    await accounts.add(account, credential);
    for (let look = 0; look < 5; look++) accounts.noteOthers();
    await other.replace({ ...account, label: 'renamed' });
    accounts.noteOthers();
    assert.equal(accounts.get('a1')?.label, 'renamed');
  });

  it('are written once more when another window has written over them', async () => {
    const [accounts, other] = [open(), open()];
    await accounts.add(account, credential);
    memory.kept.clear(); // the other one does not see it yet
    await other.add({ ...account, id: 'a2' }, credential);
    assert.deepEqual(
      open()
        .list()
        .map(({ id }) => id),
      ['a2'],
    );
    for (let look = 0; look < 5; look++) accounts.noteOthers();
    for (const window of [accounts, other, open()])
      assert.deepEqual(
        window
          .list()
          .map(({ id }) => id)
          .sort(),
        ['a1', 'a2'],
      );
  });

  it('tell other windows of a new credential, which hear of no secret in a browser', async () => {
    const accounts = open();
    await accounts.add(account, credential);
    const other = open();
    const told: string[] = [];
    other.onDidChange(ids => told.push(...ids));
    other.noteOthers();
    assert.deepEqual(told, []);
    await accounts.replace(account, { ...credential, secretAccessKey: 'new' });
    other.noteOthers();
    assert.deepEqual(told, ['a1']);
    assert.deepEqual(await other.credential('a1'), { ...credential, secretAccessKey: 'new' });
  });

  it('treat a damaged secret as none', async () => {
    await open().add(account, credential);
    vault.kept.set('cloudTasks.credential.a1', '{"version":1,"credential":{"sec');
    assert.equal(await open().credential('a1'), undefined);
  });

  it('of the demo are never stored', async () => {
    const accounts = open();
    accounts.addPassing(account, credential);
    await accounts.setTracked('a1', [{ service: 'bls', region: 'bj', id: 'x' }]);
    assert.deepEqual(accounts.get('a1')?.tracked.length, 1);
    assert.deepEqual(await accounts.credential('a1'), credential);
    assert.equal(memory.kept.size + vault.kept.size, 0);
    await accounts.remove('a1');
    assert.deepEqual(accounts.list(), []);
  });
});
