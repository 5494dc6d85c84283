import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { openWorkbench } from '../../scripts/lib/editor/workbench.mjs';
import { paneOf, readRows, type Row } from '../../scripts/lib/demo/tree.mjs';
import { Drivers, type Driver } from './drivers';
import { wordsOf, type Words } from './words';

const driver = join(import.meta.dirname, 'driver');
const pictures = join(import.meta.dirname, '..', '..', 'test-results', 'ui');

type Workbench = Awaited<ReturnType<typeof openWorkbench>>;

interface DeskOptions {
  readonly profileDir?: string;
  /** Display language; English when absent. */
  readonly locale?: string;
  /** What the extension says in it, for one that it is not translated to. */
  readonly words?: Words;
  /** Another package than the one under test. */
  readonly vsix?: string;
  readonly settings?: Record<string, unknown>;
  /** Reaches the extension. */
  readonly env?: Readonly<Record<string, string>>;
  /** Further windows are to have the secrets of the first. */
  readonly sharedSecrets?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A window of a workbench with the extension as it ships, and hands to use it with. */
export class Desk {
  private constructor(
    readonly workbench: Workbench,
    readonly page: Page,
    private readonly drivers: Drivers,
    private driver: Driver,
    /** What the extension says in the display language. */
    readonly say: Words,
  ) {}

  static async open({ words, env, ...options }: DeskOptions = {}): Promise<Desk> {
    const vsix = options.vsix ?? process.env['CLOUD_TASKS_VSIX'];
    if (!vsix) throw new Error('CLOUD_TASKS_VSIX must name the packaged extension.');
    const drivers = new Drivers();
    const workbench = await openWorkbench({
      viewport: { width: 1280, height: 1400 },
      ...options,
      vsix,
      extensionDirs: [driver],
      env: { ...env, UI_DRIVER_FOLDER: drivers.folder },
    });
    const say = words ?? wordsOf(options.locale);
    return new Desk(workbench, workbench.page, drivers, await drivers.next(), say);
  }

  /** A further window of the same user, opened after those there are. */
  async openWindow(): Promise<Desk> {
    const page = await this.workbench.openWindow();
    return new Desk(this.workbench, page, this.drivers, await this.drivers.next(), this.say);
  }

  /** The process in which this window's extensions run. */
  get hostProcess(): number {
    return this.driver.pid;
  }

  /** After its process has ended: the editor starts another one by itself. No window may be opened meanwhile. */
  async noteNewHost(): Promise<void> {
    this.driver = await this.drivers.next();
  }

  /** Closes this window alone, as a user does it. */
  closeWindow(): Promise<void> {
    return this.page.close();
  }

  /** Ends the editor with all its windows. */
  async close(): Promise<void> {
    await this.workbench.close();
    this.drivers.remove();
  }

  /** Runs a command as another extension would; rejects with what it rejects with. */
  async run<T = unknown>(command: string, argument?: unknown): Promise<T> {
    const body = JSON.stringify({ command, argument });
    const answer = await fetch(`http://127.0.0.1:${this.driver.port}`, { method: 'POST', body });
    const { result, error } = (await answer.json()) as { result: T; error?: string };
    if (error !== undefined) throw new Error(error);
    return result;
  }

  /** Opens our view container by its icon. */
  async openView(): Promise<void> {
    await this.page
      // With a badge the name goes on with what it counts.
      .getByRole('tab', { name: new RegExp(`^${escape(this.say('displayName'))}(?: - |$)`) })
      .first()
      .click();
    // The header of a container's only view is merged into the container's title.
    await this.page.locator(`${this.tree} > .pane-header`).waitFor({ state: 'attached' });
  }

  /** Runs a command from the palette, found by its full title. */
  async palette(title: string): Promise<void> {
    await (await this.openPalette(title)).click();
  }

