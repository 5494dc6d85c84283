import type * as vscode from 'vscode';
import type { Account } from '../core/account';
import { idOf, readEntries, writeEntries } from './storedAccount';

const stateKey = 'cloudTasks.accounts';
/** Where a value that cannot be read is kept when a new one must be written. */
const asideKey = 'cloudTasks.accounts.unreadable';

/**
 * The stored entries of accounts. What this window has changed is kept beside the global state and wins over it: the
 * editor tells each change back to the window that made it, and such an echo of an earlier change, coming late, takes
 * the place of a later one for a while. What other windows add comes through the state.
 */
export class AccountEntries {
  /** By id; undefined for an entry that was removed. */
  private readonly changed = new Map<string, unknown>();

  constructor(private readonly state: vscode.Memento) {}

  all(): readonly unknown[] {
    const value = this.state.get<unknown>(stateKey);
    const stored = readEntries(value) ?? [value];
    const ids = new Set(stored.map(idOf));
    const added = [...this.changed].filter(([id]) => !ids.has(id)).map(([, entry]) => entry);
    const current = stored.map(entry =>
      this.changed.has(idOf(entry)) ? this.changed.get(idOf(entry)) : entry,
    );
    return [...current, ...added].filter(entry => entry !== undefined);
  }

  /** Adds an entry, or replaces the one with its id. */
  set(entry: Account): Promise<void> {
    return this.change(entry.id, entry);
  }

  remove(id: string): Promise<void> {
    return this.change(id, undefined);
  }

  /** Another window has removed it. */
  noteRemoved(id: string): void {
    this.changed.set(id, undefined);
  }

  private async change(id: string, entry: unknown): Promise<void> {
    this.changed.set(id, entry);
    const old = this.state.get<unknown>(stateKey);
    const unreadable = readEntries(old) === undefined;
    if (unreadable) await this.state.update(asideKey, old);
    const kept = this.all().filter(known => !unreadable || known !== old);
    await this.state.update(stateKey, writeEntries(kept));
  }
}
