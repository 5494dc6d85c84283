import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import manifest from '../../package.json';
import { paneOf } from '../../scripts/lib/demo/tree.mjs';
import { escape, type Desk } from './desk';

type View = 'tasks' | 'downloads';

/** A way to use the extension: what a user does, by one means alone. Text is typed in either. */
export interface Hands {
  /** Presses a button of the welcome text. */
  welcome(button: string): Promise<void>;
  /** Runs a command of the extension. @param command its id without the extension's name */
  run(command: string): Promise<void>;
  /** Opens a task. */
  open(task: string): Promise<void>;
  /** Selects several tasks, and runs a command on them. */
  actOnAll(tasks: readonly string[], command: string): Promise<void>;
  /** Runs a command on a row. */
  act(row: string, command: string, view?: View): Promise<void>;
  /** Chooses from the list that asks for this. */
  pick(expected: string, label: string): Promise<void>;
  /** Goes on from a list of which several can be chosen: with what is chosen in it, and these. */
  accept(expected: string, labels?: readonly string[]): Promise<void>;
  /** Presses a button of the message that says this. */
  press(text: string, button: string): Promise<void>;
  /** Presses a button of a dialog. */
  confirm(button: string): Promise<void>;
  /** Opens the menu of the status bar. */
  showMenu(): Promise<void>;
}

const ownTitles = new Set(
  manifest.contributes.menus['view/title']
    .filter(({ when }) => when.includes('view == cloudTasks.tasks'))
    .map(({ command }) => command),
);

const rowIn = (desk: Desk, view: View, label: string): Locator =>
  desk.page.locator(`${paneOf(desk.say(`view.${view}`))} .monaco-list-row`, {
    has: desk.page.locator('.label-name', { hasText: new RegExp(`^${escape(label)}$`) }),
  });

/** An item of the list that is open, by its whole label. */
const itemOf = (desk: Desk, label: string): Locator =>
  desk.quickInput
    .locator('.monaco-list-row', {
      has: desk.page.locator('.label-name', { hasText: new RegExp(`^\\s*${escape(label)}$`) }),
    })
    .first();

const messageOf = (desk: Desk, text: string): Locator =>
  desk.page.locator('.notification-toast .notification-list-item', { hasText: text }).first();

/** Menus, buttons and rows by the mouse. */
export function mouseOf(desk: Desk): Hands {
  const { page, say } = desk;
  /** A menu takes no click in its first moment. */
  const choose = async (item: Locator) => {
    await item.hover();
    await desk.eventually(async () => {
      await item.click({ delay: 200, timeout: 1000 }).catch(() => undefined);
      return item.waitFor({ state: 'hidden', timeout: 1000 }).then(
        () => true,
        () => false,
      );
    }, Boolean);
  };
  const act = async (row: Locator, command: string) =>
    choose(await desk.openMenu(row.first(), say(`command.${command}`)));
  const selectNothing = async () => {
    await desk.mouseAway();
    const list = page.locator(`${desk.tree} .monaco-list`).first();
    const { height } = (await list.boundingBox()) ?? { height: 0 };
    await list.click({ position: { x: 60, y: height - 10 } }); // below the rows
  };
  return {
    welcome: button =>
      page
        .locator(`${desk.tree} .welcome-view-content`)
        .getByRole('button', { name: button, exact: true })
        .click(),
    run: async command => {
      const title = say(`command.${command}`);
      if (!ownTitles.has(`cloudTasks.${command}`)) return desk.palette(`${say('displayName')}: ${title}`);
      const bar = await desk.titleOf(say('view.tasks'));
      const button = bar.getByRole('button', { name: new RegExp(`^${escape(title)}(?: \\(|$)`) });
      if (await button.count()) return button.click();
      await bar.locator('.codicon-toolbar-more').click();
      return choose(desk.menuItem(title));
    },
    open: async task => desk.clickRow(task),
    actOnAll: async (tasks, command) => {
      await selectNothing();
      // A plain click would open it.
      for (const task of tasks) await desk.row(task).click({ modifiers: ['ControlOrMeta'] });
      await act(desk.row(tasks.at(-1) ?? ''), command);
      await selectNothing();
    },
    act: (row, command, view = 'tasks') => act(rowIn(desk, view, row), command),
    pick: async (expected, label) => {
      await desk.inputFor(expected);
      await itemOf(desk, label).click();
    },
    accept: async (expected, labels = []) => {
      await desk.inputFor(expected);
      for (const label of labels) await itemOf(desk, label).click();
      await desk.quickInput.locator('.quick-input-action .monaco-button').first().click();
    },
    press: async (text, button) => {
      await messageOf(desk, text).getByRole('button', { name: button, exact: true }).click();
    },
    confirm: button =>
      page.locator('.monaco-dialog-box').getByRole('button', { name: button, exact: true }).click(),
    showMenu: () => desk.statusBar.click(),
  };
}

