import * as vscode from 'vscode';

/**
 * The addresses that are handed to the browser while `work` is done, in place of opening them. While tests of an
 * extension run, the editor lets its functions be replaced, and the tests have those of the extension.
 */
export async function openingsDuring(work: () => Thenable<unknown>): Promise<string[]> {
  const opened: string[] = [];
  const env = vscode.env as { openExternal: (target: unknown) => Thenable<boolean> };
  const real = env.openExternal;
  env.openExternal = target => {
    opened.push(String(target));
    return Promise.resolve(true);
  };
  try {
    await work();
  } finally {
    env.openExternal = real;
  }
  return opened;
}
