import * as vscode from 'vscode';

/**
 * The row of a tree that has the focus of the keyboard, and all that are selected with it; empty when there is none.
 *
 * A key binding hands over no row, and the editor tells extensions the selection alone, which the arrow keys leave where
 * it is. What comes or goes when the editor toggles the selection of the focused row is that row. One that was not
 * selected is then, alone: as with a click, what is acted on is what is selected.
 */
export async function focusedRow(
  view: vscode.TreeView<string>,
): Promise<readonly [string, readonly string[]] | readonly []> {
  const selected = [...view.selection];
  await toggleFocused();
  const toggled = view.selection;
  const gone = selected.filter(key => !toggled.includes(key));
  const come = toggled.filter(key => !selected.includes(key));
  const [key = selected[0]] = come;
  // None or several: the editor had forgotten its rows for a redraw, or knows them again.
  const isUnclear = gone.length + come.length > 1 || (gone.length === 0 && key === undefined);
  if (gone.length > 0 || isUnclear) await toggleFocused();
  if (isUnclear || key === undefined) return [];
  if (gone[0] !== undefined) return [gone[0], selected];
  // The row may have gone meanwhile.
  await view.reveal(key, { select: true, focus: true }).then(undefined, () => undefined);
  return [key, [key]];
}

const toggleFocused = (): Thenable<unknown> => vscode.commands.executeCommand('list.toggleSelection');
