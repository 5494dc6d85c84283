import * as vscode from 'vscode';
import { noArgument, type Command } from './command';

/** Id of the walkthrough in the manifest. */
const walkthrough = 'cloudTasks.start';

/** Opens the first steps in the editor's page for them. */
export const openWalkthrough: Command = async ({ extension }, { argument }) => {
  noArgument(argument);
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extension.id}#${walkthrough}`);
};
