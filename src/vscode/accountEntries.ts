import type * as vscode from 'vscode';
import type { Account } from '../core/account';
import { idOf, readEntries, writeEntries } from './storedAccount';

const stateKey = 'cloudTasks.accounts';
/** Where a value that cannot be read is kept when a new one must be written. */
const asideKey = 'cloudTasks.accounts.unreadable';

/** So many looks after a change the editor has told it back, and what the state says of it then holds. */
const settledAfter = 5;

interface Change {
  /** Undefined when it was removed. */
  readonly entry: unknown;
  /** What the entry was before, as texts; none when another window has removed it. */
  readonly earlier: readonly (string | undefined)[];
  looks: number;
}

/**
 * The stored entries of accounts. What this window has changed a moment ago is kept beside the global state and wins
 * over it: the editor tells each change back to the window that made it, and such an echo of an earlier change, coming
 * late, takes the place of a later one for a while. What other windows change comes through the state.
 */
export class AccountEntries {
  private readonly changed = new Map<string, Change>();
  /** The entries at the last look, as texts. */
  private seen: Map<string, string>;

  constructor(private readonly state: vscode.Memento) {
    this.seen = textsOf(this.stored());
  }

  all(): readonly unknown[] {
    const stored = this.stored();
    const ids = new Set(stored.map(idOf));
    const added = [...this.changed].filter(([id]) => !ids.has(id)).map(([, { entry }]) => entry);
    const current = stored.map(entry => {
      const change = this.changed.get(idOf(entry));
      return change ? change.entry : entry;
    });
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
    this.changed.set(id, { entry: undefined, earlier: [], looks: 0 });
    this.seen.delete(id);
  }

  /**
   * Looks what other windows have changed: the state tells nobody. It is one value, so of two windows that write it at
   * the same moment one writes over the other, which writes once more then.
   *
   * @returns ids of the entries that are not as they were at the last look, but for changes of this window
   */
  look(): string[] {
    this.settle();
    const texts = textsOf(this.all());
    const ids = [...new Set([...this.seen.keys(), ...texts.keys()])];
    const changed = ids.filter(id => this.seen.get(id) !== texts.get(id));
    this.seen = texts;
    return changed;
  }

  private settle(): void {
    const texts = textsOf(this.stored());
    let lost = false;
    for (const [id, change] of this.changed) {
      if (++change.looks < settledAfter) continue;
      const isLost = texts.get(id) !== textOf(change.entry) && change.earlier.includes(texts.get(id));
      if (isLost) change.looks = 0;
      // An entry that says something else by now was changed by another window later.
      else if (change.entry !== undefined || !texts.has(id)) this.changed.delete(id);
      lost ||= isLost;
    }
    if (lost) void this.write().catch(() => undefined); // it is tried again
  }

  private change(id: string, entry: unknown): Promise<void> {
    const earlier = [...(this.changed.get(id)?.earlier ?? []), textsOf(this.all()).get(id)];
    this.changed.set(id, { entry, earlier, looks: 0 });
    const text = textOf(entry);
    if (text === undefined) this.seen.delete(id);
    else this.seen.set(id, text);
    return this.write();
  }

  private async write(): Promise<void> {
    const old = this.state.get<unknown>(stateKey);
    const unreadable = readEntries(old) === undefined;
    if (unreadable) await this.state.update(asideKey, old);
    const kept = this.all().filter(known => !unreadable || known !== old);
    await this.state.update(stateKey, writeEntries(kept));
  }

  private stored(): readonly unknown[] {
    const value = this.state.get<unknown>(stateKey);
    return readEntries(value) ?? [value];
  }
}

const textOf = (entry: unknown): string | undefined => JSON.stringify(entry);

const textsOf = (entries: readonly unknown[]): Map<string, string> =>
  new Map(entries.map(entry => [idOf(entry), textOf(entry) ?? '']));
