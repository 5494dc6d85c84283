/**
 * One secret storage for all windows, as the desktop has it, for tests with several windows.
 *
 * In a browser each window of VS Code reads the sealed secrets once, when it opens. What another one stores since then
 * it neither sees nor is told of, and writes over (`LocalStorageSecretStorageProvider` in
 * src/vs/code/browser/workbench/workbench.ts of microsoft/vscode). Whoever embeds the workbench may bring a storage of
 * its own; this one is for windows of one browser, and forgets all when that is closed.
 */

/**
 * For all pages that are opened from now on.
 * @param {import('playwright-core').BrowserContext} context
 */
export async function shareSecrets(context) {
  /** @type {Map<string, string>} */
  const secrets = new Map();
  await context.exposeFunction(
    'secretsOfAllWindows',
    (/** @type {'get' | 'set' | 'delete' | 'keys'} */ action, key = '', value = '') => {
      if (action === 'set') secrets.set(key, value);
      if (action === 'delete') secrets.delete(key);
      return action === 'keys' ? [...secrets.keys()] : secrets.get(key);
    },
  );
  await context.addInitScript(script);
}

/**
 * Fails where a version of VS Code has renamed what is replaced here: the test would see another fault, if any.
 * @param {import('playwright-core').Page} page
 */
export async function assertSharesSecrets(page) {
  if (!(await page.evaluate('globalThis.sharesSecrets === true')))
    throw new Error('The secret storage of this workbench is not the one that was to be replaced.');
}

// As text: it runs in the page, and the types of this project are those of Node. The service keeps what it is handed in
// a property, which is caught here; the service itself can be had in no other way, and it has to tell its window of
// what others store.
const script = `
Object.defineProperty(Object.prototype, '_secretStorageProvider', {
  configurable: true,
  get: () => undefined,
  set() {
    const service = this;
    const others = new BroadcastChannel('secretsOfAllWindows');
    others.onmessage = ({ data }) => service.onDidChangeSecretEmitter.fire(data);
    const change = action => async (key, value) => {
      await secretsOfAllWindows(action, key, value);
      others.postMessage(key);
    };
    const provider = {
      type: 'persisted',
      get: key => secretsOfAllWindows('get', key),
      set: change('set'),
      delete: change('delete'),
      keys: () => secretsOfAllWindows('keys'),
    };
    Object.defineProperty(service, '_secretStorageProvider', { value: provider });
    globalThis.sharesSecrets = true;
  },
});`;
