/**
 * Runs commands on request: a test cannot call an extension from outside the editor. Each window has a driver of its
 * own, which says where it listens in a file of the folder that `UI_DRIVER_FOLDER` names.
 */
const { renameSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { join } = require('node:path');
const vscode = require('vscode');

/** @param {string} body */
async function answer(body) {
  const { command, argument } = JSON.parse(body);
  if (['accounts', 'tasks', 'downloads'].includes(command)) {
    const extension = vscode.extensions.getExtension('cloud-tasks.cloud-tasks');
    return extension && (await extension.activate()).getApi(1)[command]();
  }
  if (command === 'setting') {
    return vscode.workspace
      .getConfiguration()
      .update(argument.key, argument.value, vscode.ConfigurationTarget.Global);
  }
  return vscode.commands.executeCommand(command, argument);
}

/** @param {vscode.ExtensionContext} context */
exports.activate = context => {
  const server = createServer((request, response) => {
    /** @type {Buffer[]} */
    const chunks = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      answer(Buffer.concat(chunks).toString()).then(
        result => response.end(JSON.stringify({ result })),
        error => response.end(JSON.stringify({ error: String(error) })),
      );
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    const file = join(process.env['UI_DRIVER_FOLDER'] ?? '', `${process.pid}.json`);
    // Renamed when it is whole: it is looked for all the time.
    writeFileSync(`${file}.part`, JSON.stringify({ port, pid: process.pid }));
    renameSync(`${file}.part`, file);
  });
  context.subscriptions.push({ dispose: () => void server.close() });
};
