import type { CallOptions, Connection, TaskService } from './cloud';
import type { Account, TrackedTask } from './account';
import type { Clock } from './clock';
import { compact } from './compact';
import { isCloudError, placed, type Problem } from './errors';
import type { Durations } from './durations';
import {
  failurePause,
  followPause,
  lookPause,
  nextPause,
  paced,
  wholeListInterval,
  type Attention,
} from './pace';
import type { PlaceState, TaskStore } from './store';
import { isFinished, type Task, type TaskPlace } from './task';

export interface PlaceParts {
  readonly store: TaskStore;
  readonly clock: Clock;
  readonly durations: Durations;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly attention: () => Attention;
  /** The account as it is now, with its tracked tasks. */
  account(): Account | undefined;
  connection(): Promise<Connection>;
  /** Told after each call, with what was wrong with it, if anything. */
  onCall(problem: Problem | undefined): void;
}

/** No window waits longer than this for what another one was told by the cloud, milliseconds. */
const longestHandedOn = 60 * 60_000;

/** So many tasks can be looked at closely. */
const fewTasks = 10;

/**
 * Reads one list of one account: whole when asked and now and then, what is new of it more often, and its unfinished
 * tasks in between.
 */
export class PlaceFollower {
  private queue: Promise<unknown> = Promise.resolve();
  private pause: number = followPause.first;
  /** When the last reading that told what is new began, and the last of the whole list. */
  private listedAt = -Infinity;
  private wholeAt = -Infinity;
  private lookedAt = -Infinity;
  private due = false;
  private failures = 0;
  private failedAt = -Infinity;
  private quietFor = 0;

  constructor(
    private readonly place: TaskPlace,
    private readonly parts: PlaceParts,
  ) {
    // As another window, or this one before it was closed, has left it.
    const { refreshedAt, wholeAt, pausedUntil } = this.state() ?? {};
    this.listedAt = refreshedAt?.getTime() ?? -Infinity;
    this.wholeAt = wholeAt?.getTime() ?? -Infinity;
    if (pausedUntil) this.pauseUntil(pausedUntil);
  }

  /** Goes on where another window has left it: with what is due, unless the cloud has asked it to wait. */
  goOn(signal: AbortSignal): Promise<Problem | undefined> {
    return this.failures > 0 ? Promise.resolve(undefined) : this.readUp(signal);
  }

  /** What is due of the list: what is new, or the whole when that was not read for long. Never rejects. */
  readUp(signal: AbortSignal): Promise<Problem | undefined> {
    return this.inTurn(() => this.attempt(signal, service => this.readDue(service, signal)));
  }

  /** Reads the whole list, after whatever reading is under way. Never rejects: see the place's state. */
  refresh(options: CallOptions): Promise<Problem | undefined> {
    return this.inTurn(() => this.attempt(options.signal, service => this.readList(service, options)));
  }

  /** One step of following on its own: the list when it is due, else the unfinished tasks. */
  step(signal: AbortSignal, listInterval: number): Promise<Problem | undefined> {
    if (this.untilList(listInterval) === 0) return this.readUp(signal);
    return this.inTurn(() =>
      this.attempt(signal, service => this.readUnfinished(service, signal, this.unfinished())),
    );
  }

  /** Milliseconds until the next step: short while something runs and changes, long when nothing can. */
  untilNextStep(listInterval: number): number {
    if (this.failures > 0) return this.since(this.failedAt, this.quietFor);
    return Math.min(this.untilLook(), this.untilList(listInterval));
  }

  /** Milliseconds until the next look at unfinished tasks. */
  private untilLook(): number {
    const { clock, durations, attention, random } = this.parts;
    const pauses = this.unfinished().map(task => {
      const age = task.createdAt && clock.now() - task.createdAt.getTime();
      return lookPause(age, durations.usual(task), this.pause);
    });
    if (pauses.length === 0) return Infinity;
    // Since the last look, or the pause would begin anew whenever it is interrupted.
    return this.since(this.lookedAt, paced(Math.min(...pauses), attention(), random()));
  }

