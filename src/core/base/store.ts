// Ownership: who creates something that must be let go adds it to a Store in the same expression.

export interface Disposable {
  dispose(): unknown;
}

/** Lets go of what it owns in reverse order, once; goes on after a throw; disposes at once what comes too late. */
export class Store implements Disposable {
  #owned: Disposable[] = [];
  #isDisposed = false;

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  add<T extends Disposable>(disposable: T): T {
    if (this.#isDisposed) disposable.dispose();
    else this.#owned.push(disposable);
    return disposable;
  }

  /** Throws an `AggregateError` after everything was let go, when anything threw. */
  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    const owned = this.#owned.reverse();
    this.#owned = [];
    const thrown: unknown[] = [];
    for (const disposable of owned) {
      try {
        disposable.dispose();
      } catch (error) {
        thrown.push(error);
      }
    }
    if (thrown.length > 0) throw new AggregateError(thrown, 'some owned things could not be disposed');
  }
}
