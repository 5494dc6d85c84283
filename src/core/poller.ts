import { AccountFollower } from './accountFollower';
import type { Clock } from './clock';
import type { AccountSource, Connections } from './connections';
import { Owner } from './lifecycle';
import { placesOf } from './places';
import { Durations } from './durations';
import type { Attention } from './pace';
import type { TaskStore } from './store';
import type { TaskPlace } from './task';

export interface PollerParts {
  readonly store: TaskStore;
  readonly clock: Clock;
  readonly accounts: AccountSource;
  readonly connections: Connections;
  /** Milliseconds between readings of a list; Infinity when nothing is read unless the user asks. */
  readonly listInterval: () => number;
  /** Whether the user sees the tasks now; `wake` when that changes. */
  readonly attention: () => Attention;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Whether this window calls the cloud for an account: one does it for all of them. See {@link Poller.reassign}. */
  readonly calls: (account: string) => boolean;
  /** Makes this window the one that calls: the user acts here. */
  readonly takeOver: () => Promise<void>;
}

/** A window that becomes the one that calls within so many milliseconds has just been opened, be it after a crash. */
const justOpened = 30_000;

/** Keeps one follower for each account that this window calls for. */
export class Poller extends Owner {
  private readonly followers = new Map<string, AccountFollower>();
  private readonly durations = new Durations();

  private openedAt = -Infinity;
  private ended = false;
  /** Accounts that have come to this window while it was asked to read them anyway. */
  private readonly taken = new Set<string>();
  private asking = 0;

  constructor(private readonly parts: PollerParts) {
    super();
    this.own(parts.accounts.onDidChange(ids => ids.forEach(id => void this.restart(id))));
  }

  /** Shows every account, and begins with those that this window calls for; waits for nothing. */
  start(): void {
    this.openedAt = this.parts.clock.now();
    for (const { id } of this.parts.accounts.list()) this.showPlaces(id);
    this.reassign();
  }

  /** To be told when another window has begun or ended to call the clouds. */
  reassign(): void {
    if (this.ended) return;
    const { accounts, calls, clock } = this.parts;
    const isOpening = clock.now() - this.openedAt < justOpened;
    for (const { id } of accounts.list()) {
      const follower = this.followers.get(id);
      if (follower && !calls(id)) {
        follower.dispose();
        this.followers.delete(id);
      } else if (!follower && calls(id)) {
        this.begin(id);
        if (this.asking > 0) this.taken.add(id);
        else this.resume(id, isOpening);
      }
    }
  }

  /** Goes on with an account, unless nothing is read that the user does not ask for. */
  private resume(id: string, anew: boolean): void {
    if (this.parts.listInterval() === Infinity) this.markOff(id);
    else void this.followers.get(id)?.resume(anew);
  }

  /**
   * Reads one account or all of them now. Resolves when that is over; the failure of an account shows in its
   * places, it does not reject.
   */
  async refresh(account?: string): Promise<void> {
    this.asking++;
    await this.takeOver().finally(() => this.asking--);
    const ids = account === undefined ? [...this.followers.keys()] : [account];
    for (const id of this.taken) if (!ids.includes(id)) this.resume(id, false);
    this.taken.clear();
    await Promise.all(ids.flatMap(id => this.followers.get(id)?.refresh(true) ?? []));
  }

  /** Makes this window the one that calls; for whatever the user does that others have to know. */
  async takeOver(): Promise<void> {
    await this.parts.takeOver();
    this.reassign();
  }

  /** Lets the followers notice a task that was put into the store, or a setting that changed. */
  wake(): void {
    for (const follower of this.followers.values()) follower.wake();
  }

  override dispose(): void {
    super.dispose();
    this.ended = true;
    for (const follower of this.followers.values()) follower.dispose();
    this.followers.clear();
  }

  /** After something the user did with an account its lists are read, also with a credential that was refused. */
  private async restart(id: string): Promise<void> {
    this.followers.get(id)?.dispose();
    this.followers.delete(id);
    this.showPlaces(id);
    if (this.parts.calls(id)) await this.begin(id)?.refresh();
  }

  /** Undefined for an account that is not there, that cannot be used, or that is not to be called. */
  private begin(id: string): AccountFollower | undefined {
    const { accounts } = this.parts;
    const places = this.placesOf(id);
    if (!places) return undefined;
    if (accounts.get(id)?.disabled) {
      this.markOff(id);
      return undefined;
    }
    const parts = {
      ...this.parts,
      durations: this.durations,
      account: (wanted: string) => accounts.get(wanted),
    };
    const follower = new AccountFollower(id, places, parts);
    this.followers.set(id, follower);
    return follower;
  }

  private showPlaces(id: string): void {
    this.parts.store.setPlaces(id, this.placesOf(id) ?? []);
  }

  /** What is not read, for nobody has asked, is off; and all of an account that is disabled. */
  private markOff(id: string): void {
    const { store, accounts } = this.parts;
    const disabled = accounts.get(id)?.disabled;
    for (const place of store.places(id)) {
      if (disabled || place.state === 'loading') store.setState({ ...place, state: 'off' });
    }
  }

  private placesOf(id: string): TaskPlace[] | undefined {
    const { accounts, connections } = this.parts;
    const account = accounts.get(id);
    const cloud = account && connections.cloud(account.cloud);
    return account && cloud && placesOf(account, cloud);
  }
}
