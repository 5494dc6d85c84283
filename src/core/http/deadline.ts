/**
 * A signal that ends with another one, or when so much time is over. `AbortSignal.any` of both says the same; but it
 * takes twice as long, and each leaves something behind at the other signal, which may last as long as the account.
 */
export class Deadline {
  private readonly own = new AbortController();
  private readonly limit: AbortSignal;

  /**
   * @param time milliseconds
   * @param given the other signal
   */
  constructor(
    time: number,
    private readonly given: AbortSignal | undefined,
  ) {
    this.limit = AbortSignal.timeout(time);
    this.limit.addEventListener('abort', this.end, { once: true });
    if (given?.aborted) this.end();
    else given?.addEventListener('abort', this.end, { once: true });
  }

  get signal(): AbortSignal {
    return this.own.signal;
  }

  /** Whether it was for the time alone. */
  get isOver(): boolean {
    return this.limit.aborted && !this.given?.aborted;
  }

  /** To be called when what it was for has ended: nobody is held by the other signal any more. */
  release(): void {
    this.limit.removeEventListener('abort', this.end);
    this.given?.removeEventListener('abort', this.end);
  }

  private readonly end = (): void => this.own.abort();
}
