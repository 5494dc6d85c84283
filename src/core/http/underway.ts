/** Counts what is under way, so that its end can be waited for. */
export class Underway {
  private count = 0;
  private ended: () => void = () => undefined;

  begin(): void {
    this.count++;
  }

  end(): void {
    if (--this.count === 0) this.ended();
  }

  /** Resolves when nothing is under way; asked for once, when nothing new begins any more. */
  over(): Promise<void> {
    return this.count === 0 ? Promise.resolve() : new Promise(resolve => void (this.ended = resolve));
  }
}
