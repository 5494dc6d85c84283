import * as vscode from 'vscode';
import type { Account, TrackedTask } from '../core/account';
import type { Cloud } from '../core/cloud';
import type { AccountSource } from '../core/connections';
import { Emitter, Owner } from '../core/lifecycle';
import type { ListedAccount } from '../view/world';
import { idOf, readAccount, readEntries, writeEntries } from './storedAccount';

const stateKey = 'cloudTasks.accounts';
/** Where a value that cannot be read is kept when a new one must be written. */
const asideKey = 'cloudTasks.accounts.unreadable';
const secretPrefix = 'cloudTasks.credential.';

interface StoredCredential {
  readonly version: 1;
  readonly credential: unknown;
}

/** Accounts in the global state, their credentials in the secret storage and nowhere else. */
export class Accounts extends Owner implements AccountSource {
  private readonly changed = this.own(new Emitter<readonly string[]>());
  readonly onDidChange = this.changed.event;
  /** Accounts of the demo: they leave no trace, so they are never stored. */
  private readonly passing = new Map<string, { account: Account; credential: unknown }>();
  /** Read once per change: the tree asks for the list row by row. */
  private listed: readonly ListedAccount[] | undefined;

  constructor(
    private readonly state: vscode.Memento,
    private readonly secrets: vscode.SecretStorage,
    private readonly clouds: readonly Cloud[],
  ) {
    super();
    this.own(
      secrets.onDidChange(({ key }) => {
        if (key.startsWith(secretPrefix)) this.fire([key.slice(secretPrefix.length)]);
      }),
    );
  }

  list(): readonly ListedAccount[] {
    this.listed ??= [
      ...this.entries().map((entry, position) => this.readEntry(entry, position)),
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
    await this.secrets.store(secretPrefix + account.id, JSON.stringify(stored));
    await this.write([...this.entries(), account]);
    this.fire([account.id]);
  }

  addPassing(account: Account, credential: unknown): void {
    this.passing.set(account.id, { account, credential });
    this.fire([account.id]);
  }

  isPassing(id: string): boolean {
    return this.passing.has(id);
  }

  /** Forgets the account and its credential; works for a damaged one too. */
  async remove(id: string): Promise<void> {
    if (!this.passing.delete(id)) {
      await this.secrets.delete(secretPrefix + id);
      await this.write(this.entries().filter((entry, position) => idOf(entry, position) !== id));
    }
    this.fire([id]);
  }

  /** Sets the tracked tasks of an account; the connection stays, so nobody is told but the one who asks. */
  async setTracked(id: string, tracked: readonly TrackedTask[]): Promise<void> {
    const passing = this.passing.get(id);
    if (passing) passing.account = { ...passing.account, tracked };
    else {
      const update = (entry: unknown, position: number) =>
        idOf(entry, position) === id ? { ...readAccount(entry), tracked } : entry;
      await this.write(this.entries().map(update));
    }
    this.listed = undefined;
  }

  private entries(): readonly unknown[] {
    const value = this.state.get<unknown>(stateKey);
    return readEntries(value) ?? [value];
  }

  private async write(entries: readonly unknown[]): Promise<void> {
    const old = this.state.get<unknown>(stateKey);
    if (readEntries(old) === undefined) {
      await this.state.update(asideKey, old);
      entries = entries.filter(entry => entry !== old);
    }
    await this.state.update(stateKey, writeEntries(entries));
    this.listed = undefined;
  }

  private readEntry(entry: unknown, position: number): ListedAccount {
    const account = readAccount(entry);
    if (account && this.clouds.some(({ id }) => id === account.cloud)) return account;
    return this.damaged(entry, position);
  }

  /** What is left of an entry that cannot be read: a row to remove it by. */
  private damaged(entry: unknown, position: number): ListedAccount {
    const { cloud, label } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<
      string,
      unknown
    >;
    const known = this.clouds.find(({ id }) => id === cloud) ?? this.clouds[0];
    const name = typeof label === 'string' && label !== '' ? label : vscode.l10n.t('Damaged account');
    const empty = { services: [], regions: [], tracked: [] };
    return { ...empty, id: idOf(entry, position), cloud: known?.id ?? '', label: name, damaged: true };
  }

  private fire(ids: readonly string[]): void {
    this.listed = undefined;
    this.changed.fire(ids);
  }
}
