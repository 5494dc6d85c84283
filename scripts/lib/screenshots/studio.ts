import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { Desk } from '../../../test/ui/desk';
import { paneOf } from '../demo/tree.mjs';
import { projectRoot } from '../paths.mjs';
import { quiet, type Look } from './looks';
import { withPalette } from './palette';

const folder = join(projectRoot, 'media', 'readme');
const viewport = { width: 1120, height: 700 };
const sidebarWidth = 470;
/** Left free around what a picture shows, pixels. */
const margin = 12;
/** Entries of the status bar that the server brings, and that the desktop does not have. */
const foreign =
  '[id="~remote.forwardedPorts"], [id="status.host"], [id^="coder."] { display: none !important; }';

/** A workbench to take pictures of. */
export class Studio {
  private constructor(
    readonly desk: Desk,
    private readonly downloads: string,
  ) {}

  static async open({ theme, locale }: Look): Promise<Studio> {
    const downloads = await mkdtemp(join(tmpdir(), 'cloud-tasks-pictures-'));
    const settings = {
      ...quiet,
      'workbench.colorTheme': theme,
      'cloudTasks.downloadDirectory': downloads,
      'cloudTasks.downloads.parallel': 2,
    };
    const desk = await Desk.open({ settings, viewport, ...(locale && { locale }) });
    return new Studio(desk, downloads);
  }

  async close(): Promise<void> {
    await this.desk.close();
    await rm(this.downloads, { recursive: true, force: true });
  }

  /** Opens our view, wide enough for names. */
  async openView(): Promise<void> {
    await this.desk.openView();
    await this.desk.page.addStyleTag({ content: foreign });
    const sidebar = await boxOf(this.desk.page.locator('.part.sidebar'));
    const edge = sidebar.x + sidebar.width;
    await this.drag({ x: edge, y: 300 }, { x: sidebarWidth, y: 300 });
  }

  /** Has the view of the downloads begin so far down. */
  async lowerDownloads(y: number): Promise<void> {
    const pane = await boxOf(this.desk.page.locator(paneOf(this.desk.say('view.downloads'))));
    const x = pane.x + pane.width / 2;
    await this.drag({ x, y: pane.y }, { x, y });
  }

  private async drag(from: Point, to: Point): Promise<void> {
    const { mouse } = this.desk.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
    await mouse.move(to.x, to.y);
    await mouse.up();
    await this.rest();
  }

  /** Takes away what the workbench puts over its parts: messages, and the hover of what the mouse is on. */
  async tidy(): Promise<void> {
    await this.desk.run('notifications.clearAll');
    await this.desk.page.locator('.notification-toast').waitFor({ state: 'detached' });
    await this.rest();
  }

  /** The mouse goes where nothing answers to it. */
  private async rest(): Promise<void> {
    await this.desk.page.mouse.move(viewport.width * 0.6, viewport.height - 10);
    for (const sign of ['.monaco-sash.hover', '.workbench-hover'])
      await this.desk.page.locator(sign).first().waitFor({ state: 'hidden' });
  }

  /** The whole window, or as much of it as holds these parts. */
  async picture(name: string, ...parts: readonly Locator[]): Promise<void> {
    await mkdir(folder, { recursive: true });
    const boxes = await Promise.all(parts.map(boxOf));
    const png = await this.desk.page.screenshot({
      animations: 'disabled', // else something is caught half faded in
      ...(boxes.length > 0 && { clip: around(boxes) }),
    });
    const small = withPalette(png);
    await writeFile(join(folder, `${name}.png`), small);
    console.log(`media/readme/${name}.png  ${(small.length / 1000).toFixed(0)} kB`);
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function boxOf(part: Locator): Promise<Box> {
  const box = await part.first().boundingBox();
  if (!box) throw new Error(`${part.toString()} is not on the screen.`);
  return box;
}

function around(boxes: readonly Box[]): Box {
  const left = Math.max(0, Math.min(...boxes.map(({ x }) => x)) - margin);
  const top = Math.max(0, Math.min(...boxes.map(({ y }) => y)) - margin);
  const right = Math.min(viewport.width, Math.max(...boxes.map(({ x, width }) => x + width)) + margin);
  const bottom = Math.min(viewport.height, Math.max(...boxes.map(({ y, height }) => y + height)) + margin);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
