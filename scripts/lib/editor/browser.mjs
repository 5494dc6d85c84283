/** Chromium, headless, with a profile of its own. */
import { chromium as playwright } from 'playwright-core';
import { chromium } from './chromium.mjs';
import { fontsEnv } from './fonts.mjs';

// For containers, root and closed networks: no sandbox, no GPU, nothing sent out by the browser itself.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * @param {string} profileDir
 * @param {import('playwright-core').BrowserContextOptions} [options]
 * @returns {Promise<import('playwright-core').BrowserContext>}
 */
export async function openBrowser(profileDir, options = {}) {
  const { executablePath, env } = await chromium();
  return playwright.launchPersistentContext(profileDir, {
    executablePath,
    args,
    headless: true,
    chromiumSandbox: false,
    env: { ...definedEnv(), ...env, ...(await fontsEnv()) },
    viewport: { width: 1280, height: 800 },
    ...options,
  });
}

/** @returns {Record<string, string>} */
function definedEnv() {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value ? [[key, value]] : [])),
  );
}