  /** Looks for a command in the palette, which closes when something else takes the keyboard meanwhile. */
  async openPalette(title: string): Promise<Locator> {
    const command = this.quickInput
      .getByRole('option', { name: new RegExp(`^${escape(title)}(?:,|$)`) })
      .first();
    await this.eventually(async () => {
      await this.page.keyboard.press('F1');
      const input = this.quickInput.locator('input[type="text"]').first();
      return input
        .fill(`>${title}`, { timeout: 3000 })
        .then(() => command.waitFor({ timeout: 3000 }))
        .then(
          () => true,
          () => this.page.keyboard.press('Escape').then(() => false),
        );
    }, Boolean);
    return command;
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  /** Types into the box that asks for `expected`, and goes on. */
  async answer(expected: string, text: string): Promise<void> {
    const input = await this.inputFor(expected);
    await input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** The box that asks for `expected`, once it is there. */
  async inputFor(expected: string): Promise<Locator> {
    const input = this.quickInput.locator('input').and(this.page.getByPlaceholder(expected));
    await input.waitFor();
    return input;
  }

  /** Picks the item with this label from the list that is open. */
  async pick(expected: string, label: string): Promise<void> {
    await this.inputFor(expected);
    await this.quickInput.locator('.monaco-list-row', { hasText: label }).first().click();
  }

  /** The view of the tasks. */
  get tree(): string {
    return paneOf(this.say('view.tasks'));
  }

  /** The rows of the tree in view. */
  rows(): Promise<Row[]> {
    return readRows(this.page, this.tree);
  }

  /** Waits until the tree is as `holds` wants it. The test's own limit ends it otherwise. */
  treeWhere(holds: (rows: Row[]) => boolean): Promise<Row[]> {
    return this.eventually(() => this.rows(), holds);
  }

  /** Looks again until it holds: the page tells nobody when it has drawn or stored something. */
  async eventually<T>(look: () => Promise<T>, holds: (seen: T) => boolean): Promise<T> {
    for (;;) {
      const seen = await look();
      if (holds(seen)) return seen;
      await this.page.waitForTimeout(100);
    }
  }

  row(label: string): Locator {
    return this.page.locator(`${this.tree} .monaco-list-row`, {
      has: this.page.locator('.label-name', { hasText: new RegExp(`^${escape(label)}$`) }),
    });
  }

  /** Takes the mouse off the tree: a hover of one row lies over the next. */
  async mouseAway(): Promise<void> {
    const hover = this.page.locator('.workbench-hover').first();
    await this.page.mouse.move(1000, 1200);
    // The hover of a row that was drawn anew under the mouse stays until another one comes: one that lies over
    // nothing of ours, and is gone for good only once it was there.
    for (let tries = 0; (await hover.isVisible()) && tries < 3; tries++) {
      const text = await hover.innerText().catch(() => '');
      await this.page.locator('.activitybar .action-item').last().hover();
      const other = this.page.locator('.workbench-hover').filter({ hasNotText: text || 'none' });
      await other
        .first()
        .waitFor({ timeout: 2000 })
        .catch(() => undefined);
      await this.page.mouse.move(1000, 1200);
      await hover.waitFor({ state: 'hidden', timeout: 2000 }).catch(() => undefined);
    }
    await hover.waitFor({ state: 'hidden' });
  }

  /** Gives the keyboard to a view of ours: the editor says that it has done so before it has. */
  async focus(view: 'tasks' | 'downloads'): Promise<void> {
    await this.run(`cloudTasks.${view}.focus`);
    const pane = paneOf(this.say(`view.${view}`));
    const inside = () => this.page.evaluate(`document.activeElement?.closest('${pane}') !== null`);
    await this.eventually(inside, Boolean);
  }

  /** Waits until an editor has the keyboard: it takes it some time after its tab is there. */
  async editorFocused(): Promise<void> {
    await this.page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
  }

  /** Clicks a button of a view's title; its name has keys in it while they would do the same. */
  async clickTitle(view: string, button: string): Promise<void> {
    const name = new RegExp(`^${escape(button)}(?: \\(|$)`);
    await (await this.titleOf(view)).getByRole('button', { name }).click();
  }

  /** The title of a view of ours with its buttons, which the editor shows while the mouse is over the view. */
  async titleOf(view: string): Promise<Locator> {
    const title = this.page.locator(`.pane-header[aria-label^="${view}"]`);
    const button = title.locator('.action-label').first();
    await this.eventually(async () => {
      await this.mouseAway();
      await title.hover({ timeout: 2000 }).catch(() => undefined);
      return button.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
    }, Boolean);
    return title;
  }

  /** Has a row's tooltip shown; it says this. A row that is drawn anew under the mouse has none until the mouse comes again. */
  async tooltip(row: Locator, text: string): Promise<Locator> {
    const hover = this.page.locator('.workbench-hover', { hasText: text });
    await this.eventually(async () => {
      await this.mouseAway();
      await row.locator('.label-name').hover();
      return hover.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
    }, Boolean);
    return hover;
  }

  async clickRow(label: string): Promise<void> {
    await this.mouseAway();
    await this.row(label).first().click();
  }

  /** Opens a row's context menu that has this item: it closes when something else takes the keyboard meanwhile. */
  async openMenu(row: Locator, item: string): Promise<Locator> {
    const wanted = this.menuItem(item);
    await this.eventually(async () => {
      await this.mouseAway();
      await row.click({ button: 'right' });
      return wanted.hover({ timeout: 3000 }).then(
        () => true,
        () => this.page.keyboard.press('Escape').then(() => false),
      );
    }, Boolean);
    return wanted;
  }

  /** Chooses an item of a row's context menu; by Enter, for a menu takes no click in its first moment. */
  async menu(row: string | Locator, item: string): Promise<void> {
    await this.openMenu(typeof row === 'string' ? this.row(row).first() : row, item);
    await this.page.keyboard.press('Enter');
  }

  /** An item of the menu that is open; its accessible name has the keys in it. */
  menuItem(label: string): Locator {
    const name = this.page.locator('.action-label', { hasText: new RegExp(`^${escape(label)}$`) });
    return this.page.getByRole('menuitem').filter({ has: name });
  }

  /** Turns the mouse wheel until the first row in view is this one by its index, or one beyond it. */
  async scroll(index: number): Promise<void> {
    await this.page.locator(`${this.tree} .monaco-list`).hover();
    const first = async () => (await this.rows())[0]?.index ?? 0;
    const way = Math.sign(index - (await first()));
    for (let at = await first(); way * (index - at) > 0; at = await first()) {
      await this.page.mouse.wheel(0, way);
      await this.eventually(first, now => now !== at);
    }
  }

  /** Where the user stands in the tree. */
  async place() {
    const label = async (rows: string) =>
      (await this.page.locator(`${this.tree} .monaco-list-row${rows} .label-name`).allInnerTexts()).join();
    return {
      selected: await label('.selected'),
      focused: await label('.focused'),
      hasKeyboard: await this.page.evaluate(`document.activeElement?.closest('${this.tree}') !== null`),
      firstRow: (await this.rows())[0]?.index,
    };
  }

  get statusBar(): Locator {
    return this.page.locator('.statusbar-item', { has: this.page.locator('.codicon-cloud') }).first();
  }

  async picture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: join(pictures, `${name}.png`) });
  }
}

/** The text as a part of a regular expression. */
export const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
