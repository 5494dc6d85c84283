import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/** Has the texts of view, core and clouds in the language of the editor; for each bundle that has such texts, once. */
export function speakAsTheEditor(): void {
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
}
