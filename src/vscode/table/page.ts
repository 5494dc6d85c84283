import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { PageStart } from '../../view/table/texts';

/** The page's HTML. It may load this script and this style, and nothing else from anywhere. */
export function pageHtml(webview: vscode.Webview, dist: vscode.Uri, start: PageStart): string {
  const nonce = randomBytes(18).toString('base64url');
  const source = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${escaped(start.language)}">
<head>
<meta charset="utf-8">
<title>${escaped(start.texts.table)}</title>
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<link nonce="${nonce}" rel="stylesheet" href="${escaped(source('table.css'))}">
</head>
<body data-start="${escaped(JSON.stringify(start))}">
<script nonce="${nonce}" src="${escaped(source('table.js'))}"></script>
</body>
</html>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
