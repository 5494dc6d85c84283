import type { Clock } from '../clock';
import type { Placed } from './recordFolders';
import type { Ask, Shelf } from './shelf';

/** What there is of other windows, and what no window is at, as it was at the last look. */
export class Catalog {
  private placed: readonly Placed[] = [];
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly shelf: Pick<Shelf, 'look' | 'ask' | 'window'>,
    private readonly clock: Pick<Clock, 'now'>,
    private readonly onLook: () => void,
  ) {}

  get all(): readonly Placed[] {
    return this.placed;
  }

  /** One look at a time: what an earlier one has found never takes the place of what a later one has. */
  look(): Promise<void> {
    return this.between(async () => {
      const all = await this.shelf.look(this.clock.now());
      this.placed = all.filter(({ window }) => window !== this.shelf.window);
      this.onLook();
    });
  }

  /** Does something that no look shall find half done. */
  between<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Asks the window that is at it, if one is. */
  async ask(id: string, what: Ask): Promise<void> {
    const window = this.placed.find(({ record }) => record.id === id)?.window;
    if (window !== undefined) await this.shelf.ask(window, { id, what });
  }
}
