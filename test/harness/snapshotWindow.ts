import { Ledger } from '../../src/core/history/ledger';
import { Journal } from '../../src/core/snapshot/journal';
import { Snapshot } from '../../src/core/snapshot/snapshot';
import { TaskStore, type PlaceState } from '../../src/core/store';
import type { TaskPlace } from '../../src/core/task';
import { FakeClock, settle } from '../fakes/clock';
import { FakeLog } from '../fakes/log';
import { placeOf } from '../fakes/tasks';

/** The part of a window that keeps its tasks on disk, with a clock of its own. */
export class SnapshotWindow {
  readonly clock = new FakeClock();
  readonly log = new FakeLog();
  readonly store = new TaskStore();
  readonly journal: Journal;
  readonly ledger: Ledger;
  /** The account that there is no more. */
  removed = '';
  readonly snapshot: Snapshot;
  /** What the others would say to its writing, and how often it has asked. */
  mayWrite = true;
  asked = 0;

  /** @param places those that it has from the beginning; `demo` is the account that is not kept */
  constructor(folder: string, places: readonly TaskPlace[] = [placeOf()]) {
    this.journal = new Journal(folder);
    this.ledger = new Ledger(`${folder}-history`, () => 90);
    for (const account of new Set(places.map(place => place.account)))
      this.store.setPlaces(
        account,
        places.filter(place => place.account === account),
      );
    this.snapshot = new Snapshot({
      ...{ store: this.store, journal: this.journal, clock: this.clock, log: this.log },
      isKept: account => account !== 'demo',
      ledger: this.ledger,
      isListed: account => account !== this.removed,
      mayWrite: () => {
        this.asked++;
        return Promise.resolve(this.mayWrite);
      },
    });
  }

  get ids(): string[] {
    return [...this.store.tasks()].map(({ id }) => id).sort();
  }

  state(place: TaskPlace = placeOf()): PlaceState | undefined {
    return this.store
      .places(place.account)
      .find(({ service, region }) => service === place.service && region === place.region);
  }

  /** Lets time pass, until it has read or written what is due. */
  async live(ms: number): Promise<void> {
    await this.clock.advance(ms);
    await this.asleep();
  }

  /** Files are read and written in real time, however the clock stands. */
  async asleep(): Promise<void> {
    while (this.clock.sleeping === 0) await settle();
  }
}