/** The same by keys. What the editor has no key for is run as the palette runs it. */
export function keyboardOf(desk: Desk): Hands {
  const { page, say } = desk;
  const press = (key: string) => page.keyboard.press(key);
  /** Presses the key until what has the keyboard is this. */
  const go = async (key: string, there: () => Promise<boolean>, place: string, steps = 40) => {
    for (let step = 0; step < steps; step++) {
      if (await there()) return;
      await press(key);
    }
    assert.fail(`The keyboard does not lead to ${place}.`);
  };
  const hasFocus = (locator: Locator) => async () =>
    (await locator.count()) > 0 &&
    locator
      .first()
      .evaluate(element => (element as unknown as { matches(s: string): boolean }).matches(':focus'));
  const goTo = async (label: string, view: View) => {
    await desk.focus(view);
    await press('Home');
    const row = rowIn(desk, view, label).and(page.locator('.focused'));
    await go('ArrowDown', async () => (await row.count()) > 0, label);
  };
  /** In the list that is open. */
  const goToItem = async (label: string) => {
    const item = itemOf(desk, label);
    await item.waitFor();
    const chosen = item.and(page.locator('.focused'));
    await go('ArrowDown', async () => (await chosen.count()) > 0, label);
  };
  const selectNothing = async () => {
    await desk.focus('tasks');
    await press('Escape');
  };
  /** A menu closes when something else takes the keyboard, as a list that is drawn anew: then all is done again. */
  const chooseFromMenu = async (command: string, reach: () => Promise<void>) => {
    const item = desk.menuItem(say(`command.${command}`));
    const chosen = page.locator('.context-view .action-item.focused', { has: item });
    const isOver = async () => (await chosen.count()) > 0 || !(await item.isVisible());
    do {
      await reach();
      await press('Shift+F10');
      await item.waitFor({ timeout: 3000 }).catch(() => undefined);
      await go('ArrowDown', isOver, command);
    } while ((await chosen.count()) === 0);
    await press('Enter');
    await item.waitFor({ state: 'detached' });
  };
  return {
    welcome: async button => {
      await desk.focus('tasks');
      const wanted = page
        .locator(`${desk.tree} .welcome-view-content`)
        .getByRole('button', { name: button, exact: true });
      await go('Tab', hasFocus(wanted), button);
      await press('Enter');
    },
    run: async command => {
      await desk.openPalette(`${say('displayName')}: ${say(`command.${command}`)}`);
      await goToItem(`${say('displayName')}: ${say(`command.${command}`)}`);
      await press('Enter');
    },
    open: async task => {
      await goTo(task, 'tasks');
      await press('Enter');
    },
    actOnAll: async ([first = '', ...others], command) => {
      await chooseFromMenu(command, async () => {
        await selectNothing();
        await goTo(first, 'tasks');
        await press('Control+Shift+Enter');
        for (let more = others.length; more > 0; more--) await press('Shift+ArrowDown');
      });
      await selectNothing();
    },
    act: (row, command, view = 'tasks') => chooseFromMenu(command, () => goTo(row, view)),
    pick: async (expected, label) => {
      const input = await desk.inputFor(expected);
      await input.fill(label);
      await goToItem(label);
      await press('Enter');
    },
    accept: async (expected, labels = []) => {
      await desk.inputFor(expected);
      for (const label of labels) {
        await goToItem(label);
        await press('Space');
      }
      await press('Enter');
    },
    press: async (text, button) => {
      const message = messageOf(desk, text);
      await message.waitFor();
      await desk.run('notifications.focusToasts');
      await go('Tab', hasFocus(message.getByRole('button', { name: button, exact: true })), button);
      await press('Enter');
    },
    confirm: async button => {
      const wanted = page.locator('.monaco-dialog-box').getByRole('button', { name: button, exact: true });
      await wanted.waitFor();
      await go('Tab', hasFocus(wanted), button);
      await press('Enter');
    },
    showMenu: async () => {
      await desk.run('workbench.action.focusStatusBar');
      const item = desk.statusBar;
      const inside = () =>
        item.evaluate(element =>
          (element as unknown as { matches(s: string): boolean }).matches(':focus, :focus-within'),
        );
      await go('ArrowRight', inside, 'the status bar');
      await press('Enter');
    },
  };
}
