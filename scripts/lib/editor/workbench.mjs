/** The workbench as a user has it, driven by a browser: for UI tests, screenshots and the demo. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from './browser.mjs';
import { projectRoot } from '../paths.mjs';
import { codeServer } from './codeServer.mjs';
import { editorEnv, folderArgs } from './environment.mjs';
import { installExtensions } from './extensions.mjs';
import { installLanguagePack } from './languagePack.mjs';
import { startServer } from './processes.mjs';
import { openProfile, portOf } from './profile.mjs';
import { defaultSettings } from './settings.mjs';
import { assertSharesSecrets, shareSecrets } from './sharedSecrets.mjs';
import { storeState } from './storedState.mjs';

/**
 * @typedef {object} EditorOptions
 * @property {import('./versions.mjs').Version} [version] `newest` when absent
 * @property {string} [vsix] installed first
 * @property {string[]} [extensionDirs] folders of further extensions, packed and installed
 * @property {string} [profileDir] kept, with everything the editor and the browser store; else a folder that is removed
 * @property {Record<string, unknown>} [settings] the user's settings
 * @property {string} [locale] display language; any but `en` gets an empty language pack
 * @property {string} [folder] opened; else an empty window
 * @property {boolean} [restricted] with workspace trust: a `folder` then opens in Restricted Mode
 * @property {Record<string, string>} [env] reaches the extension host
 */

/**
 * @typedef {EditorOptions & {
 *   viewport?: { width: number, height: number },
 *   sharedSecrets?: boolean,
 * }} WorkbenchOptions `sharedSecrets`: all windows have one secret storage, as on the desktop
 */

/**
 * The editor without a browser: its address can be opened in any.
 * @param {EditorOptions} options
 */
export async function startEditor(options) {
  const profile = openProfile(options.profileDir);
  try {
    const { dir } = profile;
    const editor = await codeServer(options.version ?? 'newest');
    const locale = options.locale && options.locale !== 'en' ? options.locale : undefined;
    writeSettings(dir, options.settings ?? {});
    await installExtensions(editor, dir, options);
    if (locale) await installLanguagePack(editor, dir, locale);

    const port = await portOf(dir);
    const server = await startServer({
      command: editor.node,
      args: [
        join(editor.root, 'out', 'node', 'entry.js'),
        ...folderArgs(dir),
        '--auth=none',
        `--bind-addr=127.0.0.1:${port}`,
        '--disable-telemetry',
        '--disable-update-check',
        '--disable-getting-started-override',
        '--ignore-last-opened',
        ...(options.restricted ? [] : ['--disable-workspace-trust']),
        ...(locale ? [`--locale=${locale}`] : []),
      ],
      url: `http://127.0.0.1:${port}/healthz`,
      logFile: join(dir, 'server.log'),
      env: { ...editorEnv(), ...options.env },
    });
    const query = options.folder ? `folder=${encodeURIComponent(options.folder)}` : 'ew=true';
    return { url: `http://127.0.0.1:${port}/?${query}`, profile, server };
  } catch (error) {
    profile.remove();
    throw error;
  }
}

/**
 * What the page has stored is in reach of `page.evaluate`: see `readStoredState`.
 * `close` ends the editor and the browser; should the script die before it, both end by themselves.
 * @param {WorkbenchOptions} options
 */
export async function openWorkbench(options) {
  const { url, profile, server } = await startEditor(options);
  const stop = async () => {
    await server.stop();
    profile.remove();
  };
  try {
    const context = await openContext(profile.browserDir, options);
    const page = context.pages()[0] ?? (await context.newPage());
    const close = async () => {
      if (options.profileDir) await storeState(page);
      await context.close();
      await stop();
    };
    const show = (/** @type {import('playwright-core').Page} */ window) => load(window, url, options);
    await show(page).catch(async error => {
      await close();
      throw error;
    });
    return {
      page,
      context,
      url,
      dataDir: profile.dir,
      /** The log folder of the newest window. */
      logsDir: () => join(profile.dir, 'logs', readdirSync(join(profile.dir, 'logs')).sort().at(-1) ?? ''),
      /** A further window of the same user, with an extension host of its own: to be closed as a page. */
      openWindow: async () => show(await context.newPage()),
      reload: async () => {
        await page.reload();
        await ready(page);
      },
      close,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {string} browserDir
 * @param {WorkbenchOptions} options
 */
async function openContext(browserDir, { viewport, locale, sharedSecrets }) {
  const context = await openBrowser(browserDir, { ...(viewport && { viewport }), ...(locale && { locale }) });
  if (sharedSecrets) await shareSecrets(context);
  return context;
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} url
 * @param {WorkbenchOptions} options
 */
async function load(page, url, { sharedSecrets }) {
  await Promise.all([page.goto(url), ready(page)]);
  if (sharedSecrets) await assertSharesSecrets(page);
  return page;
}

const { properties } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')).contributes
  .configuration;
const ofMachine = new Set(Object.keys(properties).filter(key => properties[key].scope === 'machine'));

/**
 * @param {string} folder
 * @param {Record<string, unknown>} settings
 */
function writeJson(folder, settings) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
}

/** @param {import('playwright-core').Page} page */
const ready = page => page.locator('.activitybar .action-item').first().waitFor({ timeout: 60_000 });

/**
 * @param {string} dir
 * @param {Record<string, unknown>} settings
 */
function writeSettings(dir, settings) {
  writeJson(join(dir, 'User'), { ...defaultSettings, ...settings });
  // To the workbench the server is another machine: what is said of a machine holds there from this file alone.
  const own = Object.entries(settings).filter(([key]) => ofMachine.has(key));
  writeJson(join(dir, 'Machine'), Object.fromEntries(own));
  writeFileSync(join(dir, 'config.yaml'), 'auth: none\n'); // without one, code-server makes one in the home folder
}
