import type * as vscode from 'vscode';
import type { Account } from '../core/account';
import type { Accounts } from './accounts';
import { setContextKey } from './contributions';

/** Starts the pretend clouds; what they are, only the composition root knows. */
export type LaunchDemo = () => Promise<{
  readonly accounts: readonly (Omit<Account, 'id'> & { readonly credential: unknown })[];
  stop(): Promise<void>;
}>;

interface RunningDemo {
  readonly accounts: readonly string[];
  stop(): Promise<void>;
}

/** Pretend clouds on loopback with accounts that are kept in memory alone: when it stops, nothing is left. */
export class Demo implements vscode.Disposable {
  private running: Promise<RunningDemo> | undefined;

  constructor(
    private readonly launch: LaunchDemo,
    private readonly accounts: Accounts,
  ) {}

  /** Starts the demo; one that runs already goes on. */
  async start(): Promise<void> {
    this.running ??= this.begin();
    try {
      await this.running;
      setContextKey('demo', true);
    } catch (error) {
      this.running = undefined;
      throw error;
    }
  }

  async stop(): Promise<void> {
    const running = await this.running?.catch(() => undefined);
    this.running = undefined;
    for (const id of running?.accounts ?? []) await this.accounts.remove(id);
    await running?.stop();
    setContextKey('demo', false);
  }

  dispose(): void {
    void this.stop();
  }

  private async begin(): Promise<RunningDemo> {
    const demo = await this.launch();
    const ids = demo.accounts.map(({ credential, ...account }, position) => {
      const id = `demo-${position + 1}`;
      const passing: Account = { ...account, id };
      this.accounts.addPassing(passing, credential);
      return id;
    });
    return { accounts: ids, stop: () => demo.stop() };
  }
}
