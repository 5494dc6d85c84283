import { setMaxListeners } from 'node:events';
import type { Account } from './account';
import type { Connections } from './connections';
import type { Clock } from './clock';
import type { Durations } from './durations';
import { isCredentialRefused, type Problem } from './errors';
import type { Disposable } from './lifecycle';
import type { Attention } from './pace';
import { PlaceFollower } from './placeFollower';
import type { PlaceState, TaskStore } from './store';
import type { TaskPlace } from './task';

export interface AccountFollowerParts {
  readonly store: TaskStore;
  readonly clock: Clock;
  readonly connections: Connections;
  readonly durations: Durations;
  /** From 0 to 1: spreads out what would come at once. */
  readonly random: () => number;
  readonly attention: () => Attention;
  /** Milliseconds between readings of a list; Infinity when nothing is read unless the user asks. */
  readonly listInterval: () => number;
  account(id: string): Account | undefined;
}

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
  private refreshing: Promise<void> | undefined;
  private begun = false;
  private readonly looping = new Set<PlaceFollower>();
  private pauses = new AbortController();
  private lastStep: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly id: string,
    places: readonly TaskPlace[],
    private readonly parts: AccountFollowerParts,
  ) {
    // Each call that waits listens to it, of as many regions as there are.
    setMaxListeners(0, this.stopped.signal);
    parts.store.setPlaces(id, places);
    this.followers = places.map(
      place =>
        new PlaceFollower(place, {
          ...parts,
          account: () => parts.account(id),
          connection: () => this.connect(),
          onCall: problem => this.noteCall(problem),
        }),
    );
  }

  /**
   * Reads every list now, also with a credential that was refused. Resolves when that is over: a failure shows in the
   * states of the places.
   *
   * @param asked whether the user asked for it and waits: then a call that fails is not made again
   */
  refresh(asked = false): Promise<void> {
    // Whoever asks while it is under way shares it: five clicks must not be five refusals, which lock a key.
    this.refreshing ??= this.readWhole(asked).finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  private readWhole(asked: boolean): Promise<void> {
    this.refused = false;
    this.setLoading();
    const options = { signal: this.stopped.signal, once: asked, reason: 'asked' } as const;
    return this.readAll(place => place.refresh(options));
  }

  /**
   * Goes on from what is known of the lists: reads what is due of them. A credential that is known to be refused is not
   * tried again, unless `anew`.
   */
  resume(anew: boolean): Promise<void> {
    const states = this.parts.store.places(this.id);
    this.refused = !anew && states.some(({ problem }) => isCredentialRefused(problem));
    this.begun = true;
    if (this.refused) {
      // One that was about to be tried when the window before went is as it was.
      for (const state of states) {
        if (state.state === 'loading' && isCredentialRefused(state.problem))
          this.parts.store.setState({ ...state, state: 'failed' });
      }
      this.markOff();
      return Promise.resolve();
    }
    return this.readAll(place => place.goOn(this.stopped.signal));
  }

  private async readAll(read: (place: PlaceFollower) => Promise<unknown>): Promise<void> {
    this.begun = true;
    this.proven = false; // a key that was let in before may have been withdrawn
    let next = 0;
    // Wrong keys cost: Huawei locks one after five failures. So one call goes ahead until one is let in.
    for (
      let place = this.followers[next];
      place && !this.proven && !this.refused;
      place = this.followers[next]
    ) {
      await read(place);
      next++;
    }
    if (!this.refused) await Promise.all(this.followers.slice(next).map(read));
    if (this.refused) this.markOff();
    this.wake();
    if (!this.refused) this.follow();
  }

  /** Ends the pauses between steps: something happened that they did not reckon with. */
  wake(): void {
    // Following by itself was off and has been turned on.
    if (!this.begun && this.parts.listInterval() !== Infinity) void this.refresh();
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
    if (isCredentialRefused(problem)) {
      this.refused = true;
      this.proven = false;
      this.wake(); // the loops that sleep must not call any more
    } else if (problem === undefined || problem.kind === 'permission' || problem.kind === 'notActivated') {
      this.proven = true;
    }
  }

  /** Starts a loop for each place; they end with the account or with a refusal, and start again on a refresh. */
  private follow(): void {
    for (const place of this.followers) {
      if (!this.looping.has(place)) void this.loop(place);
    }
  }

  private async loop(place: PlaceFollower): Promise<void> {
    const { signal } = this.stopped;
    this.looping.add(place);
    while (!signal.aborted && !this.refused) {
      const interval = this.parts.listInterval();
      // What is due is due no more when another reading has come between, such as one the user asked for.
      const { readings } = place;
      const slept = await this.sleep(interval === Infinity ? longestSleep : place.untilNextStep(interval));
      if (slept && interval !== Infinity) await this.inTurn(() => place.step(signal, interval, readings));
    }
    this.looping.delete(place);
    if (this.refused) this.markOff();
  }

  /** Places are followed one after another too, so that a key that is withdrawn is refused once. */
  private inTurn(step: () => Promise<unknown>): Promise<unknown> {
    this.lastStep = this.lastStep.then(() => (this.refused ? undefined : step()));
    return this.lastStep;
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
    // The others may still carry the reason of an earlier refusal.
    const wasRefused = ({ state, problem }: PlaceState) => state === 'failed' && isCredentialRefused(problem);
    const reason = states.find(wasRefused)?.problem;
    for (const state of states) {
      if (reason && !wasRefused(state))
        this.parts.store.setState({ ...state, state: 'off', problem: reason });
    }
  }
}
