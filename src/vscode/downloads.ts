import { homedir } from 'node:os';
import { basename, isAbsolute, join, posix } from 'node:path';
import { rm, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { systemClock } from '../core/clock';
import type { Actions } from '../core/actions';
import type { Transport } from '../core/http/request';
import type { DownloadOrder } from '../core/download/download';
import type { TransferProgress } from '../core/download/transfer';
import { numbered } from '../core/download/fileName';
import { Refusal } from '../core/refusal';
import { hasFields, isMapOf, isNumber, isText } from '../core/shapes';
import { taskKey, type Task } from '../core/task';
import { formatBytes, formatPercent } from '../view/format';
import { taskName } from '../view/taskName';
import type { World } from '../view/world';
import { setting } from './contributions';
import { withProgress } from './messages';

export interface DownloadOptions {
  /** A file or folder; absent = the download directory. */
  readonly target?: vscode.Uri;
  /** Whether a file that stands at the target may be replaced: only when the user was asked. */
  readonly overwrite?: boolean;
  /** Whether progress stands in a notification with a cancel button, or quietly in the status bar. */
  readonly prominent: boolean;
}

/** Where the file of a task was put. */
interface LocalCopy {
  readonly path: string;
  readonly size: number;
}

const areLocalCopies = isMapOf(hasFields<LocalCopy>({ path: isText, size: isNumber }));

const stateKey = 'cloudTasks.localCopies';
const maxRemembered = 1000;
/** How many names are tried before giving up: `name (999).csv`. */
const maxNumber = 999;

/** The engine of core with the editor's progress, dialogs and memory around it. */
export class Downloads {
  private known: Map<string, LocalCopy> | undefined;

  constructor(
    private readonly actions: Actions,
    private readonly transport: Transport,
    private readonly world: World,
    private readonly context: Pick<vscode.ExtensionContext, 'globalState' | 'globalStorageUri'>,
    /** Whether the task of this key belongs to an account that is never stored. */
    private readonly isPassing: (key: string) => boolean,
  ) {}

  /** Downloads a task's file. Resolves to where it is; undefined when the user cancelled. */
  download(task: Task, { target, overwrite, prominent }: DownloadOptions): Promise<vscode.Uri | undefined> {
    const location = prominent ? vscode.ProgressLocation.Notification : vscode.ProgressLocation.Window;
    const title = vscode.l10n.t('Downloading “{0}”', taskName(task));
    return Promise.resolve(
      withProgress({ location, title, cancellable: prominent }, async (progress, token) => {
        const cancelled = new AbortController();
        token.onCancellationRequested(() => cancelled.abort());
        const remote = target !== undefined && target.scheme !== 'file';
        const passing = vscode.Uri.joinPath(this.context.globalStorageUri, 'downloads').fsPath;
        const place = remote
          ? { folder: passing }
          : target
            ? { path: target.fsPath }
            : { folder: downloadFolder() };
        try {
          const path = await this.fetch(
            task,
            { target: place, overwrite: overwrite ?? false },
            progress,
            cancelled.signal,
          );
          if (remote) return await moveTo(target, path, overwrite ?? false);
          await this.remember(task, path);
          return vscode.Uri.file(path);
        } catch (error) {
          if (cancelled.signal.aborted) return undefined;
          throw error;
        }
      }),
    );
  }

  /** The file of a task on this machine, if it still stands where it was put, whole. */
  async localCopy({ key }: Task): Promise<vscode.Uri | undefined> {
    const copy = this.copies.get(key);
    if (!copy) return undefined;
    const size = await stat(copy.path).then(
      found => found.size,
      () => undefined,
    );
    return size === copy.size ? vscode.Uri.file(copy.path) : undefined;
  }

  /** Forgets where files of an account were put; the files themselves are the user's. */
  async forget(account: string): Promise<void> {
    const prefix = taskKey({ account, service: '', region: '' }, '').slice(0, -2);
    const gone = [...this.copies.keys()].filter(key => key.startsWith(prefix));
    for (const key of gone) this.copies.delete(key);
    if (gone.length > 0) await this.store();
  }

  private async fetch(
    task: Task,
    place: Pick<DownloadOrder, 'target' | 'overwrite'>,
    progress: vscode.Progress<{ message?: string; increment?: number }>,
    signal: AbortSignal,
  ): Promise<string> {
    const { download } = await import('../core/download/download');
    const source = (until: AbortSignal) => this.actions.file(task, until);
    const { transport } = this;
    const parts = { transport, clock: systemClock, random: Math.random };
    return download(parts, { ...place, source, onProgress: this.reporter(progress) }, signal);
  }

  /** Tells the editor of progress, but not of each chunk: a message goes to another process. */
  private reporter(progress: vscode.Progress<{ message?: string; increment?: number }>) {
    const { clock, locale } = this.world;
    let next = 0;
    let shown = 0;
    return ({ received, total }: TransferProgress) => {
      if (clock.now() < next && received !== total) return;
      next = clock.now() + 200;
      const share = total ? received / total : undefined;
      const message = share === undefined ? formatBytes(received, locale) : formatPercent(share, locale);
      const increment = share === undefined ? undefined : (share - shown) * 100;
      shown = share ?? 0;
      progress.report({ message, ...(increment !== undefined && { increment }) });
    };
  }

  /** Read once: the editor may give back an older value for a while after a new one was written. */
  private get copies(): Map<string, LocalCopy> {
    this.known ??= new Map(Object.entries(this.readStored()));
    return this.known;
  }

  /** What is damaged is no loss: the files stand where they are. */
  private readStored(): Readonly<Record<string, LocalCopy>> {
    const stored = this.context.globalState.get<unknown>(stateKey);
    return areLocalCopies(stored) ? stored : {};
  }

  private async remember({ key }: Task, path: string): Promise<void> {
    const { size } = await stat(path);
    this.copies.delete(key); // the newest stand last
    this.copies.set(key, { path, size });
    const [oldest] = this.copies.keys();
    if (oldest !== undefined && this.copies.size > maxRemembered) this.copies.delete(oldest);
    await this.store();
  }

  private async store(): Promise<void> {
    // The demo leaves no trace.
    const kept = [...this.copies].filter(([key]) => !this.isPassing(key));
    await this.context.globalState.update(stateKey, Object.fromEntries(kept));
  }
}

/** The folder of the setting; `~` and relative paths begin at the user's home, where the default is too. */
export function downloadFolder(): string {
  const set = setting('downloadDirectory').trim() || 'Downloads';
  return isAbsolute(set) ? set : join(homedir(), set.replace(/^~(?=$|[/\\])/, ''));
}

/** A file system of the editor's, such as a remote workspace, gets the file when it is whole. */
async function moveTo(target: vscode.Uri, path: string, overwrite: boolean): Promise<vscode.Uri> {
  const found = await Promise.resolve(vscode.workspace.fs.stat(target)).catch(() => undefined);
  const isFolder = found?.type === vscode.FileType.Directory;
  const folder = isFolder ? target : vscode.Uri.joinPath(target, '..');
  const name = isFolder ? basename(path) : posix.basename(target.path);
  try {
    for (let number = 0; ; number++) {
      const free = vscode.Uri.joinPath(folder, numbered(name, number));
      try {
        await vscode.workspace.fs.copy(vscode.Uri.file(path), free, { overwrite });
        return free;
      } catch (error) {
        const { code = 'EIO' } = error as Partial<vscode.FileSystemError>;
        if (code !== 'FileExists' || number >= maxNumber)
          throw new Refusal({ kind: 'file', code, path: target.path });
      }
    }
  } finally {
    await rm(path, { force: true });
  }
}
