import * as vscode from 'vscode';
import { Owner } from '../../core/lifecycle';
import { pageScheme } from '../contributions';
import { watchFile } from '../watchFile';
import { pageOf } from './address';

/** Pages of text files as read-only documents that change as the files do. */
export class PageDocuments extends Owner implements vscode.TextDocumentContentProvider {
  private readonly changed = this.own(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.changed.event;
  /** By the paths of files that have a page open. */
  private readonly watchers = new Map<string, vscode.Disposable>();
  private readonly waiting = new Set<string>();
  private renewals = Promise.resolve();

  /** @param sentence what a user reads in place of a page that cannot be read */
  constructor(private readonly sentence: (error: unknown) => string) {
    super();
    this.own(vscode.workspace.registerTextDocumentContentProvider(pageScheme, this));
    this.own(vscode.workspace.onDidOpenTextDocument(() => this.watch()));
    this.own(vscode.workspace.onDidCloseTextDocument(() => this.watch()));
    this.own(vscode.window.onDidChangeActiveTextEditor(editor => this.lookAt(editor?.document.uri)));
    this.own({ dispose: () => this.watchers.forEach(watcher => void watcher.dispose()) });
    this.watch();
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const address = pageOf(uri);
    if (!address) return '';
    const { file, page } = address;
    const { withPages } = await import('../../core/pages/withPages');
    return withPages(file, pages => pages.read(Math.min(page, pages.count))).catch(error =>
      this.sentence(error),
    );
  }

  private update(file: string): void {
    for (const { uri } of vscode.workspace.textDocuments)
      if (pageOf(uri)?.file === file) this.changed.fire(uri);
    this.renew(file);
  }

  /** A tab that was behind others may have been passed over. */
  private lookAt(uri: vscode.Uri | undefined): void {
    const address = uri && pageOf(uri);
    if (address) this.renew(address.file);
  }

  /** One after the other, so that the last one knows best; one that waits speaks for all that come meanwhile. */
  private renew(file: string): void {
    if (this.waiting.has(file)) return;
    this.waiting.add(file);
    const renewal = async () => {
      this.waiting.delete(file);
      const { renewPages } = await import('./show');
      await renewPages(file);
    };
    // Where it fails the count in a name is old; the page itself says what is wrong.
    this.renewals = this.renewals.then(renewal).catch(() => undefined);
  }

  /** Has those files watched that have a page open, and no others. */
  private watch(): void {
    const files = new Set(vscode.workspace.textDocuments.flatMap(({ uri }) => pageOf(uri)?.file ?? []));
    for (const [file, watcher] of this.watchers) {
      if (files.has(file)) continue;
      watcher.dispose();
      this.watchers.delete(file);
    }
    for (const file of files) {
      if (this.watchers.has(file)) continue;
      const watcher = watchFile(vscode.Uri.file(file), () => this.update(file));
      this.watchers.set(file, watcher);
    }
  }
}
