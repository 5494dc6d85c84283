import type { TaskOutline } from '../../src/view/taskOutline';

interface Held {
  readonly text: string;
  readonly children: readonly string[];
}

/** What an editor holds of the tree when every group is open: it asks again for what it is told to redraw, and no more. */
export class FakeTree {
  private readonly rows = new Map<string, Held>();
  private roots: readonly string[] = [];
  /** How many rows were asked for. */
  drawn = 0;

  constructor(private readonly outline: TaskOutline) {
    this.redraw(undefined);
  }

  /** As the editor does it: what is below a row goes and is asked for again; a key that it does not hold is nothing to it. */
  redraw(keys: readonly string[] | undefined): void {
    if (!keys) {
      this.rows.clear();
      this.roots = this.outline.children();
      for (const key of this.roots) this.ask(key);
    }
    // A row may have gone with what is above it; what is left of it is dropped first, as the editor does.
    const held = keys?.filter(key => this.rows.has(key)) ?? [];
    for (const key of held) this.forget(key);
    for (const key of held) this.ask(key);
  }

  keys(): string[] {
    return [...this.rows.keys()];
  }

  /** All rows with their places, from top to bottom. */
  text(keys = this.roots, indent = ''): string[] {
    return keys.flatMap(key => {
      const { text, children } = this.rows.get(key) ?? { text: '(missing)', children: [] };
      return [`${indent}${key} ${text}`, ...this.text(children, `${indent}  `)];
    });
  }

  private ask(key: string): void {
    const row = this.outline.row(key);
    const children = row?.parent === false ? [] : this.outline.children(key);
    this.drawn++;
    this.rows.set(key, { text: row ? JSON.stringify(row) : '(gone)', children });
    for (const child of children) this.ask(child);
  }

  private forget(key: string): void {
    for (const child of this.rows.get(key)?.children ?? []) this.forget(child);
    this.rows.delete(key);
  }
}