  private untilList(listInterval: number): number {
    return this.due ? 0 : this.since(this.listedAt, paced(listInterval, this.parts.attention(), 0.5));
  }

  /** Milliseconds until so long after a moment; none when the clock was set back, and the moment seems to lie ahead. */
  private since(moment: number, pause: number): number {
    const passed = this.parts.clock.now() - moment;
    return passed < 0 ? 0 : Math.max(0, pause - passed);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work);
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  private async attempt(
    signal: AbortSignal,
    read: (service: TaskService) => Promise<void>,
  ): Promise<Problem | undefined> {
    if (signal.aborted) return undefined;
    const { store, clock } = this.parts;
    this.lookedAt = clock.now();
    try {
      const service = (await this.parts.connection()).services[this.place.service];
      if (!service) throw new Error(`There is no service ${this.place.service}.`);
      await read(service);
      this.failures = 0;
      this.parts.onCall(undefined);
      store.setState({ ...this.place, state: 'ok', ...this.times() });
      return undefined;
    } catch (error) {
      if (signal.aborted) return undefined;
      const problem = problemFrom(placed(error, this.place));
      this.failedAt = clock.now();
      this.quietFor = failurePause(++this.failures, problem.retryAfter);
      this.parts.onCall(problem);
      const pausedUntil = problem.kind === 'throttled' ? new Date(this.failedAt + this.quietFor) : undefined;
      store.setState({
        ...this.place,
        ...compact({ state: 'failed' as const, problem, pausedUntil }),
        ...this.times(),
      });
      return problem;
    }
  }

  /** As one who was told so by the cloud; a moment that is too far ahead was written before a clock was set back. */
  private pauseUntil(moment: Date): void {
    this.failedAt = this.parts.clock.now();
    this.quietFor = Math.min(moment.getTime() - this.failedAt, longestHandedOn);
    this.failures = this.quietFor > 0 ? 1 : 0;
  }

  /** What is new, or the whole list when that has not been read for long. */
  private readDue(service: TaskService, signal: AbortSignal): Promise<void> {
    const since = this.parts.clock.now() - this.wholeAt;
    const { news } = service;
    if (!news || since < 0 || since >= wholeListInterval)
      return this.readList(service, { signal, reason: 'whole' });
    return this.readNews(news, service, signal);
  }

