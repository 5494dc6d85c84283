/**
 * What the workbench keeps in the browser.
 *
 * - IndexedDB `vscode-web-state-db-global` and `vscode-web-state-db-<workspace>`, store `ItemTable`: one row per
 *   extension with its `globalState` or `workspaceState` as JSON (key `<publisher>.<name>`), and the workbench's own.
 * - IndexedDB `vscode-web-db`: logs and files of the workbench itself.
 * - localStorage `secrets.provider`: SecretStorage, sealed.
 *
 * What stands on disk is under the workbench's `dataDir`: settings (`User/settings.json`), an extension's files
 * (`User/globalStorage/<publisher>.<name>`), logs (`logsDir()`).
 */

import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Everything of it as one text, to search: a line per entry.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string>}
 */
export function readStoredState(page) {
  return page.evaluate(script);
}

/**
 * Before a window is closed whose state the next one is to find: VS Code writes it a moment (100 ms) after the last
 * change, and tells nobody when it has.
 * @param {import('playwright-core').Page} page
 */
export async function storeState(page) {
  await sleep(500);
  await page.goto('about:blank').catch(() => {}); // gone already
}

// As text: it runs in the page, and the types of this project are those of Node.
const script = `(async () => {
  const done = request => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const lines = Object.entries(localStorage).map(([key, value]) => 'localStorage ' + key + ' ' + value);
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([done(objects.getAllKeys()), done(objects.getAll())]);
      keys.forEach((key, index) => {
        const value = values[index];
        const text = value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
        lines.push([name, store, key, typeof text === 'string' ? text : JSON.stringify(text)].join(' '));
      });
    }
    database.close();
  }
  return lines.join('\\n');
})()`;
