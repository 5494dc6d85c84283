import { wayTo, type Group, type GroupTree } from './groupTree';

/** Groups whose row says how many tasks are in it, so that it is redrawn with them. */
const isCounting = ({ dimension }: Group): boolean => dimension !== 'cloud' && dimension !== 'account';

/** Which groups have a row, and which rows are to be redrawn when tasks come to or go from some of them. */
export class Presence {
  private readonly shown = new Set<string>();

  constructor(private readonly tree: Pick<GroupTree, 'isShown'>) {}

  /** Takes in how it stands with a group that nobody has been told of. */
  note(key: string, isShown: boolean): void {
    if (isShown) this.shown.add(key);
    else this.shown.delete(key);
  }

  /**
   * Takes in that tasks came to or went from an innermost group.
   *
   * @returns the row to redraw with all below it: that above the outermost group that came or went, else the outermost
   *   that tells a count; undefined for all rows
   */
  touch(leaf: Group): string | undefined {
    const way = wayTo(leaf);
    const first = way.find(group => this.shown.has(group.key) !== this.tree.isShown(group));
    for (const group of way) this.note(group.key, this.tree.isShown(group));
    const counting = way.find(isCounting);
    const isAbove = first && counting && way.indexOf(counting) < way.indexOf(first);
    if (first && !isAbove) return first.parent?.parent && first.parent.key;
    return (counting ?? way.at(-1))?.key;
  }

  /** The same of a row that is no group of the tree. @param parent undefined for none */
  touchRow(key: string, isShown: boolean, parent: string | undefined): string | undefined {
    const was = this.shown.has(key);
    this.note(key, isShown);
    return was === isShown ? key : parent;
  }
}
