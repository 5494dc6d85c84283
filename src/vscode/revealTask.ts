import type { Parts } from './parts';

/** Shows a task in the tree and selects it, wherever it is. Rejects for one that is gone. */
export async function revealTask(
  { outline, tree, filters }: Pick<Parts, 'outline' | 'tree' | 'filters'>,
  key: string,
): Promise<void> {
  // What the filter hides could not be shown.
  if (outline.parent(key) === undefined) await filters.set({});
  const shown = outline.showTask(key);
  if (shown !== undefined) await tree.draw([shown]);
  await tree.view.reveal(key, { select: true, focus: true });
}
