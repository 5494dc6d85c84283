import type { Locator } from 'playwright-core';
import { paneOf } from '../../scripts/lib/demo/tree.mjs';
import type { Desk } from './desk';

/** Parts of the workbench that hold texts of ours beside the views. */
const parts = {
  menu: '.context-view .monaco-menu .action-menu-item .action-label',
  'quick input': [
    '.quick-input-title',
    '.quick-input-message',
    '.quick-input-list .label-name',
    '.quick-input-list .label-description',
    '.quick-input-list .quick-input-list-separator',
  ]
    .map(part => `.quick-input-widget ${part}`)
    .join(', '),
  hover: '.workbench-hover p, .workbench-hover td, .workbench-hover th, .workbench-hover a',
  message: '.notification-list-item-message, .notification-list-item .monaco-button',
  dialog: '.monaco-dialog-box .dialog-message-text, .monaco-dialog-box .dialog-message-detail',
};

/** Within the panes of our views. */
const inViews = [
  '.welcome-view-content p',
  '.welcome-view-content .monaco-button',
  '.label-name',
  '.label-description',
  '.pane-header h3.title',
  '.pane-header .description',
];

/**
 * What there is to read, and of rows and the status bar to hear, in our views, and in the menus, quick inputs, hovers
 * and messages that are on the screen: one text after another.
 */
export async function screenTexts({ page, say }: Desk): Promise<string[]> {
  const panes = ['view.tasks', 'view.downloads'].map(key => paneOf(say(key)));
  const read = [...panes.flatMap(pane => inViews.map(part => `${pane} ${part}`)), ...Object.values(parts)];
  const spoken = [...panes.map(pane => `${pane} .monaco-list-row`), '.statusbar-item[id^="cloud-tasks"] a'];
  // Each kind in one go: what is drawn anew meanwhile is gone when it is asked one by one.
  const texts: (string | null)[] = [
    ...(await page.locator(`:is(${read.join(', ')}):visible`).allInnerTexts()),
    ...(await attributes(page.locator('.quick-input-widget input:visible'), 'placeholder')),
    ...(await attributes(page.locator(spoken.join(', ')), 'aria-label')),
  ];
  return [...new Set(texts.flatMap(text => text?.split('\n') ?? []).map(text => text.trim()))].filter(
    Boolean,
  );
}

/** Of an element, without the types of a page: tests are not one. */
interface Named {
  getAttribute(name: string): string | null;
}

const attributes = (elements: Locator, name: string): Promise<(string | null)[]> =>
  elements.evaluateAll(
    (all, attribute) => (all as unknown as Named[]).map(element => element.getAttribute(attribute)),
    name,
  );
