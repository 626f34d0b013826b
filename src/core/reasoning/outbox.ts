// Collects what comes within one beat; the first one after a pause goes out at once.
import type { Clock } from '../ports';

export class Outbox<T> {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #send: (items: readonly T[]) => void;
  #pending: T[] = [];
  /** The beat that is under way. */
  #beat: AbortController | undefined;

  constructor(clock: Clock, everyMs: number, send: (items: readonly T[]) => void) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#send = send;
  }

  put(item: T): void {
    this.#pending.push(item);
    if (this.#beat) return;
    this.#deliver();
    const beat = new AbortController();
    this.#beat = beat;
    void this.#clock.sleep(this.#everyMs, beat.signal).then(() => {
      if (this.#beat !== beat) return;
      this.#beat = undefined;
      this.#deliver();
    });
  }

  flush(): void {
    this.#beat?.abort();
    this.#beat = undefined;
    this.#deliver();
  }

  #deliver(): void {
    if (this.#pending.length === 0) return;
    const items = this.#pending;
    this.#pending = [];
    this.#send(items);
  }
}
