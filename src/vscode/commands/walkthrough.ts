import * as vscode from 'vscode';
import { systemClock } from '../../core/clock';
import { setContextKey } from '../contributions';
import { noArgument, type Command } from './command';

/** Id of the walkthrough in the manifest. */
const walkthrough = 'cloudTasks.start';

/**
 * When to mark what was done before, milliseconds after the page was opened. VS Code's gettingStartedService.ts begins
 * with the first page, waits up to 5 s for an experiment's word before it knows an extension's steps, and takes what
 * holds already then for no event.
 */
const marks = [0, 1000, 6000];

/** Opens the first steps in the editor's page for them. */
export const openWalkthrough: Command = async ({ extension }, { argument }) => {
  noArgument(argument);
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extension.id}#${walkthrough}`);
  void markDone();
  return undefined;
};

async function markDone(): Promise<void> {
  for (const [index, at] of marks.entries()) {
    await systemClock.sleep(at - (marks[index - 1] ?? 0));
    setContextKey('firstSteps', true);
    setContextKey('firstSteps', false);
  }
}
