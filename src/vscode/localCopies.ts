import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { Emitter, Owner } from '../core/lifecycle';
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
export class LocalCopies extends Owner {
  private known: Map<string, LocalCopy> | undefined;
  /** Keys of those that were not there any more; the disk they are on may come back. */
  private readonly missing = new Set<string>();
  private readonly changes = this.own(new Emitter<readonly string[]>());
  /** Keys of tasks whose file came or went. */
  readonly onDidChange = this.changes.event;

  constructor(
    private readonly state: vscode.Memento,
    /** Whether the task of this key belongs to an account that is never stored. */
    private readonly isPassing: (key: string) => boolean,
  ) {
    super();
  }

  /** The file of a task, if it still stands where it was put, whole. */
  async find(key: string): Promise<vscode.Uri | undefined> {
    const copy = this.copies.get(key);
    if (!copy) return undefined;
    const size = await stat(copy.path).then(
      found => found.size,
      () => undefined,
    );
    const isThere = size === copy.size;
    if (this.missing.has(key) === isThere) this.note(key, isThere);
    return isThere ? vscode.Uri.file(copy.path) : undefined;
  }

  /** Whether the file of a task was put somewhere, and was there when it was last looked for. */
  has(key: string): boolean {
    return this.copies.has(key) && !this.missing.has(key);
  }

  keys(): readonly string[] {
    return [...this.copies.keys()];
  }

  async remember(key: string, { path, size }: LocalCopy): Promise<void> {
    this.copies.delete(key); // the newest stand last
    this.copies.set(key, { path, size });
    this.note(key, true);
    const [oldest] = this.copies.keys();
    if (oldest !== undefined && this.copies.size > maxRemembered) this.copies.delete(oldest);
    await this.store();
  }

  /** Whether any file was ever put somewhere, as far as that is remembered. */
  get hasAny(): boolean {
    return this.copies.size > 0;
  }

  /** Forgets where files of an account were put; the files themselves are the user's. */
  async forget(account: string): Promise<void> {
    const prefix = taskKey({ account, service: '', region: '' }, '').slice(0, -2);
    const gone = [...this.copies.keys()].filter(key => key.startsWith(prefix));
    for (const key of gone) this.copies.delete(key);
    if (gone.length > 0) await this.store();
  }

  private note(key: string, isThere: boolean): void {
    if (isThere) this.missing.delete(key);
    else this.missing.add(key);
    this.changes.fire([key]);
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
