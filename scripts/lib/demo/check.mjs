/** Sees whether the demo comes up, in a browser that nobody watches. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openWorkbench } from '../editor/workbench.mjs';
import { resultsDir } from '../paths.mjs';
import { demoStarter } from './starter.mjs';
import { asText, isGroup, readRows, readTree } from './tree.mjs';

/** @typedef {import('playwright-core').Page} Page */

const deadlineMs = 60_000;
const lookMs = 500;
const stillLooks = 4; // the accounts load one after another: the tree stands when it no longer grows

/**
 * @param {string} vsix
 * @returns {Promise<boolean>}
 */
export async function checkDemo(vsix) {
  const screenshot = join(resultsDir, 'start-check.png');
  mkdirSync(resultsDir, { recursive: true });
  const viewport = { width: 1280, height: 1000 };
  const workbench = await openWorkbench({ vsix, extensionDirs: [demoStarter], viewport });
  try {
    if (!(await tasksCome(workbench.page))) {
      console.error(`No task came up within ${deadlineMs / 1000} s.\n${await clues(workbench.page)}`);
      return false;
    }
    const rows = await readTree(workbench.page);
    const groups = rows.filter(isGroup).length;
    console.log(`\n${asText(rows)}\n`);
    console.log(`The demo is up: ${groups} groups, ${rows.length - groups} tasks shown.`);
    return true;
  } finally {
    await workbench.page.screenshot({ path: screenshot }).catch(() => {});
    console.log(`Screenshot: ${screenshot}`);
    await workbench.close();
  }
}

/**
 * @param {Page} page
 * @returns {Promise<boolean>}
 */
async function tasksCome(page) {
  let rows = await readRows(page);
  for (let still = 0, deadline = Date.now() + deadlineMs; Date.now() < deadline; await sleep(lookMs)) {
    const next = await readRows(page);
    still = next.length === rows.length && !next.every(isGroup) ? still + 1 : 0;
    rows = next;
    if (still === stillLooks) return true;
  }
  return false;
}

/**
 * What the editor says, when the tree says nothing.
 * @param {Page} page
 */
async function clues(page) {
  const texts = await page.locator('.notification-list-item-message, .pane-body, .statusbar').allInnerTexts();
  return texts.map(text => text.trim()).join('\n');
}
