import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import type { Actions } from '../core/actions';
import { systemClock } from '../core/clock';
import type { Log } from '../core/cloud';
import type { Target } from '../core/download/download';
import { isActive, isFinished as isFetched } from '../core/downloads/entry';
import { errorOf } from '../core/downloads/failure';
import { DownloadList, type NewDownload, type Readiness } from '../core/downloads/list';
import type { DownloadRecord } from '../core/downloads/record';
import { isWanted } from '../core/downloads/rules';
import type { Transport } from '../core/http/request';
import { Emitter, Owner } from '../core/lifecycle';
import type { TaskMove } from '../core/store';
import { isFinished, type Task } from '../core/task';
import { taskName } from '../view/taskName';
import type { FileState, World } from '../view/world';
import { setting } from './contributions';
import { showProgress } from './downloadProgress';
import { LocalCopies } from './localCopies';
import { moveTo } from './remoteFiles';

export interface DownloadOptions {
  /** A file or folder; absent = the download directory. */
  readonly target?: vscode.Uri;
  /** Whether a file that stands at the target may be replaced; the setting says it where nobody was asked. */
  readonly overwrite?: boolean;
  /** Whether progress stands in a notification with a cancel button, or quietly in the status bar. */
  readonly prominent: boolean;
}

export interface DownloadsParts {
  readonly actions: Actions;
  readonly transport: Transport;
  readonly world: World;
  readonly log: Log;
  readonly state: vscode.Memento;
  /** For what has to be known after a restart, shared by all windows. */
  readonly folder: string;
  /** For files that are on their way to a file system of the editor's. */
  readonly passingFolder: string;
  /** Whether nothing of an account may be stored. */
  readonly isPassing: (account: string) => boolean;
  /** Whether this is the window that does what is for none in particular. */
  readonly adopts: () => boolean;
  readonly isWatched: () => boolean;
}

/** Downloads of all windows: what the engine of core does, with the editor's settings and progress around it. */
export class Downloads extends Owner {
  private readonly ends = this.own(new Emitter<DownloadRecord>());
  /** Told of each file that this window has fetched, or failed to, and that nobody waits for. */
  readonly onDidEnd = this.ends.event;

  private readonly marks = this.own(new Emitter<readonly string[]>());
  /** Keys of tasks of whose file there is something else on this machine. */
  readonly onDidMark = this.marks.event;

