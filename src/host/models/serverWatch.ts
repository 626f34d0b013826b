// Looks now and then whether a model server has appeared, for as long as somebody is told that it does.
import type { Disposable } from '../../core/base/store';
import type { Clock } from '../../core/ports';

/** Often at first; who has not started a server for a while may still do so, and is seen a little later. */
const beats: readonly { readonly untilMs: number; readonly everyMs: number }[] = [
  { untilMs: 10 * 60_000, everyMs: 3_000 },
  { untilMs: 60 * 60_000, everyMs: 15_000 },
  { untilMs: Number.POSITIVE_INFINITY, everyMs: 60_000 },
];

export class ServerWatch implements Disposable {
  readonly #isThere: () => Promise<boolean>;
  readonly #clock: Clock;
  #abort: AbortController | undefined;

  constructor(isThere: () => Promise<boolean>, clock: Clock) {
    this.#isThere = isThere;
    this.#clock = clock;
  }

  /** Calls `onFound` once, however long it takes. A second start forgets the first. */
  start(onFound: () => void): void {
    this.stop();
    this.#abort = new AbortController();
    void this.#look(onFound, this.#abort.signal);
  }

  stop(): void {
    this.#abort?.abort();
    this.#abort = undefined;
  }

  dispose(): void {
    this.stop();
  }

  async #look(onFound: () => void, signal: AbortSignal): Promise<void> {
    const startedAt = this.#clock.now();
    for (;;) {
      await this.#clock.sleep(beatAfter(this.#clock.now() - startedAt), signal);
      const isFound = !signal.aborted && (await this.#isThere().catch(() => false));
      if (signal.aborted) return;
      if (isFound) break;
    }
    this.stop();
    onFound();
  }
}

function beatAfter(passedMs: number): number {
  return beats.find(({ untilMs }) => passedMs < untilMs)?.everyMs ?? 0;
}
