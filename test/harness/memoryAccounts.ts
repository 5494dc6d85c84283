import type { Account, TrackedTask } from '../../src/core/account';
import type { AccountSource } from '../../src/core/connections';
import { Emitter } from '../../src/core/lifecycle';

/** Accounts and their credentials, kept nowhere but here. */
export class MemoryAccounts implements AccountSource {
  private readonly kept = new Map<string, { account: Account; credential: unknown }>();
  private readonly changed = new Emitter<readonly string[]>();
  readonly onDidChange = this.changed.event;
  /** What the storage of credentials does instead of answering. */
  storageError: Error | undefined;

  list(): readonly Account[] {
    return [...this.kept.values()].map(({ account }) => account);
  }

  get(id: string): Account | undefined {
    return this.kept.get(id)?.account;
  }

  credential(id: string): Promise<unknown> {
    if (this.storageError) return Promise.reject(this.storageError);
    return Promise.resolve(this.kept.get(id)?.credential);
  }

  /** Adds an account or puts another in its place. */
  set(account: Account, credential: unknown): void {
    this.kept.set(account.id, { account, credential });
    this.changed.fire([account.id]);
  }

  remove(id: string): void {
    this.kept.delete(id);
    this.changed.fire([id]);
  }

  /** As the extension does it: nobody is told, for the connection stays. */
  setTracked(id: string, tracked: readonly TrackedTask[]): void {
    const entry = this.kept.get(id);
    if (entry) entry.account = { ...entry.account, tracked };
  }
}
