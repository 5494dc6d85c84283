import { posix } from 'node:path';
import * as vscode from 'vscode';
import { Owner } from '../../core/lifecycle';
import { FromPage } from '../../core/table/messages';
import { TableSession } from '../../core/table/session';
import { extensionOf } from '../../core/text';
import { formatBytes } from '../../view/format';
import { zipScheme } from '../contributions';
import { watchFile } from '../watchFile';
import { pageHtml } from './page';
import { sourceOf, TooLarge } from './source';
import { tableTexts } from './texts';

/** Fills the panel of a file with its table, which lives as long as the panel. */
export function showTable(uri: vscode.Uri, panel: vscode.WebviewPanel, dist: vscode.Uri): void {
  const editor = new TableEditor(uri, panel);
  panel.onDidDispose(() => editor.dispose());
  const { webview } = panel;
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  webview.html = pageHtml(webview, dist, {
    texts: tableTexts(posix.basename(uri.path)),
    language: vscode.env.language,
  });
}

/** Carries messages between the page and the table, and looks whether the file changes. */
class TableEditor extends Owner {
  constructor(uri: vscode.Uri, panel: vscode.WebviewPanel) {
    super();
    const name = posix.basename(uri.path);
    const session = new TableSession(sourceOf(uri), extensionOf(name) === 'tsv' ? '\t' : ',', {
      post: message => void panel.webview.postMessage(message),
      describe: error => describe(error, uri),
    });
    this.own({ dispose: () => void session.close() });
    this.own(
      panel.webview.onDidReceiveMessage((message: unknown) => {
        const { data } = FromPage.safeParse(message);
        if (data) void session.receive(data);
      }),
    );
    this.own(watchFile(uri, () => void session.check()));
    void session.load();
  }
}

/** Why there is no table. */
function describe(error: unknown, uri: vscode.Uri): string {
  const name = posix.basename(uri.path);
  if (error instanceof TooLarge) {
    const size = formatBytes(error.size, { language: vscode.env.language });
    return vscode.l10n.t(
      '“{0}” has {1} and is not on this computer: it is too large to be shown as a table.',
      name,
      size,
    );
  }
  // Of a file in an archive we gave the reason ourselves.
  if (uri.scheme === zipScheme && error instanceof vscode.FileSystemError) return error.message;
  const { code } = error as { code?: unknown };
  return vscode.l10n.t('“{0}” cannot be read ({1}).', name, typeof code === 'string' ? code : String(error));
}
