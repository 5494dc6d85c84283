import * as vscode from 'vscode';
import type { Log } from '../core/cloud';
import type { History } from '../core/history/history';
import { setContextKey, viewId } from './contributions';

const stateKey = 'cloudTasks.history';

/** Whether the history is in the tree: as the user has left it, also in the next window. */
export class ShownHistory {
  /** Told when it is another one than before. */
  readonly onDidReset: History['onDidReset'];

  constructor(
    private readonly history: History,
    private readonly state: vscode.Memento,
    private readonly log: Log,
  ) {
    this.onDidReset = history.onDidReset;
  }

  /** Shows it again, where it was shown last. */
  start(): void {
    if (this.state.get(stateKey) !== true) return;
    this.show().catch((error: unknown) => this.log.warn(`The history cannot be read: ${String(error)}`));
  }

  /** @throws NodeJS.ErrnoException */
  async show(): Promise<void> {
    setContextKey('history', true);
    try {
      await vscode.window.withProgress({ location: { viewId } }, () => this.history.show());
    } catch (error) {
      setContextKey('history', false);
      throw error;
    }
    await this.state.update(stateKey, true);
  }

  async hide(): Promise<void> {
    setContextKey('history', false);
    this.history.hide();
    await this.state.update(stateKey, undefined);
  }
}
