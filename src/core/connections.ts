import type { Account } from './account';
import type { Cloud, Connection, Io } from './cloud';
import { CloudError, isArgumentError } from './errors';
import type { Disposable, Event } from './lifecycle';
import { inOurWords } from './reasons';
import { Refusal } from './refusal';

/** Where accounts and their credentials are kept. */
export interface AccountSource {
  list(): readonly Account[];
  get(id: string): Account | undefined;
  /** The credential as it was stored; undefined when there is none. Rejects when the storage does not answer. */
  credential(id: string): Promise<unknown>;
  /** Ids of accounts that were added, changed or removed, or whose credential was. */
  readonly onDidChange: Event<readonly string[]>;
}

/** Connects accounts on first use and forgets a connection when its account or credential changes. */
export class Connections implements Disposable {
  private readonly kept = new Map<string, Promise<Connection>>();
  private readonly listener: Disposable;

  constructor(
    private readonly clouds: readonly Cloud[],
    private readonly accounts: AccountSource,
    private readonly io: () => Promise<Io>,
  ) {
    this.listener = accounts.onDidChange(ids => ids.forEach(id => this.kept.delete(id)));
  }

  cloud(id: string): Cloud | undefined {
    return this.clouds.find(cloud => cloud.id === id);
  }

  /**
   * @throws CloudError of kind `auth` when there is no credential to connect with
   * @throws Refusal for an account that is disabled
   */
  get(account: Account): Promise<Connection> {
    if (account.disabled)
      return Promise.reject(new Refusal({ kind: 'disabledAccount', account: account.label }));
    const existing = this.kept.get(account.id);
    if (existing) return existing;
    const connecting = this.accounts
      .credential(account.id)
      .catch((error: unknown) => {
        const code = error instanceof Error ? error.name : 'Error';
        throw new CloudError({
          kind: 'auth',
          code,
          ...inOurWords('secretStorage'),
        });
      })
      .then(credential => this.connect(account, credential));
    this.kept.set(account.id, connecting);
    connecting.catch(() => this.kept.get(account.id) === connecting && this.kept.delete(account.id));
    return connecting;
  }

  /**
   * Connects anew: a token that is still good would hide that its password was changed, or its user taken away.
   *
   * @throws as {@link get}
   */
  renew(account: Account): Promise<Connection> {
    this.kept.delete(account.id);
    return this.get(account);
  }

  /** Connects with a credential that is not stored (yet): to try it. */
  async connect(account: Account, credential: unknown): Promise<Connection> {
    const cloud = this.cloud(account.cloud);
    if (!cloud) throw new CloudError({ kind: 'protocol', message: `There is no cloud “${account.cloud}”.` });
    if (credential === undefined) {
      throw new CloudError({
        kind: 'auth',
        code: 'NoCredential',
        ...inOurWords('noCredential'),
      });
    }
    const provider = await cloud.provider();
    const io = await this.io();
    try {
      return provider.connect(account, provider.readCredential(credential), io);
    } catch (error) {
      // What is stored was checked when it was added: it is damaged, and no input that could be mended.
      if (!isArgumentError(error)) throw error;
      const damaged = error.field.startsWith('credential') ? 'noCredential' : 'badEndpoint';
      throw new CloudError({
        kind: damaged === 'noCredential' ? 'auth' : 'protocol',
        ...inOurWords(damaged),
      });
    }
  }

  dispose(): void {
    this.listener.dispose();
    this.kept.clear();
  }
}
