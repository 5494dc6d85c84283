/** Counts what is under way, so that its end can be waited for. */
export class Underway {
  private count = 0;
  private waiting: (() => void)[] = [];

  begin(): void {
    this.count++;
  }

  end(): void {
    if (--this.count === 0) for (const end of this.waiting.splice(0)) end();
  }

  /** Resolves when nothing is under way. */
  over(): Promise<void> {
    return this.count === 0 ? Promise.resolve() : new Promise(resolve => void this.waiting.push(resolve));
  }
}
