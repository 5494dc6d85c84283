import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isListOf, isText } from '../shapes';

const namePattern = /^offer-[\w-]+\.json$/;
const areKeys = isListOf(isText);
/** What nobody has taken for so long was left by a process that was killed, milliseconds. */
const longestLife = 86_400_000;

/**
 * Keys of tasks that one window hands to whichever other one the user looks at. Each offer is a file, and it is taken
 * by removing it, which one process of all can do.
 */
export class Offers {
  constructor(private readonly folder: string) {}

  /** @returns the name under which it can be taken back @throws NodeJS.ErrnoException */
  async make(keys: readonly string[]): Promise<string> {
    const name = `offer-${randomUUID()}.json`;
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await writeFile(join(this.folder, name), JSON.stringify(keys), { flag: 'wx', mode: 0o600 });
    return name;
  }

  /** @returns false when another window has taken it */
  take(name: string): Promise<boolean> {
    return unlink(join(this.folder, name)).then(
      () => true,
      () => false,
    );
  }

  /**
   * Takes the offers that this window can make something of.
   *
   * @param now milliseconds since the epoch
   * @param knows whether it has heard of a task what the one who offers it has
   * @returns the keys
   */
  async takeAll(now: number, knows: (key: string) => boolean): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    const taken: string[] = [];
    for (const name of names.filter(name => namePattern.test(name))) {
      const path = join(this.folder, name);
      const keys = await readKeys(path);
      if (keys?.every(knows) && (await this.take(name))) taken.push(...keys);
      else if (now - (await writtenAt(path)) > longestLife) await this.take(name);
    }
    return taken;
  }
}

/** Milliseconds since the epoch; Infinity for a file that is gone. */
const writtenAt = (path: string): Promise<number> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Infinity,
  );

/** Undefined for a file that is gone, or still being written. */
async function readKeys(path: string): Promise<readonly string[] | undefined> {
  try {
    const keys: unknown = JSON.parse(await readFile(path, 'utf8'));
    return areKeys(keys) ? keys : undefined;
  } catch {
    return undefined;
  }
}
