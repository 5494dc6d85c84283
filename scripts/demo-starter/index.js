/** Does what a user would: opens the view, picks "Try the Demo". */
const vscode = require('vscode');

exports.activate = async function () {
  try {
    await vscode.commands.executeCommand('cloudTasks.tryDemo');
    await vscode.commands.executeCommand('cloudTasks.tasks.focus');
  } catch (error) {
    void vscode.window.showErrorMessage(`The demo did not start: ${String(error)}`);
  }
};
