/** The Tasks view as it stands on screen. */
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ index: number, level: number, label: string, description: string, expanded: string | null }} Row */

/** The pane of the view with this title. @param {string} title */
export const paneOf = title => `.pane:has(> .pane-header[aria-label^="${title}"])`;

const view = paneOf('Tasks');
const scrollMs = 1_000;

/** @param {Row} row */
export const isGroup = row => row.expanded !== null;

/**
 * From top to bottom; only the rows in view exist.
 * @param {Page} page
 * @param {string} pane the view's selector, for a view whose title is not English
 * @returns {Promise<Row[]>}
 */
export async function readRows(page, pane = view) {
  const rows = await page.locator(`${pane} .monaco-list-row`).evaluateAll(elements =>
    elements.map(element => ({
      index: Number(element.getAttribute('data-index')),
      level: Number(element.getAttribute('aria-level')),
      label: element.querySelector('.label-name')?.textContent ?? '',
      description: element.querySelector('.label-description')?.textContent ?? '',
      expanded: element.getAttribute('aria-expanded'),
    })),
  );
  // A row that is just being drawn has no level yet.
  return rows.filter(({ level }) => level > 0).sort((a, b) => a.index - b.index);
}

/**
 * Scrolls through the view and back, and gathers the rows on the way.
 * @param {Page} page
 * @returns {Promise<Row[]>}
 */
export async function readTree(page) {
  /** @type {Map<number, Row>} */
  const all = new Map();
  await page.locator(`${view} .monaco-list`).hover();
  for (let grew = true; grew;) {
    const rows = await readRows(page);
    for (const row of rows) all.set(row.index, row);
    await page.mouse.wheel(0, 200);
    grew = await movedOn(page, rows.at(-1)?.index ?? 0);
  }
  await page.mouse.wheel(0, -100_000);
  return [...all.values()].sort((a, b) => a.index - b.index);
}

/**
 * Whether rows below `last` came into view.
 * @param {Page} page
 * @param {number} last
 */
async function movedOn(page, last) {
  for (const deadline = Date.now() + scrollMs; Date.now() < deadline; await sleep(50)) {
    if (((await readRows(page)).at(-1)?.index ?? 0) > last) return true;
  }
  return false;
}

/** @param {readonly Row[]} rows */
export function asText(rows) {
  const line = (/** @type {Row} */ row) => {
    const mark = row.expanded === null ? ' ' : row.expanded === 'true' ? '▾' : '▸';
    return `${'  '.repeat(row.level - 1)}${mark} ${row.label}  ${row.description}`.trimEnd();
  };
  return rows.map(line).join('\n');
}
