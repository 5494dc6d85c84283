import type { Parts } from './parts';

/** Shows a task in the tree and selects it, wherever it is. Rejects for one that is gone. */
export async function revealTask(
  { outline, tree, filters }: Pick<Parts, 'outline' | 'tree' | 'filters'>,
  key: string,
): Promise<void> {
  // What the filter hides could not be shown.
  const isHidden = outline.parent(key) === undefined;
  if (isHidden) await filters.set({});
  const shown = outline.showTask(key);
  // Drawn before it is looked for: the editor drops the selection of a row it has not been told of.
  if (isHidden) await tree.draw(undefined);
  else if (shown !== undefined) await tree.draw([shown]);
  await tree.view.reveal(key, { select: true, focus: true });
}
