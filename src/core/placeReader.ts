import type { Account, TrackedTask } from './account';
import type { CallOptions, TaskService } from './cloud';
import type { Clock } from './clock';
import type { Durations } from './durations';
import { followPause, nextPause, wholeListInterval } from './pace';
import type { TaskStore } from './store';
import { isFinished, type Task, type TaskPlace } from './task';

export interface ReaderParts {
  readonly store: TaskStore;
  readonly clock: Clock;
  readonly durations: Durations;
  /** The account as it is now, with its tracked tasks. */
  account(): Account | undefined;
}

/** Only the first call of a reading is made once. */
type Changing = CallOptions & { once?: boolean | undefined };

/** So many tasks can be looked at closely. */
const fewTasks = 10;

/** Reads one list of one account into the store, as far as something can be new, and remembers how far that was. */
export class PlaceReader {
  /** When the last reading that told what is new began, and the last of the whole list; -Infinity for never. */
  listedAt = -Infinity;
  wholeAt = -Infinity;
  /** Something does not add up: the whole list is to be read at once. */
  due = false;
  /** Milliseconds between two looks at unfinished tasks: longer while nothing happens. */
  pause: number = followPause.first;

  constructor(
    private readonly place: TaskPlace,
    private readonly parts: ReaderParts,
  ) {}

  /** What is new, or the whole list when that has not been read for long. */
  readDue(service: TaskService, options: CallOptions): Promise<void> {
    const now = this.parts.clock.now();
    const { news } = service;
    // By a clock that was set back what came since the last reading cannot be asked for.
    if (!news || now < this.listedAt || now - this.wholeAt >= wholeListInterval)
      return this.readList(service, { ...options, reason: 'whole' });
    return this.readNews(news, service, options);
  }

  private async readNews(
    news: NonNullable<TaskService['news']>,
    service: TaskService,
    called: CallOptions,
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
    const options: Changing = { ...called, reason: 'news' };
    await this.readPages(news(known, scope, options), options, tasks => {
      for (const { key } of tasks) if (!store.task(key)) fresh.add(key);
      this.take(tasks);
      for (const { key } of tasks) seen.add(key);
    });
    this.listedAt = startedAt;
    if (doubted) this.doubt(false);
    // With what has a status that we do not know, which may be so for ever.
    const open = store.openTasks(this.place).filter(({ id, key }) => id !== '' && !seen.has(key));
    await this.look(service, open, called);
  }

  /** Where it breaks off in the middle, the rows it took are no known ground: older ones may be missing behind them. */
  private async readPages(
    pages: AsyncIterable<readonly Task[]>,
    options: Changing,
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

  /** The whole list; what it does not show is dropped. */
  async readList(service: TaskService, called: CallOptions): Promise<void> {
    const { store, clock } = this.parts;
    const { region } = this.place;
    const startedAt = clock.now();
    const tracked = this.tracked();
    // What comes in while we read, such as a task that is tracked now, is not ours to drop.
    const unseen = new Set(store.tasksOf(this.place).map(({ key }) => key));
    const options: Changing = { ...called };
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

  /** Looks at what runs or waits. */
  readUnfinished(service: TaskService, options: CallOptions): Promise<void> {
    return this.look(service, this.unfinished(), options);
  }

  private async look(service: TaskService, before: readonly Task[], called: CallOptions): Promise<void> {
    if (before.length === 0) return;
    const options: CallOptions = { ...called, reason: 'unfinished' };
    const tasks = await service.follow(before, this.place.region, options);
    options.signal.throwIfAborted();
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
  unfinished(): Task[] {
    return this.parts.store
      .openTasks(this.place)
      .filter(({ id, status }) => id !== '' && (status === 'running' || status === 'waiting'));
  }
}
