import * as vscode from 'vscode';
import { pageUri, type PageAddress } from './address';
import { frontPages, tabsOf, type PageTab } from './tabs';

interface View {
  readonly viewColumn: vscode.ViewColumn;
  /** Whether the next document may take the tab's place; true when absent. */
  readonly preview?: boolean;
  readonly preserveFocus?: boolean;
  /** Where the cursor goes. */
  readonly at: 'start' | 'end' | vscode.Range;
}

/**
 * Shows a page of a text file; before the first one the first, beyond the last one the last.
 *
 * @throws Refusal when the file cannot be read
 */
export async function showPage(
  file: string,
  wanted: number,
  { at, preview = true, ...options }: View,
): Promise<PageAddress> {
  const count = await countPages(file);
  const address = { file, page: Math.max(1, Math.min(wanted, count)), count };
  const document = await vscode.workspace.openTextDocument(pageUri(address));
  await vscode.window.showTextDocument(document, { ...options, preview, selection: rangeOf(document, at) });
  return address;
}

/** Shows another page in the place of one; a tab that is pinned stays beside it. @throws Refusal */
export async function turnPage(
  { tab, uri, address: { file } }: PageTab,
  wanted: number,
  options: Pick<View, 'at' | 'preserveFocus'>,
): Promise<PageAddress> {
  const { isPreview } = tab;
  const { viewColumn } = tab.group;
  const address = await showPage(file, wanted, { viewColumn, preview: isPreview, ...options });
  // Where the editor has not put the page into the same tab already.
  const old = tabsOf(viewColumn).find(other => other.uri.toString() === uri.toString());
  if (old && !old.tab.isPinned && pageUri(address).toString() !== uri.toString())
    await vscode.window.tabGroups.close(old.tab, true);
  return address;
}

/** Names the pages that are seen by how many there are now, where that has changed. @throws Refusal */
export async function renewPages(file: string): Promise<void> {
  const count = await countPages(file);
  for (const shown of frontPages()) {
    const { address, uri, tab } = shown;
    if (address.file !== file || address.count === count) continue;
    const editor = vscode.window.visibleTextEditors.find(
      ({ document, viewColumn }) =>
        document.uri.toString() === uri.toString() && viewColumn === tab.group.viewColumn,
    );
    await turnPage(shown, address.page, { at: editor?.selection ?? 'start', preserveFocus: true });
  }
}

async function countPages(file: string): Promise<number> {
  const { withPages } = await import('../../core/pages/withPages');
  return withPages(file, ({ count }) => count);
}

function rangeOf(document: vscode.TextDocument, at: View['at']): vscode.Range {
  if (typeof at !== 'string') return at;
  const last = document.lineAt(document.lineCount - 1).range;
  const position = at === 'end' ? last.end : new vscode.Position(0, 0);
  return new vscode.Range(position, position);
}
