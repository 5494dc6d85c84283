/** Runs commands on request: a test cannot call an extension from outside the editor. */
const { createServer } = require('node:http');
const vscode = require('vscode');

/** @param {string} body */
async function answer(body) {
  const { command, argument } = JSON.parse(body);
  if (command === 'tasks') {
    const extension = vscode.extensions.getExtension('cloud-tasks.cloud-tasks');
    return extension && (await extension.activate()).getApi(1).tasks();
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
  server.listen(Number(process.env['UI_DRIVER_PORT']), '127.0.0.1');
  context.subscriptions.push({ dispose: () => void server.close() });
};
