import * as vscode from 'vscode';
import { detectEncoding } from '../core/text';

/** Shows a text in an editor, in the encoding that its first bytes tell. */
export async function showText(
  uri: vscode.Uri,
  start: Uint8Array,
  viewColumn: vscode.ViewColumn,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri, { encoding: detectEncoding(start) });
  await vscode.window.showTextDocument(document, { viewColumn, preview: true });
}
