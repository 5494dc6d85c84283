import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageExtension, vsixPath } from '../scripts/lib/build.mjs';
import { openWorkbench, type WorkbenchOptions } from '../scripts/lib/editor/workbench.mjs';
import { bareName, makeBareExtension } from './lib/bareExtension';
import type { Bench } from './lib/row';
import { inTurn, type Samples } from './lib/statistics';

const starts = 9;
/** Extensions that wait for the end of the start begin about now; nobody touches the window meanwhile. */
const startTime = 700;
const shortcut = 'Control+Alt+F12';
/** The list of extensions is not there again in the next window, to be drawn while extensions start. */
const settings = { 'workbench.editor.restoreEditors': false };
/** Only rows in view exist, and a quick extension stands far below. */
const viewport = { width: 1280, height: 2400 };

type Workbench = Awaited<ReturnType<typeof openWorkbench>>;

/**
 * What the editor itself says that the start of the extension took, loading and activation, as "Developer: Show Running
 * Extensions" shows it. Each start is a window with an extension host of its own, in an editor that has no other
 * extension but its own ones, beside an extension that does nothing.
 */
export const p1: Bench = {
  name: 'P1',
  async run() {
    await packageExtension();
    const folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-'));
    const opened: Workbench[] = [];
    const open = async (options: WorkbenchOptions) => {
      const workbench = await openWorkbench({ ...options, settings, viewport });
      opened.push(workbench);
      await bindShortcut(workbench);
      return workbench;
    };
    try {
      const bareFolder = join(folder, 'bare-view');
      await makeBareExtension(bareFolder);
      const ours = await open({ vsix: vsixPath });
      const bare = await open({ extensionDirs: [bareFolder] });
      const times = await inTurn(
        { ours: () => activation(ours, 'Cloud Tasks'), bare: () => activation(bare, bareName) },
        { rounds: starts, warmUp: 0 }, // the first windows were just opened
      );
      const peer: { name: string; samples: Samples } = { name: 'one bare view', samples: times.bare };
      const limits = { most: 15, abovePeer: 5 };
      return [{ what: 'activation', unit: 'ms', ours: times.ours, peer, limits }];
    } finally {
      await Promise.all(opened.map(workbench => workbench.close()));
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Quicker than the palette, and makes no extension start. */
async function bindShortcut({ dataDir }: Workbench): Promise<void> {
  const binding = { key: 'ctrl+alt+f12', command: 'workbench.action.showRuntimeExtensions' };
  await writeFile(join(dataDir, 'User', 'keybindings.json'), JSON.stringify([binding]));
}

async function activation({ page, reload }: Workbench, name: string): Promise<number> {
  await reload();
  await sleep(startTime);
  const row = page.locator('.runtime-extensions-editor .monaco-list-row', {
    has: page.locator('.name', { hasText: new RegExp(`^${name}$`) }),
  });
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(100)) {
    if (!(await page.locator('.runtime-extensions-editor').isVisible())) await page.keyboard.press(shortcut);
    const said = (await row.locator('.activation-time').allTextContents())[0] ?? '';
    const [, milliseconds] = /Activation: (\d+)ms/.exec(said) ?? [];
    if (milliseconds !== undefined) return Number(milliseconds);
  }
  throw new Error(`The editor does not say that ${name} was started.`);
}
