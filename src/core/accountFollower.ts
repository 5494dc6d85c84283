import type { Account } from './account';
import type { Connections } from './connections';
import type { Clock } from './clock';
import type { Problem } from './errors';
import type { Disposable } from './lifecycle';
import { failurePause } from './pace';
import { PlaceFollower } from './placeFollower';
import type { TaskStore } from './store';
import type { TaskPlace } from './task';

export interface AccountFollowerParts {
  readonly store: TaskStore;
  readonly clock: Clock;
  readonly connections: Connections;
  /** Milliseconds between whole readings; Infinity when nothing is read unless the user asks. */
  listInterval(): number;
  account(id: string): Account | undefined;
}

/** The cloud has said no to the credential itself: every further call would be refused too. */
const isRefusal = (problem: Problem | undefined): boolean =>
  problem?.kind === 'auth' || problem?.kind === 'expiredCredential';

/** A timer cannot wait for more than 24 days, and a clock that was set back should be noticed. */
const longestSleep = 60 * 60_000;
const shortestSleep = 1_000;

/** Follows all places of one account; stops all of them when its credential is refused. */
export class AccountFollower implements Disposable {
  private readonly stopped = new AbortController();
  private readonly followers: readonly PlaceFollower[];
  /** Whether a call of this credential has been let in. Until then places are called one after another. */
  private proven = false;
  private refused = false;
  private looping = false;
  private pauses = new AbortController();

  constructor(
    private readonly id: string,
    places: readonly TaskPlace[],
    private readonly parts: AccountFollowerParts,
  ) {
    parts.store.setPlaces(id, places);
    this.followers = places.map(
      place =>
        new PlaceFollower(place, {
          store: parts.store,
          clock: parts.clock,
          account: () => parts.account(id),
          connection: () => this.connect(),
          onCall: problem => this.noteCall(problem),
        }),
    );
  }

  /**
   * Reads every list now; the user acts, so a refused credential is tried again. Resolves when that is over: a
   * failure shows in the states of the places.
   */
  async refresh(): Promise<void> {
    this.refused = false;
    this.setLoading();
    let next = 0;
    // Wrong keys cost: Huawei locks one after five failures. So one call goes ahead until one is let in.
    while (next < this.followers.length && !this.proven && !this.refused) {
      await this.followers[next++]?.refresh(this.stopped.signal);
    }
    if (!this.refused) {
      await Promise.all(this.followers.slice(next).map(place => place.refresh(this.stopped.signal)));
    }
    if (this.refused) this.markOff();
    this.wake();
    if (!this.refused) void this.follow();
  }

  /** Ends the pauses between steps: something happened that they did not reckon with. */
  wake(): void {
    this.pauses.abort();
    this.pauses = new AbortController();
  }

  dispose(): void {
    this.stopped.abort();
  }

  private async connect() {
    const account = this.parts.account(this.id);
    if (!account) throw new Error('The account is gone.');
    return this.parts.connections.get(account);
  }

  private noteCall(problem: Problem | undefined): void {
    if (isRefusal(problem)) {
      this.refused = true;
      this.proven = false;
    } else if (problem === undefined || problem.kind === 'permission' || problem.kind === 'notActivated') {
      this.proven = true;
    }
  }

  /** Starts a loop for each place; they end with the account or with a refusal, and start again on a refresh. */
  private async follow(): Promise<void> {
    if (this.looping) return;
    this.looping = true;
    await Promise.all(this.followers.map(place => this.loop(place)));
    this.looping = false;
    if (this.refused) this.markOff();
  }

  private async loop(place: PlaceFollower): Promise<void> {
    const { signal } = this.stopped;
    let failures = 0;
    let retryAfter = 0;
    while (!signal.aborted && !this.refused) {
      const interval = this.parts.listInterval();
      const due = failures > 0 ? failurePause(failures, retryAfter) : place.untilNextStep(interval);
      const slept = await this.sleep(interval === Infinity ? longestSleep : due);
      if (!slept || interval === Infinity) continue;
      const problem = await place.step(signal, interval);
      failures = problem ? failures + 1 : 0;
      retryAfter = problem?.retryAfter ?? 0;
    }
  }

  /** @returns false when it was woken before its time */
  private async sleep(ms: number): Promise<boolean> {
    const signal = AbortSignal.any([this.stopped.signal, this.pauses.signal]);
    const bounded = Math.min(Math.max(ms, shortestSleep), longestSleep);
    return this.parts.clock.sleep(bounded, signal).then(
      () => ms <= longestSleep,
      () => false,
    );
  }

  private setLoading(): void {
    for (const state of this.parts.store.places(this.id)) {
      this.parts.store.setState({ ...state, state: 'loading' });
    }
  }

  /** The places that were not called for the refusal of another say so, with its reason; old rows stay. */
  private markOff(): void {
    const states = this.parts.store.places(this.id);
    const reason = states.find(state => isRefusal(state.problem))?.problem;
    for (const state of states) {
      if (reason && !isRefusal(state.problem))
        this.parts.store.setState({ ...state, state: 'off', problem: reason });
    }
  }
}
