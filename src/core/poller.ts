import { AccountFollower } from './accountFollower';
import type { Clock } from './clock';
import type { AccountSource, Connections } from './connections';
import { Owner } from './lifecycle';
import { placesOf } from './places';
import { Durations } from './durations';
import type { Attention } from './pace';
import type { TaskStore } from './store';

export interface PollerParts {
  readonly store: TaskStore;
  readonly clock: Clock;
  readonly accounts: AccountSource;
  readonly connections: Connections;
  /** Milliseconds between readings of a list; Infinity when nothing is read unless the user asks. */
  listInterval(): number;
  /** Whether the user sees the tasks now; `wake` when that changes. */
  attention(): Attention;
  /** From 0 to 1. */
  random(): number;
}

/** Keeps one follower for each account there is. */
export class Poller extends Owner {
  private readonly followers = new Map<string, AccountFollower>();
  private readonly durations = new Durations();

  constructor(private readonly parts: PollerParts) {
    super();
    this.own(parts.accounts.onDidChange(ids => ids.forEach(id => void this.restart(id, true))));
  }

  /** Begins with every account; waits for nothing. */
  start(): void {
    for (const { id } of this.parts.accounts.list())
      void this.restart(id, this.parts.listInterval() !== Infinity);
  }

  /**
   * Reads one account or all of them now. Resolves when that is over; the failure of an account shows in its
   * places, it does not reject.
   */
  async refresh(account?: string): Promise<void> {
    const ids = account === undefined ? [...this.followers.keys()] : [account];
    await Promise.all(ids.flatMap(id => this.followers.get(id)?.refresh(true) ?? []));
  }

  /** Lets the followers notice a task that was put into the store, or a setting that changed. */
  wake(): void {
    for (const follower of this.followers.values()) follower.wake();
  }

  override dispose(): void {
    super.dispose();
    for (const follower of this.followers.values()) follower.dispose();
    this.followers.clear();
  }

  /** @param read whether to read its lists now: always after something the user did, else unless that is off */
  private async restart(id: string, read: boolean): Promise<void> {
    this.followers.get(id)?.dispose();
    this.followers.delete(id);
    const { accounts, connections, store } = this.parts;
    const account = accounts.get(id);
    const cloud = account && connections.cloud(account.cloud);
    if (!account || !cloud) {
      store.setPlaces(id, []);
      return;
    }
    const parts = {
      ...this.parts,
      durations: this.durations,
      account: (wanted: string) => accounts.get(wanted),
    };
    const follower = new AccountFollower(id, placesOf(account, cloud), parts);
    this.followers.set(id, follower);
    if (read) await follower.refresh();
    else for (const place of store.places(id)) store.setState({ ...place, state: 'off' });
  }
}
