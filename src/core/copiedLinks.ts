import type { Clock } from './clock';
import type { Downloader } from './download/commandLine';
import { Emitter, type Disposable } from './lifecycle';

/** What was put on the clipboard: a link by itself, or within the command line of a program. */
export type LinkForm = 'link' | Downloader;

/** A link that was copied and works still. */
export interface CopiedLink {
  /** Key of its task. */
  readonly key: string;
  readonly form: LinkForm;
  readonly expiresAt: Date;
}

const minute = 60_000;

/** When links that were copied die. A link itself is a secret and not kept, and nothing of this outlives the window. */
export class CopiedLinks implements Disposable {
  private readonly living = new Map<string, { readonly link: CopiedLink; readonly over: AbortController }>();
  private readonly changed = new Emitter<string>();
  private latest: CopiedLink | undefined;

  /** Key of a task whose link was copied, has a minute less to live, or is dead. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly clock: Clock) {}

  /** Notes that a link is on the clipboard now. @param expiresAt absent when it does not tell */
  note(key: string, form: LinkForm, expiresAt: Date | undefined): void {
    this.living.get(key)?.over.abort();
    this.living.delete(key);
    this.latest = expiresAt && { key, form, expiresAt };
    if (this.latest) void this.follow(this.latest);
    this.changed.fire(key);
  }

  /** When the link of a task dies that was copied last; undefined when none was, it does not tell, or it is dead. */
  expiry(key: string): Date | undefined {
    const link = this.living.get(key)?.link;
    return link && this.isAlive(link) ? link.expiresAt : undefined;
  }

  /** What was copied last of all; undefined when it has no end, or is dead. */
  get last(): CopiedLink | undefined {
    return this.latest && this.isAlive(this.latest) ? this.latest : undefined;
  }

  dispose(): void {
    for (const { over } of this.living.values()) over.abort();
    this.living.clear();
    this.changed.dispose();
  }

  private isAlive(link: CopiedLink): boolean {
    return this.left(link) > 0;
  }

  private left({ expiresAt }: CopiedLink): number {
    return expiresAt.getTime() - this.clock.now();
  }

  /** Wakes when a whole minute less is left, and not only at the end: the clock may be set, the computer may sleep. */
  private async follow(link: CopiedLink): Promise<void> {
    const over = new AbortController();
    this.living.set(link.key, { link, over });
    for (let left = this.left(link); left > 0; left = this.left(link)) {
      await this.clock.sleep((left % minute) + 1, over.signal).catch(() => undefined);
      if (over.signal.aborted) return;
      this.changed.fire(link.key);
    }
    this.living.delete(link.key);
  }
}
