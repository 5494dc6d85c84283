import { isDeepStrictEqual } from 'node:util';
import type { Problem } from './errors';
import { Emitter } from './lifecycle';
import type { Task, TaskPlace } from './task';

/** How it stands with one service of one account in one region. */
export interface PlaceState extends TaskPlace {
  /** `off`: not called, because the credential was refused or the user has not asked for it yet. */
  readonly state: 'ok' | 'loading' | 'failed' | 'off';
  /** Why the last call failed; what was read before stays. */
  readonly problem?: Problem;
  /** When the list was last read whole. */
  readonly refreshedAt?: Date;
}

export interface StoreChange {
  /** Keys of tasks whose content changed while they stayed where they are. */
  readonly changed: readonly string[];
  /** Whether tasks came, went or changed their status, or a place changed its state. */
  readonly structure: boolean;
}

interface Shelf {
  state: PlaceState;
  readonly keys: Set<string>;
}

const shelfKey = ({ account, service, region }: TaskPlace): string => [account, service, region].join('/');

/** All tasks and the state of all places: the only place they live. A task that did not change stays the same object. */
export class TaskStore {
  private readonly byKey = new Map<string, Task>();
  private readonly shelves = new Map<string, Shelf>();
  private readonly changes = new Emitter<StoreChange>();
  readonly onDidChange = this.changes.event;

  tasks(): Iterable<Task> {
    return this.byKey.values();
  }

  task(key: string): Task | undefined {
    return this.byKey.get(key);
  }

  tasksOf(place: TaskPlace): Task[] {
    const keys = this.shelves.get(shelfKey(place))?.keys ?? [];
    return [...keys].flatMap(key => this.byKey.get(key) ?? []);
  }

  places(account?: string): PlaceState[] {
    const all = [...this.shelves.values()].map(shelf => shelf.state);
    return account === undefined ? all : all.filter(place => place.account === account);
  }

  /** Says which places an account has; tasks of others of its places are forgotten. */
  setPlaces(account: string, places: readonly TaskPlace[]): void {
    const wanted = new Map(places.map(place => [shelfKey(place), place]));
    for (const [key, { state, keys }] of this.shelves) {
      if (state.account !== account || wanted.has(key)) continue;
      for (const task of keys) this.byKey.delete(task);
      this.shelves.delete(key);
    }
    for (const [key, place] of wanted) {
      if (!this.shelves.has(key))
        this.shelves.set(key, { state: { ...place, state: 'loading' }, keys: new Set() });
    }
    this.changes.fire({ changed: [], structure: true });
  }

  setState(place: PlaceState): void {
    const shelf = this.shelves.get(shelfKey(place));
    if (!shelf || isDeepStrictEqual(shelf.state, place)) return;
    shelf.state = place;
    this.changes.fire({ changed: [], structure: true });
  }

  /**
   * Takes in tasks that were read; those of the place that were not stay as they are.
   *
   * @returns whether anything changed
   */
  put(place: TaskPlace, tasks: readonly Task[]): boolean {
    const shelf = this.shelves.get(shelfKey(place));
    if (!shelf) return false; // the account was removed while its call was under way
    const changed: string[] = [];
    let structure = false;
    for (const task of tasks) {
      const known = this.byKey.get(task.key);
      if (known && isDeepStrictEqual(known, task)) continue;
      this.byKey.set(task.key, task);
      shelf.keys.add(task.key);
      if (known?.status === task.status) changed.push(task.key);
      else structure = true;
    }
    if (!structure && changed.length === 0) return false;
    this.changes.fire({ changed, structure });
    return true;
  }

  /** Drops tasks of a place, such as those that a whole reading no longer showed. */
  drop(place: TaskPlace, keys: Iterable<string>): void {
    const shelf = this.shelves.get(shelfKey(place));
    const gone = [...keys].filter(key => shelf?.keys.delete(key));
    for (const key of gone) this.byKey.delete(key);
    if (gone.length > 0) this.changes.fire({ changed: [], structure: true });
  }
}
