import { TaskStore } from '../../src/core/store';

/** A store that notes how long it is busy with what comes in, the views that follow it included. */
export class TimedStore extends TaskStore {
  private took: number[] = [];

  /** Milliseconds of each change since this was asked last. */
  times(): readonly number[] {
    const { took } = this;
    this.took = [];
    return took;
  }

  override put(...args: Parameters<TaskStore['put']>): boolean {
    return this.timed(() => super.put(...args));
  }

  override drop(...args: Parameters<TaskStore['drop']>): void {
    this.timed(() => super.drop(...args));
  }

  override setState(...args: Parameters<TaskStore['setState']>): void {
    this.timed(() => super.setState(...args));
  }

  private timed<T>(work: () => T): T {
    const start = performance.now();
    try {
      return work();
    } finally {
      this.took.push(performance.now() - start);
    }
  }
}
