import * as vscode from 'vscode';

/** Sets what the user has set, and puts all of it back. */
export class EditorSettings {
  private readonly before = new Map<string, unknown>();

  constructor(private readonly section: string) {}

  /** Resolves when extensions know of it. */
  async set(name: string, value: unknown): Promise<void> {
    const settings = vscode.workspace.getConfiguration(this.section);
    const { globalValue, defaultValue } = settings.inspect(name) ?? {};
    if (!this.before.has(name)) this.before.set(name, globalValue);
    const changes = JSON.stringify(globalValue ?? defaultValue) !== JSON.stringify(value ?? defaultValue);
    const known = changes ? this.change(name) : Promise.resolve();
    await settings.update(name, value, vscode.ConfigurationTarget.Global);
    await known;
  }

  async restore(): Promise<void> {
    for (const [name, value] of this.before) await this.set(name, value);
  }

  private change(name: string): Promise<void> {
    return new Promise(resolve => {
      const listener = vscode.workspace.onDidChangeConfiguration(event => {
        if (!event.affectsConfiguration(`${this.section}.${name}`)) return;
        listener.dispose();
        resolve();
      });
    });
  }
}
