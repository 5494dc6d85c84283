/** Ownership and events without the editor's types, so that core stays free of `vscode`. */
export interface Disposable {
  dispose(): void;
}

export type Event<T> = (listener: (value: T) => void) => Disposable;

export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = listener => {
    const own = (value: T) => listener(value);
    this.listeners.add(own);
    return { dispose: () => this.listeners.delete(own) };
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }

  dispose(): void {
    this.listeners.clear();
  }
}

/** A thing that disposes what it owns, last first. */
export class Owner implements Disposable {
  private readonly owned: Disposable[] = [];

  protected own<T extends Disposable>(thing: T): T {
    this.owned.push(thing);
    return thing;
  }

  dispose(): void {
    while (this.owned.length > 0) this.owned.pop()?.dispose();
  }
}
