// A typed event source without the editor: a Set of listeners, and a disposable to leave it.
import type { Disposable } from './store';

export type Listen<T> = (listener: (value: T) => void) => Disposable;

type Report = (error: unknown) => void;

/** Browsers have a place for what nobody caught; elsewhere somebody has to give us one. */
const uncaught: Report = error => {
  if (typeof reportError === 'function') reportError(error);
};
let report = uncaught;

/** Where a bug in a listener is told. Whoever fired has done nothing wrong, so it is not thrown there. */
export function reportListenerErrors(to: Report): Disposable {
  report = to;
  return {
    dispose: () => {
      report = uncaught;
    },
  };
}

export class Emitter<T> implements Disposable {
  #listeners = new Set<(value: T) => void>();

  readonly on: Listen<T> = listener => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  /** Everyone is told, even where one throws. */
  fire(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        report(error);
      }
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
