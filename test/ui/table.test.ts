import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { Desk, escape } from './desk';

const rows = 400_000; // more than an element can be tall

/** Numbers, addresses, few different words, and what must never be read as HTML. */
function longTable(): string {
  const lines = ['编号,address,status,"note, quoted"'];
  for (let row = 1; row <= rows; row++) {
    const address = `10.${row % 7}.${row % 250}.${row % 11}`;
    const note = row % 5 === 0 ? '"<img src=x onerror=alert(1)>, “漏洞”"' : `note ${row}`;
    lines.push([(row * 7919) % rows, address, ['ok', 'failed', 'open'][row % 3], note].join(','));
  }
  return lines.join('\r\n');
}

describe('a table of 400,000 rows', () => {
  let desk: Desk;
  let folder: string;
  let frame: FrameLocator;
  let grid: Locator;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-ui-'));
    await writeFile(join(folder, 'assets.csv'), longTable());
    desk = await Desk.open({ settings: { 'workbench.colorTheme': 'Default Dark Modern' } });
    await desk.run('cloudTasks.openAsTable', join(folder, 'assets.csv'));
    frame = desk.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    grid = frame.getByRole('grid');
    await status('400,000 rows').waitFor();
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') return desk.picture(`failed ${this.currentTest.title}`);
    return undefined;
  });
  after(async () => {
    await desk.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** By its whole text: that of all rows is the end of that of some. */
  const status = (text: string) =>
    frame.locator('.toolbar .status', { hasText: new RegExp(`^${escape(text)}$`) });
  const spoken = (text: string) => frame.locator('[role="status"]', { hasText: text });
  /** A row by its place, header first. */
  const row = (place: number) => frame.locator(`[role="row"][aria-rowindex="${place}"]`);
  const texts = async (place: number) => {
    const drawn = row(place).and(frame.locator(':not([aria-busy])'));
    await drawn.waitFor();
    return drawn.locator('.number, .cell').allInnerTexts();
  };
  const press = async (...keys: string[]) => {
    for (const key of keys) await desk.page.keyboard.press(key);
  };

  it('has only rows in the page that are in view', async () => {
    assert.deepEqual(await texts(2), ['1', '7919', '10.1.1.1', 'failed', 'note 1']);
    assert.equal(await grid.getAttribute('aria-rowcount'), '400001');
    assert.equal(await grid.getAttribute('aria-colcount'), '5');
    assert.ok((await frame.locator('.row').count()) < 100);
    await desk.picture('table');
  });

  it('may load our script and style, and nothing else', async () => {
    const policy = await frame.locator('meta[http-equiv]').getAttribute('content');
    assert.match(policy ?? '', /^default-src 'none'; style-src '(nonce-[\w-]{24})'; script-src '\1'$/);
  });

  it('shows text as it is, never as HTML', async () => {
    assert.equal((await texts(6)).at(-1), '<img src=x onerror=alert(1)>, “漏洞”');
    assert.equal(await frame.locator('img').count(), 0);
  });

  it('goes to the end and back by the keyboard, the active cell told to a screen reader', async () => {
    await grid.focus();
    await press('Control+End');
    assert.deepEqual((await texts(rows + 1)).slice(0, 2), ['400000', '0']);
    const active = (await grid.getAttribute('aria-activedescendant')) ?? '';
    assert.equal(await frame.locator(`#${active}`).getAttribute('aria-colindex'), '5');
    await desk.picture('table, last row');
    await press('PageUp', 'Home', 'ArrowUp');
    await press('Control+Home');
    await texts(2);
  });

  it('goes by rows at a turn of the wheel, though the scroll bar cannot', async () => {
    const before = await row(12).boundingBox();
    await desk.page.mouse.move(400, 600);
    await desk.page.mouse.wheel(0, 100);
    await desk.eventually(
      () => row(12).boundingBox(),
      after => Math.round((before?.y ?? 0) - (after?.y ?? 0)) === 100,
    );
  });

  it('sorts by Enter on the header, up, down and not at all', async () => {
    await press('Control+Home', 'ArrowUp', 'Enter');
    await spoken('Sorted by 编号, ascending').waitFor({ state: 'attached' });
    assert.deepEqual((await texts(2)).slice(0, 2), ['400000', '0']);
    assert.deepEqual((await texts(3))[1], '1');
    const header = frame.getByRole('columnheader', { name: '编号' });
    assert.equal(await header.getAttribute('aria-sort'), 'ascending');
    await press('Enter');
    await spoken('Sorted by 编号, descending').waitFor({ state: 'attached' });
    assert.deepEqual((await texts(2))[1], '399999');
    await desk.picture('table, sorted');
  });

  it('filters while one types', async () => {
    await press('Control+f');
    await desk.page.keyboard.type('NOTE 39999');
    await status('9 of 400,000 rows').waitFor();
    await spoken('9 of 400,000 rows').waitFor({ state: 'attached' });
    await press('ArrowDown');
    assert.match((await texts(2)).at(-1) ?? '', /^note 39999/);
    await desk.picture('table, filtered');
    await press('Control+f', 'Escape');
    await status('400,000 rows').waitFor();
  });

  it('copies a cell and a row', async () => {
    await grid.focus();
    await press('Control+Home', 'Control+c');
    await spoken('Copied').waitFor({ state: 'attached' });
    await press('Control+f', 'Control+v');
    await status('2 of 400,000 rows').waitFor();
    assert.deepEqual((await texts(2))[1], '399999');
    await press('ArrowDown', 'Shift+Space', 'Control+c');
    await spoken('Copied').waitFor({ state: 'attached' });
    await press('Control+f', 'Control+v');
    await status('0 of 400,000 rows').waitFor(); // tabs are in no cell
    assert.match(await frame.getByRole('searchbox').inputValue(), /^399999\t10\.\d+\.\d+\.\d+\t/);
    await press('Control+f', 'Escape');
    await status('400,000 rows').waitFor();
  });

  it('stands as it stood when its tab comes back', async () => {
    await grid.focus();
    await press('Control+Home', 'PageDown', 'PageDown');
    const before = await frame.locator('.row[aria-rowindex]').nth(10).getAttribute('aria-rowindex');
    await desk.run('workbench.action.files.newUntitledFile');
    await grid.waitFor({ state: 'detached' });
    await desk.run('workbench.action.closeActiveEditor');
    await frame.locator(`.row[aria-rowindex="${before}"]`).waitFor();
    assert.equal(
      await frame.getByRole('columnheader', { name: '编号' }).getAttribute('aria-sort'),
      'descending',
    );
  });

  it('is offered where the text is too large to be shown', async () => {
    await desk.run('workbench.action.reopenTextEditor');
    await desk.page.getByText('it is very large').waitFor();
    await desk.page.getByRole('button', { name: 'Open as Table' }).first().click();
    await status('400,000 rows').waitFor();
  });
});
