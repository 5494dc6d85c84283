import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from '../../src/core/account';
import type { Clock } from '../../src/core/clock';
import { Sharing } from '../../src/core/windows/sharing';
import { App, directly, type AccountSetup, type PretendCloud } from './app';
import { Busy } from './busy';
import { MemoryAccounts } from './memoryAccounts';
import { SteppedClock } from './steppedClock';
import type { Surroundings } from './surroundings';

/** One that counts as busy whoever it wakes, until he sleeps again: what he reads and writes takes real time. */
class WatchedClock implements Clock {
  private readonly awake: (() => void)[] = [];
  private over = false;

  constructor(
    private readonly clock: Clock,
    private readonly busy: Busy,
  ) {}

  now(): number {
    return this.clock.now();
  }

  /** Somebody begins who will sleep. */
  begin(): void {
    if (!this.over) void this.busy.during(new Promise<void>(resolve => this.awake.push(resolve)));
  }

  /** Nobody who wakes from now on will sleep again. */
  end(): void {
    this.over = true;
    for (const fallAsleep of this.awake) fallAsleep();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.awake.pop()?.();
    try {
      await this.clock.sleep(ms, signal);
    } finally {
      this.begin();
    }
  }
}

/** One that a process has that may be killed: then nobody wakes any more. */
class MortalClock implements Clock {
  private dead = false;

  constructor(private readonly clock: Clock) {}

  now(): number {
    return this.clock.now();
  }

  kill(): void {
    this.dead = true;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const forever = new Promise<never>(() => undefined);
    await this.clock
      .sleep(ms, signal)
      .catch((reason: unknown) => (this.dead ? forever : Promise.reject(reason as Error)));
    if (this.dead) await forever;
  }
}

/** One window of several, wired as `src/extension.ts` does it. */
export class WindowApp extends App {
  private readonly sharing: Sharing;
  private readonly watchedClock: WatchedClock;
  private readonly mortalClock: MortalClock;
  private open = true;

  constructor(folder: string, shared: string, common: Omit<Surroundings, 'calls' | 'takeOver'>) {
    const part: { sharing?: Sharing } = {}; // it is made with what `super` makes, and asked later
    super(folder, directly, {
      ...common,
      calls: () => part.sharing?.held ?? false,
      takeOver: () => common.busy.during(part.sharing?.takeOver() ?? Promise.resolve()),
    });
    this.mortalClock = new MortalClock(this.clock);
    this.watchedClock = new WatchedClock(this.mortalClock, this.busy);
    this.sharing = part.sharing = new Sharing({
      ...{ folder: shared, store: this.store, clock: this.watchedClock, log: this.log },
      isKept: () => true,
      isListed: () => true,
      historyDays: () => 90,
      onChange: () => this.poller.reassign(),
    });
  }

  get held(): boolean {
    return this.sharing.held;
  }

  /**
   * Takes part, and has looked for the first time.
   *
   * @param look told when it shows what is on disk and has asked for nothing yet
   */
  async start(look: (window: WindowApp) => void): Promise<void> {
    // One who beats or looks, and one who reads or writes.
    this.watchedClock.begin();
    this.watchedClock.begin();
    await this.busy.during(this.sharing.start());
    look(this);
    await this.idle();
  }

  /** As the command does it. */
  override async add(at: PretendCloud, setup: AccountSetup = {}): Promise<Account> {
    await this.run(this.poller.takeOver());
    return super.add(at, setup);
  }

  override async remove(account: Account): Promise<void> {
    await this.run(this.poller.takeOver());
    await super.remove(account);
  }

  override async idle(): Promise<void> {
    await super.idle();
    const caughtUp = Reflect.get(this.sharing, 'turn') as Promise<void>;
    await caughtUp;
    await super.idle();
  }

  /** Whatever it was about to do is not done: its process is gone, and nobody is told. */
  async kill(): Promise<void> {
    await this.idle();
    this.mortalClock.kill();
    this.watchedClock.end();
    this.poller.dispose();
    this.open = false;
  }

  /** The window is closed by its user. Its pretend clouds are gone with the app. */
  async leave(): Promise<void> {
    if (!this.open) return;
    await this.idle();
    this.open = false;
    this.watchedClock.end();
    await this.sharing.close();
    this.poller.dispose();
    await this.idle();
  }

  override async close(): Promise<void> {
    await this.leave();
    this.sharing.dispose();
    await super.close();
  }
}

/** The windows of one editor: they share a folder, the accounts, the clock and the clouds, and nothing else. */
export class Editor {
  readonly clock = new SteppedClock();
  readonly accounts = new MemoryAccounts();
  readonly busy = new Busy();
  private readonly all: WindowApp[] = [];

  /** @param folder what the windows share: empty at first */
  constructor(readonly folder: string) {}

  async open(look: (window: WindowApp) => void = () => undefined): Promise<WindowApp> {
    const downloads = await mkdtemp(join(tmpdir(), 'cloud-tasks-'));
    const window = new WindowApp(downloads, this.folder, this);
    this.all.push(window);
    await window.start(look);
    return window;
  }

  async openMany(count: number): Promise<readonly WindowApp[]> {
    const windows: WindowApp[] = [];
    while (windows.length < count) windows.push(await this.open());
    return windows;
  }

  /** Which of all that were ever opened call the clouds. */
  holders(): number[] {
    return this.all.flatMap(({ held }, index) => (held ? [index] : []));
  }

  /** Contents of all files of the shared folder, by name. */
  async files(): Promise<Map<string, string>> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
    const files = await Promise.all(paths.map(async path => [path, await readFile(path, 'utf8')] as const));
    return new Map(files);
  }

  async close(): Promise<void> {
    for (const window of this.all) await window.close();
    await rm(this.folder, { recursive: true });
  }
}

/** The body of a test: it gets an editor of its own without windows, which leaves nothing behind. */
export const inEditor = (story: (editor: Editor) => Promise<void>) => async (): Promise<void> => {
  const editor = new Editor(await mkdtemp(join(tmpdir(), 'cloud-tasks-')));
  try {
    await story(editor);
  } finally {
    await editor.close();
  }
};
