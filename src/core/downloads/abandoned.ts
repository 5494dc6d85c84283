import type { Asked, Shelf } from './shelf';

/**
 * Finds windows that are gone without a word, by what has moved between looks of our own: times of two processes are
 * never compared, for clocks are set and machines sleep.
 */
export class Abandoned {
  private silent = new Map<string, { readonly beat: string; readonly time: number }>();

  /** @param dead after so many milliseconds of silence a window is taken for dead */
  constructor(
    private readonly shelf: Pick<Shelf, 'beats' | 'bury'>,
    private readonly dead: number,
  ) {}

  /**
   * Lays to rest what the dead were at.
   *
   * @param passed milliseconds since the last look
   * @returns what they were asked and have not done
   */
  async look(passed: number): Promise<readonly Asked[]> {
    const silent = new Map<string, { beat: string; time: number }>();
    const asked: Asked[] = [];
    for (const [window, beat] of await this.shelf.beats()) {
      const before = this.silent.get(window);
      const time = before?.beat === beat ? before.time + passed : 0;
      if (time >= this.dead) asked.push(...(await this.shelf.bury(window)));
      else silent.set(window, { beat, time });
    }
    this.silent = silent;
    return asked;
  }
}
