/** What a workbench under test tells whoever drives its page. */
import { appendFileSync } from 'node:fs';
import { format } from 'node:util';
import { isNoise } from './noise.mjs';

/**
 * The workbench reports through two functions that it expects on its window. Resolves once they are there.
 * @param {import('playwright-core').Page} page
 * @param {string} logFile gets everything, also what is not printed
 * @returns {Promise<{ code: Promise<number> }>}
 */
export async function listen(page, logFile) {
  let over = false; // after its end, the workbench complains of what it could not finish
  await page.exposeFunction(
    'codeAutomationLog',
    (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
      const text = format(...args);
      appendFileSync(logFile, `[${type}] ${text}\n`);
      if (!over && !isNoise(text)) console.log(text);
    },
  );
  /** @type {(code: number) => void} */
  let exit = () => {};
  /** @type {Promise<number>} */
  const code = new Promise((done, fail) => {
    exit = done;
    page.once('crash', () => fail(new Error('The page with the workbench crashed.')));
    page.once('close', () => fail(new Error('The page with the workbench was closed.')));
  });
  await page.exposeFunction('codeAutomationExit', (/** @type {number} */ value) => {
    over = true;
    exit(value);
  });
  return { code };
}
