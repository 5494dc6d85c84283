import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Desk } from '../../test/ui/desk';
import type { Samples } from './statistics';

/** The editor takes a click on an icon for a double one, and drops it, when it comes so soon, milliseconds. */
const noDoubleClick = 600;

const rows = '.pane:has(> .pane-header[aria-label^="Tasks"]) .monaco-list-row .label-name';

/** Milliseconds from the press on the icon of our view to the frame in which it has rows, as often as is asked. */
export async function openings(desk: Desk, count: number): Promise<Samples> {
  const { page } = desk;
  const samples: number[] = [];
  while (samples.length < count) {
    await desk.run('workbench.view.explorer');
    await page.locator(rows).first().waitFor({ state: 'hidden' });
    await sleep(noDoubleClick);
    const [took] = await Promise.all([firstRows(page), desk.openView()]);
    samples.push(took);
  }
  return samples;
}

/** Texts, for what runs in the page is none of this program's types. */
const firstRows = (page: Page): Promise<number> =>
  page.evaluate<number>(`new Promise(resolve => {
    const look = since => {
      const first = document.querySelector(${JSON.stringify(rows)});
      if (first && first.getClientRects().length > 0) resolve(performance.now() - since);
      else requestAnimationFrame(() => look(since));
    };
    addEventListener('mousedown', () => look(performance.now()), { capture: true, once: true });
  })`);

/** The longest time between two frames of the window, milliseconds, for as long as `during` takes. */
export async function longestStall(page: Page, during: () => Promise<void>): Promise<number> {
  await page.evaluate(`{
    const seen = (window.seenFrames = { longest: 0, last: performance.now(), over: false });
    const frame = () => {
      const now = performance.now();
      seen.longest = Math.max(seen.longest, now - seen.last);
      seen.last = now;
      if (!seen.over) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }`);
  await during();
  return page.evaluate<number>('(window.seenFrames.over = true, window.seenFrames.longest)');
}
