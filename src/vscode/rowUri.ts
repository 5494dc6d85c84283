import * as vscode from 'vscode';

/** Only rows have it: what marks them marks nothing else in the editor. */
const rowScheme = 'cloud-task-row';

/** What the editor asks for the mark of a row by. */
export const rowUri = (key: string): vscode.Uri =>
  vscode.Uri.from({ scheme: rowScheme, path: `/${encodeURIComponent(key)}` });

/** The key in such a Uri; undefined for any other. */
export const rowKey = ({ scheme, path }: vscode.Uri): string | undefined =>
  scheme === rowScheme ? decodeURIComponent(path.slice(1)) : undefined;