  private async readNews(
    news: NonNullable<TaskService['news']>,
    service: TaskService,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, clock } = this.parts;
    const startedAt = clock.now();
    let doubted = false;
    // Not a list of what is known: that may be long, and hardly any of it is asked for.
    const fresh = new Set<string>();
    const known = {
      has: (key: string) => store.task(key) !== undefined && !fresh.has(key),
      count: store.size(this.place),
      since: new Date(this.listedAt),
      doubt: () => void (doubted = true),
    };
    const scope = { region: this.place.region, tracked: this.tracked() };
    const seen = new Set<string>();
    const options = this.options({ signal, reason: 'news' });
    await this.readPages(news(known, scope, options), options, tasks => {
      for (const { key } of tasks) if (!store.task(key)) fresh.add(key);
      this.take(tasks);
      for (const { key } of tasks) seen.add(key);
    });
    this.listedAt = startedAt;
    if (doubted) this.doubt(false);
    // With what has a status that we do not know, which may be so for ever.
    const open = store.openTasks(this.place).filter(({ id }) => id !== '');
    await this.readUnfinished(
      service,
      signal,
      open.filter(({ key }) => !seen.has(key)),
    );
  }

  /** Where it breaks off in the middle, the rows it took are no known ground: older ones may be missing behind them. */
  private async readPages(
    pages: AsyncIterable<readonly Task[]>,
    options: CallOptions & { once: boolean },
    take: (tasks: readonly Task[]) => void,
  ): Promise<void> {
    const { wholeAt } = this;
    for await (const tasks of pages) {
      options.signal.throwIfAborted();
      take(tasks);
      this.wholeAt = -Infinity;
      // The cloud answers: a long list must not be given up for one page of it.
      options.once = false;
    }
    options.signal.throwIfAborted();
    this.wholeAt = wholeAt;
  }

  private async readList(service: TaskService, called: CallOptions): Promise<void> {
    const { store, clock } = this.parts;
    const { region } = this.place;
    const startedAt = clock.now();
    const tracked = this.tracked();
    // What comes in while we read, such as a task that is tracked now, is not ours to drop.
    const unseen = new Set(store.tasksOf(this.place).map(({ key }) => key));
    const options = this.options(called);
    await this.readPages(service.list({ region, tracked }, options), options, tasks => {
      this.take(tracked.length > 0 ? this.stillTracked(tasks) : tasks);
      for (const { key } of tasks) unseen.delete(key);
    });
    store.drop(this.place, unseen, new Date(clock.now()));
    this.listedAt = startedAt;
    this.wholeAt = startedAt;
    this.due = false;
    this.pause = followPause.first;
  }

  private async readUnfinished(
    service: TaskService,
    signal: AbortSignal,
    before: readonly Task[],
  ): Promise<void> {
    if (before.length === 0) return;
    const tasks = await service.follow(
      before,
      this.place.region,
      this.options({ signal, reason: 'unfinished' }),
    );
    signal.throwIfAborted();
    const { store } = this.parts;
    const found = new Set(tasks.map(({ key }) => key));
    // One that has vanished goes with a whole reading, which is due then.
    if (before.some(({ key }) => !found.has(key))) this.doubt(true);
    // A row that was dropped meanwhile does not come back.
    const present = tasks.filter(({ key }) => store.task(key));
    const ended = present.some(task => task.status !== store.task(task.key)?.status);
    const changed = this.take(present);
    // Of many, some percentage changes all the time: only of a few is each worth a closer look.
    const isLively = ended || (changed && before.length <= fewTasks);
    this.pause = isLively ? followPause.first : nextPause(this.pause);
  }

  /** The rows may not be all there are, or too many: the whole list is read next, at once if it is `due`. */
  private doubt(due: boolean): void {
    this.wholeAt = -Infinity;
    this.due = due;
  }

  /** A place in trouble is tried again by its pauses alone: a cloud that is down need not hear from us fourfold. */
  private options(options: CallOptions): CallOptions & { once: boolean } {
    return { ...options, once: options.once === true || this.failures > 0 };
  }

  /** Puts tasks into the store, and learns how long those took that are over now. @returns whether anything changed */
  private take(tasks: readonly Task[]): boolean {
    const { store, clock, durations } = this.parts;
    for (const task of tasks) {
      const before = store.task(task.key);
      if (before && !isFinished(before) && isFinished(task)) {
        durations.note(task, Math.min(clock.now(), task.updatedAt?.getTime() ?? Infinity));
      }
    }
    return store.put(this.place, tasks);
  }

  private tracked(): readonly TrackedTask[] {
    const { service, region } = this.place;
    return (this.parts.account()?.tracked ?? []).filter(
      task => task.service === service && task.region === region,
    );
  }

  private stillTracked(tasks: readonly Task[]): readonly Task[] {
    const ids = new Set(this.tracked().map(({ id }) => id));
    return tasks.filter(({ id }) => ids.has(id));
  }

  /** What is looked at closely. */
  private unfinished(): Task[] {
    return this.parts.store
      .openTasks(this.place)
      .filter(({ id, status }) => id !== '' && (status === 'running' || status === 'waiting'));
  }

  private times(): Pick<PlaceState, 'refreshedAt' | 'wholeAt'> {
    const [refreshedAt, wholeAt] = [this.listedAt, this.wholeAt].map(at =>
      at === -Infinity ? undefined : new Date(at),
    );
    return compact({ refreshedAt, wholeAt });
  }

  private state(): PlaceState | undefined {
    const { account, service, region } = this.place;
    return this.parts.store.places(account).find(at => at.service === service && at.region === region);
  }
}

/** What a failure is, as data; a fault of ours is told as a protocol problem rather than swallowed. */
export function problemFrom(error: unknown): Problem {
  if (isCloudError(error)) return error.problem;
  return { kind: 'protocol', message: error instanceof Error ? error.message : String(error) };
}
