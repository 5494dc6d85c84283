import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { hasFields, isMapOf, isNumber, isText } from '../core/shapes';
import { taskKey } from '../core/task';

/** Where the file of a task was put. */
interface LocalCopy {
  readonly path: string;
  readonly size: number;
}

const areLocalCopies = isMapOf(hasFields<LocalCopy>({ path: isText, size: isNumber }));

const stateKey = 'cloudTasks.localCopies';
const maxRemembered = 1000;

/** The files of tasks on this machine, by the tasks' keys. */
export class LocalCopies {
  private known: Map<string, LocalCopy> | undefined;

  constructor(
    private readonly state: vscode.Memento,
    /** Whether the task of this key belongs to an account that is never stored. */
    private readonly isPassing: (key: string) => boolean,
  ) {}

  /** The file of a task, if it still stands where it was put, whole. */
  async find(key: string): Promise<vscode.Uri | undefined> {
    const copy = this.copies.get(key);
    if (!copy) return undefined;
    const size = await stat(copy.path).then(
      found => found.size,
      () => undefined,
    );
    return size === copy.size ? vscode.Uri.file(copy.path) : undefined;
  }

  async remember(key: string, { path, size }: LocalCopy): Promise<void> {
    this.copies.delete(key); // the newest stand last
    this.copies.set(key, { path, size });
    const [oldest] = this.copies.keys();
    if (oldest !== undefined && this.copies.size > maxRemembered) this.copies.delete(oldest);
    await this.store();
  }

  /** Forgets where files of an account were put; the files themselves are the user's. */
  async forget(account: string): Promise<void> {
    const prefix = taskKey({ account, service: '', region: '' }, '').slice(0, -2);
    const gone = [...this.copies.keys()].filter(key => key.startsWith(prefix));
    for (const key of gone) this.copies.delete(key);
    if (gone.length > 0) await this.store();
  }

  /** Read once: the editor may give back an older value for a while after a new one was written. */
  private get copies(): Map<string, LocalCopy> {
    this.known ??= new Map(Object.entries(this.readStored()));
    return this.known;
  }

  /** What is damaged is no loss: the files stand where they are. */
  private readStored(): Readonly<Record<string, LocalCopy>> {
    const stored = this.state.get<unknown>(stateKey);
    return areLocalCopies(stored) ? stored : {};
  }

  private async store(): Promise<void> {
    // The demo leaves no trace.
    const kept = [...this.copies].filter(([key]) => !this.isPassing(key));
    await this.state.update(stateKey, Object.fromEntries(kept));
  }
}
