import type { CallOptions, Connection, TaskService } from './cloud';
import type { Account, TrackedTask } from './account';
import type { Clock } from './clock';
import { isCloudError, placed, type Problem } from './errors';
import { failurePause, followPause, nextPause } from './pace';
import type { PlaceState, TaskStore } from './store';
import { isFinished, type Task, type TaskPlace } from './task';

export interface PlaceParts {
  readonly store: TaskStore;
  readonly clock: Clock;
  /** The account as it is now, with its tracked tasks. */
  account(): Account | undefined;
  connection(): Promise<Connection>;
  /** Told after each call, with what was wrong with it, if anything. */
  onCall(problem: Problem | undefined): void;
}

/** Reads one list of one account: whole when asked or when it is due, and its unfinished tasks in between. */
export class PlaceFollower {
  private queue: Promise<unknown> = Promise.resolve();
  private pause: number = followPause.first;
  private listedAt = -Infinity;
  private failures = 0;
  private quietUntil = 0;

  constructor(
    private readonly place: TaskPlace,
    private readonly parts: PlaceParts,
  ) {}

  /** Reads the whole list, after whatever reading is under way. Never rejects: see the place's state. */
  refresh(options: CallOptions): Promise<Problem | undefined> {
    return this.inTurn(() => this.attempt(options.signal, service => this.readList(service, options)));
  }

  /** One step of following on its own: the list when it is due, else the unfinished tasks. */
  step(signal: AbortSignal, listInterval: number): Promise<Problem | undefined> {
    if (this.untilList(listInterval) === 0) return this.refresh({ signal });
    return this.inTurn(() => this.attempt(signal, service => this.readUnfinished(service, signal)));
  }

  /** Milliseconds until the next step: short while something runs and changes, long when nothing can. */
  untilNextStep(listInterval: number): number {
    if (this.failures > 0) return Math.max(0, this.quietUntil - this.parts.clock.now());
    const untilList = this.untilList(listInterval);
    return this.unfinished().length > 0 ? Math.min(this.pause, untilList) : untilList;
  }

  /** Zero too when the clock was set back, and the last reading seems to lie ahead. */
  private untilList(listInterval: number): number {
    const since = this.parts.clock.now() - this.listedAt;
    return since < 0 ? 0 : Math.max(0, listInterval - since);
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
    const before = this.state();
    try {
      const service = (await this.parts.connection()).services[this.place.service];
      if (!service) throw new Error(`There is no service ${this.place.service}.`);
      await read(service);
      this.failures = 0;
      this.parts.onCall(undefined);
      const refreshedAt = this.listedAt === -Infinity ? before?.refreshedAt : new Date(this.listedAt);
      store.setState({ ...this.place, state: 'ok', ...(refreshedAt && { refreshedAt }) });
      return undefined;
    } catch (error) {
      if (signal.aborted) return undefined;
      const problem = problemFrom(placed(error, this.place));
      this.quietUntil = clock.now() + failurePause(++this.failures, problem.retryAfter);
      this.parts.onCall(problem);
      const { refreshedAt } = before ?? {};
      store.setState({ ...this.place, state: 'failed', problem, ...(refreshedAt && { refreshedAt }) });
      return problem;
    }
  }

  private async readList(service: TaskService, { signal, once = false }: CallOptions): Promise<void> {
    const { store, clock } = this.parts;
    const { region } = this.place;
    const startedAt = clock.now();
    const tracked = this.tracked();
    // A place in trouble is tried again by its pauses alone: a cloud that is down need not hear from us fourfold.
    const options = { signal, once: once || this.failures > 0 };
    // What comes in while we read, such as a task that is tracked now, is not ours to drop.
    const unseen = new Set(store.tasksOf(this.place).map(({ key }) => key));
    for await (const tasks of service.list({ region, tracked }, options)) {
      signal.throwIfAborted();
      store.put(this.place, tracked.length > 0 ? this.stillTracked(tasks) : tasks);
      for (const { key } of tasks) unseen.delete(key);
    }
    signal.throwIfAborted();
    store.drop(this.place, unseen);
    this.listedAt = startedAt;
    this.pause = followPause.first;
  }

  private async readUnfinished(service: TaskService, signal: AbortSignal): Promise<void> {
    const before = this.unfinished();
    if (before.length === 0) return;
    const tasks = await service.follow(before, this.place.region, { signal, once: this.failures > 0 });
    signal.throwIfAborted();
    const { store } = this.parts;
    // A row that was dropped meanwhile does not come back.
    const moved = store.put(
      this.place,
      tasks.filter(({ key }) => store.task(key)),
    );
    this.pause = moved ? followPause.first : nextPause(this.pause);
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

  private unfinished(): Task[] {
    return this.parts.store.tasksOf(this.place).filter(task => task.id !== '' && !isFinished(task));
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
