import type { Problem } from './errors';
import { Emitter } from './lifecycle';
import { isSame } from './same';
import { isFinished, placeKey, type Task, type TaskPlace, type TaskStatus } from './task';

/** How it stands with one service of one account in one region. */
export interface PlaceState extends TaskPlace {
  /** `off`: not called, because the credential was refused or the user has not asked for it yet. */
  readonly state: 'ok' | 'loading' | 'failed' | 'off';
  /** Why the last call failed; what was read before stays. */
  readonly problem?: Problem;
  /** The cloud throttles: nothing is read before, unless the user asks. */
  readonly pausedUntil?: Date;
  /** When what is new of the list was last read. */
  readonly refreshedAt?: Date;
  /** When the list was last read whole. */
  readonly wholeAt?: Date;
}

/** A task that may stand elsewhere now: it came (nothing before), went (nothing after) or is grouped or sorted anew. */
export interface TaskMove {
  readonly before?: Task;
  readonly after?: Task;
  /** When its cloud was seen to list it no more; absent for one that goes for another reason. */
  readonly leftAt?: Date;
}

/** What happened at one stroke; a view pays for this and not for all that there is. */
export interface StoreChange {
  /** Keys of tasks whose content changed while they stayed where they are. */
  readonly changed: readonly string[];
  /** Those that came or went on are all of one place. */
  readonly moved: readonly TaskMove[];
  /** Accounts whose places came, went or changed their state. */
  readonly places: readonly string[];
}

interface Shelf {
  state: PlaceState;
  readonly tasks: Map<string, Task>;
  /** Those that are not finished: few among many, and asked for all the time. */
  readonly open: Map<string, Task>;
}

const countKey = (account: string, status: TaskStatus): string => `${status}/${account}`;

/** All tasks and the state of all places: the only place they live. A task that did not change stays the same object. */
export class TaskStore {
  private readonly byKey = new Map<string, Task>();
  private readonly shelves = new Map<string, Shelf>();
  private readonly counts = new Map<string, number>();
  private readonly changes = new Emitter<StoreChange>();
  readonly onDidChange = this.changes.event;

  tasks(): Iterable<Task> {
    return this.byKey.values();
  }

  task(key: string): Task | undefined {
    return this.byKey.get(key);
  }

  tasksOf(place: TaskPlace): Task[] {
    return [...(this.shelves.get(placeKey(place))?.tasks.values() ?? [])];
  }

  /** How it stands with a place; undefined for one that is not there. */
  place(place: TaskPlace): PlaceState | undefined {
    return this.shelves.get(placeKey(place))?.state;
  }

  /** How many tasks there are of a place. */
  size(place: TaskPlace): number {
    return this.shelves.get(placeKey(place))?.tasks.size ?? 0;
  }

  /** The tasks of a place that are not finished, as far as their status is known to be a last one. */
  openTasks(place: TaskPlace): Task[] {
    return [...(this.shelves.get(placeKey(place))?.open.values() ?? [])];
  }

  /** How many tasks an account has of a status; kept, so that nobody has to walk them all. */
  count(account: string, status: TaskStatus): number {
    return this.counts.get(countKey(account, status)) ?? 0;
  }

  places(account?: string): PlaceState[] {
    const all = [...this.shelves.values()].map(shelf => shelf.state);
    return account === undefined ? all : all.filter(place => place.account === account);
  }

  /** Says which places an account has; tasks of others of its places are forgotten. */
  setPlaces(account: string, places: readonly TaskPlace[]): void {
    const wanted = new Map(places.map(place => [placeKey(place), place]));
    const moved: TaskMove[] = [];
    for (const [key, { state, tasks }] of this.shelves) {
      if (state.account !== account || wanted.has(key)) continue;
      for (const before of tasks.values()) moved.push(this.forget(before));
      this.shelves.delete(key);
    }
    for (const [key, place] of wanted) {
      if (!this.shelves.has(key))
        this.shelves.set(key, { state: { ...place, state: 'loading' }, tasks: new Map(), open: new Map() });
    }
    this.changes.fire({ changed: [], moved, places: [account] });
  }

  setState(place: PlaceState): void {
    const shelf = this.shelves.get(placeKey(place));
    if (!shelf || isSame(shelf.state, place)) return;
    shelf.state = place;
    this.changes.fire({ changed: [], moved: [], places: [place.account] });
  }

  /**
   * Takes in tasks that were read; those of the place that were not stay as they are.
   *
   * @returns whether anything changed
   */
  put(place: TaskPlace, tasks: readonly Task[]): boolean {
    const shelf = this.shelves.get(placeKey(place));
    if (!shelf) return false; // the account was removed while its call was under way
    const changed: string[] = [];
    const moved: TaskMove[] = [];
    for (const after of tasks) {
      const before = this.byKey.get(after.key);
      if (before && isSame(before, after)) continue;
      this.byKey.set(after.key, after);
      shelf.tasks.set(after.key, after);
      if (isFinished(after)) shelf.open.delete(after.key);
      else shelf.open.set(after.key, after);
      if (before && !movesOn(before, after)) changed.push(after.key);
      else moved.push(before ? { before, after } : { after });
      if (before) this.tally(before, -1);
      this.tally(after, 1);
    }
    if (changed.length + moved.length === 0) return false;
    this.changes.fire({ changed, moved, places: [] });
    return true;
  }

  /**
   * Drops tasks of a place.
   *
   * @param leftAt when the cloud was seen to list them no more, for those that go for that
   */
  drop(place: TaskPlace, keys: Iterable<string>, leftAt?: Date): void {
    const shelf = this.shelves.get(placeKey(place));
    const moved: TaskMove[] = [];
    for (const key of keys) {
      const before = shelf?.tasks.get(key);
      if (!before) continue;
      shelf?.tasks.delete(key);
      shelf?.open.delete(key);
      moved.push({ ...this.forget(before), ...(leftAt && { leftAt }) });
    }
    if (moved.length > 0) this.changes.fire({ changed: [], moved, places: [] });
  }

  private forget(before: Task): TaskMove {
    this.byKey.delete(before.key);
    this.tally(before, -1);
    return { before };
  }

  private tally({ account, status }: Task, step: 1 | -1): void {
    const key = countKey(account, status);
    const count = (this.counts.get(key) ?? 0) + step;
    if (count === 0) this.counts.delete(key);
    else this.counts.set(key, count);
  }
}

/** Whether a view may have it elsewhere now: by what tasks are grouped and sorted. */
const movesOn = (before: Task, after: Task): boolean =>
  before.status !== after.status ||
  before.name !== after.name ||
  before.file?.size !== after.file?.size ||
  before.createdAt?.getTime() !== after.createdAt?.getTime() ||
  before.expiresAt?.getTime() !== after.expiresAt?.getTime();
