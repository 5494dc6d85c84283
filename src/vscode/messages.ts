import * as vscode from 'vscode';

/** A text for a message box, which would make a link of `[text](address)`, commands included. */
export const inMessage = (text: string): string => text.replaceAll('](', '] (');

/** A text for a label that would make an icon of `$(name)`: quick picks, the status bar, progress. */
export const inLabel = (text: string): string => text.replaceAll('$(', '\\$(');

const show = {
  info: vscode.window.showInformationMessage,
  warning: vscode.window.showWarningMessage,
  error: vscode.window.showErrorMessage,
} as const;

/** Shows a message that may hold a cloud's text. Resolves to the button that was pressed, if any was. */
export const showMessage = (
  severity: keyof typeof show,
  text: string,
  ...buttons: string[]
): Thenable<string | undefined> => show[severity](inMessage(text), ...buttons);

/** Asks before something that cannot be taken back. */
export async function askFirst(text: string, detail: string, button: string): Promise<boolean> {
  const options = { modal: true, detail: inMessage(detail) };
  return (await vscode.window.showWarningMessage(inMessage(text), options, button)) === button;
}

/** A short confirmation that does not stay in the way. */
export const confirm = (text: string): vscode.Disposable =>
  vscode.window.setStatusBarMessage(inLabel(text), 5000);

/** Progress with a title that may hold a cloud's text. */
export const withProgress = <T>(
  options: vscode.ProgressOptions & { readonly title: string },
  task: Parameters<typeof vscode.window.withProgress<T>>[1],
): Thenable<T> => vscode.window.withProgress({ ...options, title: inMessage(inLabel(options.title)) }, task);
