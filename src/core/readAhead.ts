/**
 * Reads what is numbered, in order, and some of it ahead: while one number is waited for, those after it are under way.
 * Whoever lets go of it gives them up by `giveUp`.
 */
export class ReadAhead<T> {
  private readonly underway = new Map<number, Promise<T>>();
  private readonly own = new AbortController();
  private readonly signal: AbortSignal;
  private hasFailed = false;

  /**
   * @param most how many are under way at once
   * @param signal by which whoever asked gives up; what is read is handed one that ends with `giveUp` too
   */
  constructor(
    private readonly read: (number: number, signal: AbortSignal) => Promise<T>,
    private readonly most: number,
    signal: AbortSignal,
  ) {
    this.signal = AbortSignal.any([signal, this.own.signal]);
  }

  /**
   * One number, which is the next each time.
   *
   * @param last up to which number all will be wanted as far as is known; nothing beyond it is read ahead
   */
  async take(number: number, last: number): Promise<T> {
    // After a failure the rest will not be wanted: a key that was withdrawn need not be refused again and again.
    const end = this.hasFailed ? number : Math.max(number, Math.min(last, number + this.most - 1));
    const wanted = this.underway.get(number) ?? this.begin(number);
    for (let next = number + 1; next <= end; next++) if (!this.underway.has(next)) void this.begin(next);
    try {
      return await wanted;
    } finally {
      this.underway.delete(number);
    }
  }

  /** Ends what is under way, and nobody hears of it. */
  giveUp(): void {
    if (this.underway.size > 0) this.own.abort();
    this.underway.clear();
  }

  private begin(number: number): Promise<T> {
    const reading = this.read(number, this.signal);
    // It is told when it is taken, if it is.
    reading.catch(() => (this.hasFailed = true));
    this.underway.set(number, reading);
    return reading;
  }
}
