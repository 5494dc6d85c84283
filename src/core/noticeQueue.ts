import type { Clock } from './clock';
import { Owner } from './lifecycle';
import type { Task } from './task';

/** What ends within this time is told together, milliseconds. */
const gatherTime = 1_000;
/** So long a notice is taken to be on screen, unless the user has closed it: the editor does not tell, milliseconds. */
const standingTime = 60_000;
/** How long another window, which learns of it a little later, has time to tell, milliseconds. */
const offerTime = 6_000;
/** How long one that has learnt of an ending waits for the offer of the window that has found it out, milliseconds. */
const lookTime = 2_000;

export interface NoticeQueueParts {
  readonly clock: Clock;
  /** Tells of tasks. Resolves when the user has answered or closed it. */
  readonly tell: (tasks: readonly Task[]) => Promise<unknown>;
  /** Those whose file is fetched by itself: what becomes of it is told when that is over, and not the ending before. */
  readonly fetched: (tasks: readonly Task[]) => Promise<readonly Task[]>;
  /** Whether the user is in this window. */
  readonly isFocused: () => boolean;
  /** Whether other windows know of the task. */
  readonly isShared: (task: Task) => boolean;
  /** The task as this window knows it, once it has ended here too. */
  readonly ended: (key: string) => Task | undefined;
  readonly offers: {
    make(keys: readonly string[]): Promise<string>;
    take(name: string): Promise<boolean>;
    takeAll(now: number, knows: (key: string) => boolean): Promise<readonly string[]>;
  };
}

/**
 * Tells of tasks that have ended: those of about the same time together, one notice at a time, and each in one window
 * alone. That is the window in which the user is: one that finds endings out while the user is elsewhere offers them,
 * and takes them back when no other window has taken them.
 */
export class NoticeQueue extends Owner {
  private readonly stopped = new AbortController();
  private readonly pending = new Map<string, Task>();
  /** A task that is read as unknown for once would end again. */
  private readonly told = new Set<string>();
  private running = false;
  private looking = false;
  private wantsLook = false;

  constructor(private readonly parts: NoticeQueueParts) {
    super();
    this.own({ dispose: () => this.stopped.abort() });
  }

  /** Tells of tasks that this window has found out to be over. */
  add(tasks: readonly Task[]): void {
    for (const task of tasks) this.pending.set(task.key, task);
    if (!this.running) void this.untilStopped(() => this.run());
  }

  /** To be told when another window has found out something, and when the user comes to this one. */
  look(): void {
    this.wantsLook = true;
    if (!this.looking) void this.untilStopped(() => this.takeOffers());
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.pending.size > 0) {
      await this.sleep(gatherTime);
      const tasks = [...this.pending.values()].filter(task => !this.told.has(endingOf(task)));
      this.pending.clear();
      // Where nobody knows, better twice than not at all.
      const fetched = await this.parts.fetched(tasks).catch((): readonly Task[] => []);
      const own = await this.withoutTaken(tasks.filter(task => !fetched.includes(task)));
      for (const task of [...fetched, ...own]) this.told.add(endingOf(task));
      if (own.length > 0) await this.untilGone(this.parts.tell(own));
    }
    this.running = false;
  }

  /** Those that no other window tells of. */
  private async withoutTaken(tasks: readonly Task[]): Promise<readonly Task[]> {
    const { isFocused, isShared, offers } = this.parts;
    const shared = isFocused() ? [] : tasks.filter(isShared);
    if (shared.length === 0) return tasks;
    // A disk that takes no offer: better told in the wrong window than not at all.
    const name = await offers.make(shared.map(({ key }) => key)).catch(() => undefined);
    if (name === undefined) return tasks;
    await this.sleep(offerTime);
    return (await offers.take(name)) ? tasks : tasks.filter(task => !shared.includes(task));
  }

  private async takeOffers(): Promise<void> {
    const { clock, isFocused, ended, offers } = this.parts;
    this.looking = true;
    while (this.wantsLook) {
      this.wantsLook = false;
      await this.sleep(lookTime);
      const keys = isFocused() ? await offers.takeAll(clock.now(), key => ended(key) !== undefined) : [];
      this.add(keys.flatMap(key => ended(key) ?? []));
    }
    this.looking = false;
  }

  /** A notice that has left the screen by itself is not closed: so its time is over some day, if the user was there. */
  private async untilGone(notice: Promise<unknown>): Promise<void> {
    let closed = false;
    const closing = notice.then(() => void (closed = true));
    const passing = async () => {
      do await this.sleep(standingTime);
      while (!closed && !this.parts.isFocused());
    };
    await Promise.race([closing, passing()]);
  }

  private sleep(ms: number): Promise<void> {
    return this.parts.clock.sleep(ms, this.stopped.signal);
  }

  /** What is broken off by the end of the window ends there. */
  private async untilStopped(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => {
      if (!this.stopped.signal.aborted) throw error;
    });
  }
}

const endingOf = ({ key, status }: Task): string => `${status} ${key}`;
