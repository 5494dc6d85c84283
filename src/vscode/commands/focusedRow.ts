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
  const gone = selected.find(key => !toggled.includes(key));
  if (gone !== undefined) {
    await toggleFocused();
    return [gone, selected];
  }
  const come = toggled.find(key => !selected.includes(key)) ?? selected[0];
  if (come === undefined) return [];
  // The row may have gone meanwhile.
  await view.reveal(come, { select: true, focus: true }).then(undefined, () => undefined);
  return [come, [come]];
}

const toggleFocused = (): Thenable<unknown> => vscode.commands.executeCommand('list.toggleSelection');
