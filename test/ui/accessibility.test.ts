import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Frame } from 'playwright-core';
import { paneOf } from '../../scripts/lib/demo/tree.mjs';
import { systemClock } from '../../src/core/clock';
import type { SimulatorServer } from '../../src/simulator/server';
import { credentials, endpointsOf, startCloud, taskOf } from '../harness/simulators';
import { hour, inState } from '../harness/worlds';
import { Desk } from './desk';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high contrast dark': 'Default High Contrast',
  'high contrast light': 'Default High Contrast Light',
};

/** What a checker of accessibility finds wrong with a page, one line for each element. */
async function violations(frame: Frame): Promise<string[]> {
  // Not through a script element: the page may load no script but its own.
  await frame.evaluate(axe);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
  const found = await frame.evaluate<AxeResults>(
    `axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations', 'passes'] })`,
  );
  assert.ok(
    found.passes.some(({ id }) => id === 'color-contrast'),
    'contrast was looked at',
  );
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 150)} ${failureSummary ?? ''}`),
  );
}

const table = [
  '地址,status,note',
  ...Array.from({ length: 60 }, (_, row) => `10.0.0.${row},open,note ${row}`),
];

describe('accessibility', () => {
  let desk: Desk;
  let folder: string;
  let alibaba: SimulatorServer;
  let baidu: SimulatorServer;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-ui-'));
    await writeFile(join(folder, 'assets.csv'), table.join('\n'));
    desk = await Desk.open({
      settings: { 'cloudTasks.downloadDirectory': folder, 'workbench.colorTheme': themes.dark },
      viewport: { width: 1200, height: 800 },
    });
    const old = Date.now() - hour;
    const failure = { code: 'OriginTimeout', message: '' };
    alibaba = await startCloud(
      'alibaba',
      {
        tasks: [
          taskOf('cdn', '7', old, { name: 'https://example.com/a.css', ...inState('running', 0.42) }),
          { ...taskOf('cdn', '8', old, { name: 'https://example.com/b.js', ...inState('failed') }), failure },
        ],
      },
      systemClock,
    );
    baidu = await startCloud(
      'baidu',
      {
        tasks: [
          taskOf('bls', '1', old, { name: 'nginx' }),
          taskOf('bls', '2', old, { name: 'later', ...inState('waiting') }),
        ],
      },
      systemClock,
    );
    for (const [cloud, server] of Object.entries({ alibaba, baidu }))
      await desk.run('cloudTasks.addAccount', {
        ...{ cloud, label: `my ${cloud}`, credential: credentials[cloud === 'baidu' ? 'baidu' : 'alibaba'] },
        endpoints: endpointsOf(cloud === 'baidu' ? 'baidu' : 'alibaba', server.origin),
      });
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') return desk.picture(`failed ${this.currentTest.title}`);
    return undefined;
  });
  after(async () => {
    await desk.close();
    await Promise.all([alibaba, baidu].map(server => server.close()));
    await rm(folder, { recursive: true, force: true });
  });

  const press = async (...keys: string[]) => {
    for (const key of keys) await desk.page.keyboard.press(key);
  };
  const focused = () => desk.page.locator(`${desk.tree} .monaco-list-row.focused`);
  /** Goes down to the row with this label. */
  const goTo = async (label: string) => {
    await press('Home');
    for (let steps = 0; steps < 30; steps++) {
      if ((await focused().locator('.label-name').innerText()) === label) return;
      await press('ArrowDown');
    }
    assert.fail(`The keyboard does not lead to ${label}.`);
  };
  /** Opens the menu of the row that has the focus, and chooses from it by the arrows. */
  const choose = async (name: string) => {
    await press('Shift+F10');
    const item = desk.menuItem(name);
    await item.waitFor();
    const chosen = desk.page.locator('.context-view .action-item.focused', { has: item });
    for (let steps = 0; steps < 30 && (await chosen.count()) === 0; steps++) await press('ArrowDown');
    assert.equal(await chosen.count(), 1, `The keyboard does not lead to ${name}.`);
    await press('Enter');
    await item.waitFor({ state: 'detached' });
  };

  it('each row says its name, its status in words and its progress', async () => {
    await desk.openView();
    await desk.row('nginx').waitFor();
    const labels = await desk.page
      .locator(`${desk.tree} .monaco-list-row`)
      .evaluateAll(rows =>
        rows.map(row => [
          (row as unknown as { getAttribute(name: string): string }).getAttribute('aria-label'),
          (row as unknown as { querySelector(name: string): { textContent: string } }).querySelector(
            '.label-name',
          ).textContent,
        ]),
      );
    const spoken = new Map(labels.map(([label = '', name = '']) => [name, label]));
    for (const [name, label] of spoken) assert.ok(label.startsWith(name), `${name}: ${label}`);
    assert.match(spoken.get('https://example.com/a.css') ?? '', /· Running · 42% · refresh/);
    assert.match(
      spoken.get('https://example.com/b.js') ?? '',
      /· Failed · OriginTimeout · prefetch|· Failed · OriginTimeout · refresh/,
    );
    assert.match(spoken.get('nginx') ?? '', /· Succeeded · 2 rows/);
    assert.match(spoken.get('later') ?? '', /· Waiting/);
    assert.match(spoken.get('Running') ?? '', /1 task/);
  });

  it('everything is done by the keyboard alone', async () => {
    // A menu that opens under the mouse has its focus where the mouse is.
    await desk.mouseAway();
    await press('Escape');
    await desk.run('workbench.view.explorer');
    await press('F1');
    await desk.quickInput.locator('input').first().fill('>Focus on Tasks View');
    await desk.quickInput
      .getByRole('option', { name: /Focus on Tasks View/ })
      .first()
      .waitFor();
    await press('Enter');
    await desk.eventually(async () => (await desk.place()).hasKeyboard, Boolean);
    await goTo('Alibaba Cloud');
    await press('ArrowLeft');
    await desk.row('https://example.com/a.css').waitFor({ state: 'detached' });
    await press('ArrowRight');
    await desk.row('https://example.com/a.css').waitFor();
    await goTo('nginx');
    await choose('Download');
    const downloads = desk.page.locator(`${paneOf('Downloads')} .monaco-list-row`);
    await downloads.locator('.label-description', { hasText: 'just now' }).waitFor();
    assert.match(
      (await downloads.first().getAttribute('aria-label')) ?? '',
      /^文件-1\.csv · Downloaded · \d+ bytes/,
    );
    await desk.run('notifications.clearAll');
    await desk.focus('tasks');
    await goTo('https://example.com/b.js');
    await choose('Show Details');
    await desk.page.getByRole('tab', { name: /^b\.js\.json/ }).waitFor();
    await desk.editorFocused();
    await desk.focus('downloads');
    await press('Home', 'Enter');
    await desk.page.getByRole('tab', { name: /^文件-1\.csv/ }).waitFor();
    await desk.run('workbench.action.closeAllEditors');
  });

  for (const [name, theme] of Object.entries(themes))
    it(`nothing is wrong with a table in ${name}`, async () => {
      await desk.run('cloudTasks.openAsTable', join(folder, 'assets.csv'));
      await desk.run('setting', { key: 'workbench.colorTheme', value: theme });
      const outer = desk.page.frameLocator('iframe.webview.ready');
      const inner = outer.frameLocator('iframe#active-frame');
      const kind = theme.includes('High Contrast Light')
        ? 'vscode-high-contrast-light'
        : theme.includes('High Contrast')
          ? 'vscode-high-contrast'
          : theme.includes('Light')
            ? 'vscode-light'
            : 'vscode-dark';
      await inner.locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
      await inner.getByRole('gridcell', { name: '10.0.0.1', exact: true }).waitFor();
      const frame = await (await outer.locator('iframe#active-frame').elementHandle())?.contentFrame();
      assert.ok(frame);
      assert.deepEqual(await violations(frame), []);
      await inner.getByRole('grid').focus();
      await press('Control+Home', 'ArrowDown', 'Shift+Space'); // a row that is selected
      await inner.locator('.row[aria-selected="true"]').waitFor();
      assert.deepEqual(await violations(frame), []);
      await desk.picture(`theme ${name}`);
    });
});
