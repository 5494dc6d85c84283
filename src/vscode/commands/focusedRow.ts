import * as vscode from 'vscode';

/**
 * The row of a tree that has the focus of the keyboard, and all that are selected; empty when there is none.
 *
 * A key binding hands over no row, and the editor tells extensions the selection alone, which the arrow keys leave where
 * it is. What comes or goes when the editor toggles the selection of the focused row is that row.
 */
export async function focusedRow(
  view: vscode.TreeView<string>,
): Promise<readonly [string, readonly string[]] | readonly []> {
  const selected = [...view.selection];
  await toggleFocused();
  const toggled = view.selection;
  await toggleFocused();
  const row =
    selected.find(key => !toggled.includes(key)) ??
    toggled.find(key => !selected.includes(key)) ??
    selected[0];
  return row === undefined ? [] : [row, selected];
}

const toggleFocused = (): Thenable<unknown> => vscode.commands.executeCommand('list.toggleSelection');
