import * as vscode from 'vscode';
import { tableViewType } from './contributions';

/** Offers to open delimited files as tables; what that takes is loaded with the first of them. */
export const registerTables = (extensionUri: vscode.Uri): vscode.Disposable =>
  vscode.window.registerCustomEditorProvider(
    tableViewType,
    {
      openCustomDocument: uri => ({ uri, dispose: () => undefined }),
      resolveCustomEditor: async ({ uri }, panel) => {
        const { showTable } = await import('./table/editor');
        showTable(uri, panel, vscode.Uri.joinPath(extensionUri, 'dist'));
      },
    },
    { supportsMultipleEditorsPerDocument: true },
  );
