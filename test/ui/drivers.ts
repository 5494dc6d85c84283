import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the driver of a window listens, and in which process: that of the window's extensions. */
export interface Driver {
  readonly port: number;
  readonly pid: number;
}

/** The drivers of an editor's windows: each makes itself known by a file when its extension host has started. */
export class Drivers {
  readonly folder = mkdtempSync(join(tmpdir(), 'cloud-tasks-drivers-'));
  private readonly taken = new Set<string>();

  /** The driver of the window that was opened last: one is opened after another. The test's own limit ends the wait. */
  async next(): Promise<Driver> {
    for (;;) {
      const name = readdirSync(this.folder).find(one => one.endsWith('.json') && !this.taken.has(one));
      if (name !== undefined) {
        this.taken.add(name);
        return JSON.parse(readFileSync(join(this.folder, name), 'utf8')) as Driver;
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
