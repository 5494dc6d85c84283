import type { TaskOutline } from '../../src/view/taskOutline';

/** Stands in for the editor's tree with every group open: draws what it is told to, with all below it, and counts rows. */
export class DrawnTree {
  /** At first all is drawn. */
  private pending: Set<string> | undefined;

  constructor(private readonly outline: TaskOutline) {}

  /** What is to be drawn the next time: these rows, or all. */
  update(keys: readonly string[] | undefined): void {
    if (!keys) this.pending = undefined;
    else for (const key of keys) this.pending?.add(key);
  }

  /** @returns how many rows were drawn */
  draw(): number {
    const keys = this.pending;
    this.pending = new Set();
    if (!keys) return this.below(undefined);
    return [...keys].reduce((sum, key) => sum + this.row(key), 0);
  }

  private row(key: string): number {
    return this.outline.row(key) ? 1 + this.below(key) : 0;
  }

  private below(key: string | undefined): number {
    return this.outline.children(key).reduce((sum, child) => sum + this.row(child), 0);
  }
}
