import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DownloadEntry } from '../core/downloads/entry';
import { Emitter, Owner } from '../core/lifecycle';
import type { TaskMove } from '../core/store';
import type { Task } from '../core/task';
import type { FileState } from '../view/world';
import { setting } from './contributions';
import type { Downloads, DownloadsParts } from './downloads';
import type { DownloadsView } from './downloadsView';
import type { Notifier } from './notify';
import type { RowTree } from './rowTree';

/** How often it is looked whether another window has begun to download, as long as none ever has, milliseconds. */
const lookInterval = 5_000;

interface LazyParts extends Omit<DownloadsParts, 'folder' | 'passingFolder' | 'isWatched'> {
  readonly notifier: Notifier;
  /** Of the extension, for all windows. */
  readonly storage: string;
}

/** Downloads and their view: loaded when there is one, or somebody wants one. */
export class LazyDownloads extends Owner {
  private readonly marks = this.own(new Emitter<readonly string[]>());
  /** Keys of tasks of whose file there is something else on this machine. */
  readonly onDidMark = this.marks.event;
  private readonly folder: string;
  private loading: Promise<Downloads> | undefined;
  private loaded: Downloads | undefined;
  private view: DownloadsView | undefined;

  constructor(private readonly parts: LazyParts) {
    super();
    this.folder = join(parts.storage, 'transfers');
  }

  /** Shows and takes up what there is. */
  start(): void {
    const look = () => {
      if (this.loading || !existsSync(this.folder)) return;
      clearInterval(looking);
      void this.load();
    };
    const looking = setInterval(look, lookInterval).unref();
    this.own({ dispose: () => clearInterval(looking) });
    look();
  }

  load(): Promise<Downloads> {
    this.loading ??= this.open();
    return this.loading;
  }

  /** The tree of the view. */
  async tree(): Promise<RowTree | undefined> {
    await this.load();
    return this.view?.tree;
  }

  /** What there is of a task's file on this machine, as far as it is known. */
  fileState(key: string): FileState | undefined {
    return this.loaded?.fileState(key);
  }

  /** Looks whether the file of a task still stands where it was put. */
  async look(task: Task): Promise<void> {
    await this.loaded?.localCopy(task);
  }

  entries(): readonly DownloadEntry[] {
    return this.loaded?.list.entries() ?? [];
  }

  /** Begins what was planned for tasks that have ended, and what the rules of the user want of them. */
  noteMoves(moves: readonly TaskMove[]): void {
    if (this.loaded) this.loaded.noteMoves(moves);
    else if (this.loading || setting('downloads.whenFinished').length > 0)
      void this.load().then(downloads => downloads.noteMoves(moves));
  }

  /** Those of tasks that have just ended whose file comes by itself. */
  async fetchedOf(tasks: readonly Task[]): Promise<readonly Task[]> {
    return (await this.loading)?.fetchedOf(tasks) ?? [];
  }

  /** Ends downloads of an account, and forgets where its files were put; the files themselves are the user's. */
  async forget(account: string): Promise<void> {
    await (await this.load()).forget(account);
  }

  /** Leaves what is under way to another window, or to this one when it is back. */
  async close(): Promise<void> {
    await (await this.loading)?.list.close();
  }

  private async open(): Promise<Downloads> {
    const { Downloads, DownloadsView } = await import('./downloadsBundle');
    const downloads = this.own(
      new Downloads({
        ...this.parts,
        folder: this.folder,
        passingFolder: join(this.parts.storage, 'passing'),
        isWatched: () => this.view?.isVisible ?? false,
      }),
    );
    this.view = this.own(new DownloadsView(downloads, this.parts));
    this.own(downloads.onDidMark(keys => this.marks.fire(keys)));
    await downloads.list.start();
    this.loaded = downloads;
    this.marks.fire(downloads.marked());
    return downloads;
  }
}
