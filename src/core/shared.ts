import { abortable } from './abortable';
import type { CallOptions } from './cloud';

interface Work<T> {
  readonly promise: Promise<T>;
  readonly stop: AbortController;
  callers: number;
  /** Set when the work is over. */
  done?: { readonly value: T };
}

/**
 * Values that several callers want at the same time and that are fetched once for all of them. The promise is kept, so
 * that those who come while it is under way share it; a failure is not kept. The work goes on when one caller gives
 * up, and ends when all of them have.
 */
export class Shared<T> {
  private readonly kept = new Map<string, Work<T>>();

  /** @param fetch as the caller wishes who is the first to come, but until the last has given up */
  constructor(private readonly fetch: (key: string, options: CallOptions) => Promise<T>) {}

  /** The kept value or the one that is under way, else a new one. Rejects with the signal's reason or the failure. */
  async get(key: string, { signal, once }: CallOptions): Promise<T> {
    signal.throwIfAborted();
    const work = this.kept.get(key) ?? this.begin(key, once);
    work.callers++;
    try {
      return await abortable(work.promise, signal);
    } finally {
      if (--work.callers === 0 && !work.done) {
        this.forget(key, work);
        work.stop.abort();
      }
    }
  }

  /** Drops a value, unless another has taken its place. */
  drop(key: string, value: T): void {
    const work = this.kept.get(key);
    if (work?.done?.value === value) this.forget(key, work);
  }

  private begin(key: string, once: boolean | undefined): Work<T> {
    const stop = new AbortController();
    const work: Work<T> = { promise: this.fetch(key, { signal: stop.signal, once }), stop, callers: 0 };
    this.kept.set(key, work);
    work.promise.then(
      value => (work.done = { value }),
      () => this.forget(key, work),
    );
    return work;
  }

  private forget(key: string, work: Work<T>): void {
    if (this.kept.get(key) === work) this.kept.delete(key);
  }
}