  readonly list: DownloadList;
  private planned: ReadonlySet<string> = new Set<string>();
  private readonly copies: LocalCopies;
  /** What somebody waits for, who is told in another way. */
  private readonly awaited = new Set<string>();
  /** Over when all that rules have asked for is on the list. */
  private beginning: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: DownloadsParts) {
    super();
    const { actions, transport, world, log, folder, isPassing, adopts, isWatched } = parts;
    const accountOf = (key: string) => key.split('/')[0] ?? '';
    this.copies = this.own(new LocalCopies(parts.state, key => isPassing(accountOf(key))));
    this.own(this.copies.onDidChange(keys => this.marks.fire(keys)));
    this.list = this.own(
      new DownloadList({
        ...{ transport, log, folder, isPassing, adopts, isWatched },
        ...{ clock: systemClock, random: Math.random },
        source: (key, signal) => actions.file(actions.task(key), signal),
        parallel: () => parallel(setting('downloads.parallel')),
        knows: account => world.accounts().some(({ id }) => id === account),
        readiness: key => this.readiness(world.store.task(key)),
      }),
    );
    this.own(this.list.onDidEnd(record => void this.noteEnd(record)));
    this.own(this.list.onDidChange(() => this.notePlanned()));
  }

  /** Downloads the file of a task. Resolves to where it is; undefined when the user has cancelled or paused it. */
  async download(task: Task, options: DownloadOptions): Promise<vscode.Uri | undefined> {
    const { list } = this;
    const id = await this.begin(task, options);
    this.awaited.add(id);
    const { locale } = this.parts.world;
    const title = vscode.l10n.t('Downloading “{0}”', taskName(task));
    await showProgress(list, [id], { title, prominent: options.prominent, locale });
    const record = await list.settled(id);
    if (record?.stage.kind === 'failed') throw errorOf(record.stage.failure);
    if (record?.stage.kind !== 'finished') return undefined;
    await this.copies.remember(task.key, record.stage);
    if (options.target && options.target.scheme !== 'file') {
      await list.remove(id);
      return vscode.Uri.parse(record.stage.path);
    }
    return vscode.Uri.file(record.stage.path);
  }

  /**
   * Downloads the files of several tasks, as many at once as the setting says.
   *
   * @returns how many were fetched; the others are on the list, and it says why
   */
  async downloadAll(tasks: readonly Task[]): Promise<number> {
    const { list } = this;
    const ids: string[] = [];
    for (const task of tasks) ids.push(await this.begin(task, { prominent: true }));
    for (const id of ids) this.awaited.add(id);
    const { locale } = this.parts.world;
    const title = vscode.l10n.t('Downloading {0} files', ids.length);
    await showProgress(list, ids, { title, prominent: true, locale });
    return ids.filter(id => list.record(id)?.stage.kind === 'finished').length;
  }

  /** Has the file of a task downloaded when it has ended. */
  async plan(task: Task): Promise<void> {
    const { list } = this;
    if (!this.unfinishedOf(task, undefined)) await list.plan(this.orderOf(task));
  }

  /** Begins what the rules of the user want of tasks that have just ended; and what was planned. */
  noteMoves(moves: readonly TaskMove[]): void {
    const ended = moves.flatMap(({ before, after }) =>
      before && after && !isFinished(before) && isFinished(after) ? [after] : [],
    );
    if (ended.length === 0) return;
    this.list.wake();
    const { actions, isPassing, adopts } = this.parts;
    const rules = setting('downloads.whenFinished');
    const wanted = ended.filter(
      task => actions.abilities(task).file && isWanted(rules, task) && (isPassing(task.account) || adopts()),
    );
    this.beginning = Promise.allSettled([this.beginning, ...wanted.map(task => this.beginWanted(task))]);
  }

  /** Those of tasks that have just ended whose file comes by itself: it was planned, or a rule wants it. */
  async fetchedOf(tasks: readonly Task[]): Promise<readonly Task[]> {
    await this.beginning;
    const listed = new Set(this.list.entries().map(({ record }) => record.task));
    return tasks.filter(task => listed.has(task.key) && this.parts.actions.abilities(task).file);
  }

  /** The file of a task on this machine, if it still stands where it was put, whole. */
  localCopy({ key }: Task): Promise<vscode.Uri | undefined> {
    return this.copies.find(key);
  }

  /** What there is of a task's file. */
  fileState(key: string): FileState | undefined {
    if (this.planned.has(key)) return 'planned';
    return this.copies.has(key) ? 'downloaded' : undefined;
  }

  /** Keys of tasks of whose file something is known. */
  marked(): readonly string[] {
    return [...this.planned, ...this.copies.keys()];
  }

  /** Ends downloads of an account, and forgets where its files were put; the files themselves are the user's. */
  async forget(account: string): Promise<void> {
    await this.copies.forget(account);
    await this.list.forget(account);
  }

  /** Whether the file of a task was fetched, be it by a window that is long gone. */
  get hasFetched(): boolean {
    return this.copies.hasAny || this.list.entries().some(({ record }) => isFetched(record));
  }

  private notePlanned(): void {
    const records = this.list.entries().map(({ record }) => record);
    const planned = new Set(records.filter(({ stage }) => stage.kind === 'planned').map(({ task }) => task));
    const both = [...planned, ...this.planned];
    const changed = both.filter(key => planned.has(key) !== this.planned.has(key));
    this.planned = planned;
    if (changed.length > 0) this.marks.fire(changed);
  }

  private readiness(task: Task | undefined): Readiness {
    // What is not listed (yet) may come.
    if (!task || !isFinished(task)) return 'notYet';
    return this.parts.actions.abilities(task).file ? 'ready' : 'never';
  }

  private async noteEnd(record: DownloadRecord): Promise<void> {
    if (record.stage.kind === 'finished') await this.copies.remember(record.task, record.stage);
    if (!this.awaited.has(record.id)) this.ends.fire(record);
  }

  /** Goes on with the download that there is of this file, or begins one. @returns its id */
  private async begin(task: Task, options: DownloadOptions): Promise<string> {
    const { list } = this;
    this.parts.actions.checkFile(task);
    const { target } = options;
    const known = target?.scheme === 'file' || !target ? this.unfinishedOf(task, target) : undefined;
    if (!known) return list.add(this.orderOf(task, options));
    if (!isActive(known)) await list.resume(known.id);
    return known.id;
  }

  private async beginWanted(task: Task): Promise<void> {
    const { list } = this;
    if (list.entries().some(({ record }) => record.task === task.key)) return;
    await list.add(this.orderOf(task));
  }

  private unfinishedOf(task: Task, target: vscode.Uri | undefined) {
    const wanted = JSON.stringify(targetOf(target));
    return this.list
      .entries()
      .map(({ record }) => record)
      .find(
        record =>
          record.task === task.key &&
          record.stage.kind !== 'finished' &&
          JSON.stringify(record.target) === wanted,
      );
  }

  private orderOf(task: Task, { target, overwrite }: Partial<DownloadOptions> = {}): NewDownload {
    const { key, account } = task;
    const name = task.file?.name ?? taskName(task);
    const replace = overwrite ?? setting('downloads.existingFiles') === 'replace';
    const order = { task: key, account, name, overwrite: replace };
    if (!target || target.scheme === 'file') return { ...order, target: targetOf(target) };
    const deliver = async (path: string) => (await moveTo(target, path, replace)).toString();
    return { ...order, overwrite: false, target: { folder: this.parts.passingFolder }, deliver };
  }
}

const targetOf = (target: vscode.Uri | undefined): Target =>
  target ? { path: target.fsPath } : { folder: downloadFolder() };

/** A user may have written anything. */
const parallel = (value: number): number => Math.min(Math.max(1, Math.floor(Number(value)) || 1), 10);

/** The folder of the setting; `~` and relative paths begin at the user's home, where the default is too. */
export function downloadFolder(): string {
  const set = setting('downloadDirectory').trim() || 'Downloads';
  return isAbsolute(set) ? set : join(homedir(), set.replace(/^~(?=$|[/\\])/, ''));
}
