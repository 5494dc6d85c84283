import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { Account, TrackedTask } from '../core/account';
import type { Cloud } from '../core/cloud';
import type { AccountSource } from '../core/connections';
import { CloudError } from '../core/errors';
import { Emitter, Owner } from '../core/lifecycle';
import { inOurWords } from '../core/reasons';
import type { ListedAccount } from '../view/world';
import { AccountEntries } from './accountEntries';
import { idOf, readAccount } from './storedAccount';

const secretPrefix = 'cloudTasks.credential.';

/** How often it is looked what other windows have changed, milliseconds: it lies in memory. */
const lookInterval = 1_000;

interface StoredCredential {
  readonly version: 1;
  readonly credential: unknown;
}

/** Its entry tells other windows that it has another credential: they look at entries alone. */
const renewed = (account: Account): Account => ({
  ...account,
  credentialVersion: (account.credentialVersion ?? 0) + 1,
});

/** Enough to tell two secrets apart, and nothing of either. */
const printOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** @throws CloudError with a reason of ours for whatever the storage throws, whose words may hold anything */
async function orNoStorage(work: Thenable<void>): Promise<void> {
  try {
    await work;
  } catch {
    throw new CloudError({ kind: 'auth', ...inOurWords('secretStorage') });
  }
}

/** Accounts in the global state, their credentials in the secret storage and nowhere else. */
export class Accounts extends Owner implements AccountSource {
  private readonly changed = this.own(new Emitter<readonly string[]>());
  readonly onDidChange = this.changed.event;
  /** Accounts of the demo: they leave no trace, so they are never stored. */
  private readonly passing = new Map<string, { account: Account; credential: unknown }>();
  /** Read once per change: the tree asks for the list row by row. */
  private listed: readonly ListedAccount[] | undefined;

  private readonly entries: AccountEntries;
  /** Prints of the secrets this window has written (undefined: deleted), by account: it need not be told of them. */
  private readonly written = new Map<string, string | undefined>();

  constructor(
    state: vscode.Memento,
    private readonly secrets: vscode.SecretStorage,
    private readonly clouds: readonly Cloud[],
  ) {
    super();
    this.entries = new AccountEntries(state);
    this.own(
      secrets.onDidChange(({ key }) => {
        if (key.startsWith(secretPrefix)) void this.noteSecret(key.slice(secretPrefix.length));
      }),
    );
    const looking = setInterval(() => this.noteOthers(), lookInterval).unref();
    this.own({ dispose: () => clearInterval(looking) });
  }

  list(): readonly ListedAccount[] {
    this.listed ??= [
      ...this.entries.all().map(entry => this.readEntry(entry)),
      ...[...this.passing.values()].map(({ account }) => account),
    ];
    return this.listed;
  }

  /** An account that can be used: a damaged one cannot. */
  get(id: string): Account | undefined {
    const account = this.list().find(listed => listed.id === id);
    return account?.damaged ? undefined : account;
  }

  async credential(id: string): Promise<unknown> {
    const passing = this.passing.get(id);
    if (passing) return passing.credential;
    const stored = await this.secrets.get(secretPrefix + id);
    if (stored === undefined) return undefined;
    try {
      const { version, credential } = JSON.parse(stored) as StoredCredential;
      return version === 1 ? credential : undefined;
    } catch {
      return undefined; // damaged: as good as none; its text must not get into an error
    }
  }

  /** Stores the credential first, so that there is never an account without one. */
  async add(account: Account, credential: unknown): Promise<void> {
    const stored: StoredCredential = { version: 1, credential };
    const secret = JSON.stringify(stored);
    this.written.set(account.id, printOf(secret));
    await orNoStorage(this.secrets.store(secretPrefix + account.id, secret));
    await this.entries.set(account);
    this.fire([account.id]);
  }

  /** Puts an account in the place of the one with its id; its credential stays, unless there is a new one. */
  async replace(account: Account, credential?: unknown): Promise<void> {
    const passing = this.passing.get(account.id);
    if (passing) this.passing.set(account.id, { account, credential: credential ?? passing.credential });
    else if (credential !== undefined) return this.add(renewed(account), credential);
    else await this.entries.set(account);
    this.fire([account.id]);
  }

  addPassing(account: Account, credential: unknown): void {
    this.passing.set(account.id, { account, credential });
    this.fire([account.id]);
  }

  isPassing(id: string): boolean {
    return this.passing.has(id);
  }

  /**
   * Forgets the account and its credential; works for a damaged one too. Where the secret storage does not answer, the
   * account goes all the same, and the caller is told.
   */
  async remove(id: string): Promise<void> {
    if (this.passing.delete(id)) {
      this.fire([id]);
      return;
    }
    this.written.set(id, undefined);
    const deleted = orNoStorage(this.secrets.delete(secretPrefix + id));
    await deleted.catch(() => undefined);
    await this.entries.remove(id);
    this.fire([id]);
    await deleted;
  }

  setTracked(id: string, tracked: readonly TrackedTask[]): Promise<void> {
    return this.amend(id, { tracked });
  }

  /** Changes what no call depends on; the connection stays, so nobody is told but the one who asks. */
  async amend(id: string, change: Partial<Pick<Account, 'label' | 'tracked'>>): Promise<void> {
    const passing = this.passing.get(id);
    const account = this.get(id);
    if (passing) passing.account = { ...passing.account, ...change };
    const stored = !passing && account ? this.entries.set({ ...account, ...change }) : undefined;
    this.listed = undefined; // before the wait: whoever comes next builds on this
    await stored;
  }

  /**
   * Takes in what other windows have done to accounts. Their secrets do not tell: the global state comes after them, and
   * in a browser no window hears of the secrets of another.
   */
  noteOthers(): void {
    const ids = this.entries.look();
    if (ids.length > 0) this.fire(ids);
  }

  /** A credential was stored or deleted; by another window, unless it is as this one has left it. */
  private async noteSecret(id: string): Promise<void> {
    const print = await this.printOfStored(id);
    if (this.written.has(id) && this.written.get(id) === print) return;
    if (print === undefined) this.entries.noteRemoved(id);
    this.fire([id]);
  }

  /** Undefined when there is none; a storage that does not answer says nothing of that. */
  private async printOfStored(id: string): Promise<string | undefined> {
    try {
      const secret = await this.secrets.get(secretPrefix + id);
      return secret === undefined ? undefined : printOf(secret);
    } catch {
      return 'unknown';
    }
  }

  private readEntry(entry: unknown): ListedAccount {
    const account = readAccount(entry);
    if (account && this.clouds.some(({ id }) => id === account.cloud)) return account;
    return this.damaged(entry);
  }

  /** What is left of an entry that cannot be read: a row to remove it by. */
  private damaged(entry: unknown): ListedAccount {
    const { cloud, label } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<
      string,
      unknown
    >;
    const known = this.clouds.find(({ id }) => id === cloud) ?? this.clouds[0];
    const name = typeof label === 'string' && label !== '' ? label : vscode.l10n.t('Damaged account');
    const empty = { services: [], regions: [], tracked: [] };
    return { ...empty, id: idOf(entry), cloud: known?.id ?? '', label: name, damaged: true };
  }

  private fire(ids: readonly string[]): void {
    this.listed = undefined;
    this.changed.fire(ids);
  }
}
