import type { CallOptions, Connection, TaskService } from './cloud';
import { compact } from './compact';
import { isCloudError, placed, type Problem } from './errors';
import { failurePause, lookPause, paced, type Attention } from './pace';
import { PlaceReader, type ReaderParts } from './placeReader';
import type { PlaceState } from './store';
import type { TaskPlace } from './task';

export interface PlaceParts extends ReaderParts {
  /** From 0 to 1. */
  readonly random: () => number;
  readonly attention: () => Attention;
  connection(): Promise<Connection>;
  /** Told after each call, with what was wrong with it, if anything. */
  onCall(problem: Problem | undefined): void;
}

/** No window waits longer than this for what another one was told by the cloud, milliseconds. */
const longestHandedOn = 60 * 60_000;

/**
 * Says when one list of one account is read: whole when asked and now and then, what is new of it more often, and its
 * unfinished tasks in between.
 */
export class PlaceFollower {
  private queue: Promise<unknown> = Promise.resolve();
  private ended = 0;
  private readonly reader: PlaceReader;
  private lookedAt = -Infinity;
  private failures = 0;
  private failedAt = -Infinity;
  private quietFor = 0;

  constructor(
    private readonly place: TaskPlace,
    private readonly parts: PlaceParts,
  ) {
    // As another window, or this one before it was closed, has left it.
    const { refreshedAt, wholeAt, pausedUntil } = this.state() ?? {};
    this.reader = new PlaceReader(place, parts);
    this.reader.listedAt = refreshedAt?.getTime() ?? -Infinity;
    this.reader.wholeAt = wholeAt?.getTime() ?? -Infinity;
    if (pausedUntil) this.pauseUntil(pausedUntil);
  }

  /** Goes on where another window has left it: with what is due, unless the cloud has asked it to wait. */
  goOn(signal: AbortSignal): Promise<Problem | undefined> {
    return this.failures > 0 ? Promise.resolve(undefined) : this.readUp(signal);
  }

  /** What is due of the list: what is new, or the whole when that was not read for long. Never rejects. */
  readUp(signal: AbortSignal): Promise<Problem | undefined> {
    return this.inTurn(() =>
      this.attempt(signal, service => this.reader.readDue(service, this.options({ signal }))),
    );
  }

  /** Reads the whole list, after whatever reading is under way. Never rejects: see the place's state. */
  refresh(options: CallOptions): Promise<Problem | undefined> {
    return this.inTurn(() =>
      this.attempt(options.signal, service => this.reader.readList(service, this.options(options))),
    );
  }

  /** How many readings are over, whoever wanted them. */
  get readings(): number {
    return this.ended;
  }

  /**
   * One step of following on its own: the list when it is due, else the unfinished tasks.
   *
   * @param known how many readings were over when the step was due: it is not, when another was waited for
   */
  step(signal: AbortSignal, listInterval: number, known = this.readings): Promise<Problem | undefined> {
    return this.inTurn(async () => {
      if (this.readings !== known) return undefined;
      const { reader } = this;
      // That a trouble is over shows in an answer alone.
      const isUnproven = this.failures > 0 && reader.unfinished().length === 0;
      const isDue = isUnproven || this.untilList(listInterval) === 0;
      return this.attempt(signal, service =>
        isDue
          ? reader.readDue(service, this.options({ signal }))
          : reader.readUnfinished(service, this.options({ signal })),
      );
    });
  }

  /** Milliseconds until the next step: short while something runs and changes, long when nothing can. */
  untilNextStep(listInterval: number): number {
    if (this.failures > 0) return this.since(this.failedAt, this.quietFor);
    return Math.min(this.untilLook(), this.untilList(listInterval));
  }

  /** Milliseconds until the next look at unfinished tasks. */
  private untilLook(): number {
    const { clock, durations, attention, random } = this.parts;
    const pauses = this.reader.unfinished().map(task => {
      const age = task.createdAt && clock.now() - task.createdAt.getTime();
      return lookPause(age, durations.usual(task), this.reader.pause);
    });
    if (pauses.length === 0) return Infinity;
    // Since the last look, or the pause would begin anew whenever it is interrupted.
    return this.since(this.lookedAt, paced(Math.min(...pauses), attention(), random()));
  }

  private untilList(listInterval: number): number {
    const { due, listedAt } = this.reader;
    return due ? 0 : this.since(listedAt, paced(listInterval, this.parts.attention(), 0.5));
  }

  /** Milliseconds until so long after a moment; none when the clock was set back, and the moment seems to lie ahead. */
  private since(moment: number, pause: number): number {
    const passed = this.parts.clock.now() - moment;
    return passed < 0 ? 0 : Math.max(0, pause - passed);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work).finally(() => this.ended++);
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

  /** A place in trouble is tried again by its pauses alone: a cloud that is down need not hear from us fourfold. */
  private options(options: CallOptions): CallOptions {
    return { ...options, once: options.once === true || this.failures > 0 };
  }

  private times(): Pick<PlaceState, 'refreshedAt' | 'wholeAt'> {
    const [refreshedAt, wholeAt] = [this.reader.listedAt, this.reader.wholeAt].map(at =>
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
