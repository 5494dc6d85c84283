import * as vscode from 'vscode';
import { commandIds } from '../contributions';
import type { Parts } from '../parts';

/** Registers every command; what they do is loaded when the first of them is run. */
export function registerCommands(parts: Parts): vscode.Disposable {
  const registrations = commandIds.map(id =>
    vscode.commands.registerCommand(id, async (...given: unknown[]) => {
      const { run } = await import('./table');
      return run(parts, id, given);
    }),
  );
  return vscode.Disposable.from(...registrations);
}
