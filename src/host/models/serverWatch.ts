// Looks now and then whether a model server has appeared, while somebody waits for one.
import type { Disposable } from '../../core/base/store';

const lookEveryMs = 3_000;
/** Whoever has not started a server by then has gone to do something else. */
const giveUpAfterMs = 10 * 60_000;

export class ServerWatch implements Disposable {
  readonly #isThere: () => Promise<boolean>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(isThere: () => Promise<boolean>) {
    this.#isThere = isThere;
  }

  /** Calls `onFound` once. A second start forgets the first. */
  start(onFound: () => void): void {
    this.stop();
    const until = Date.now() + giveUpAfterMs;
    const look = async () => {
      const timer = this.#timer;
      const found = await this.#isThere().catch(() => false);
      if (this.#timer !== timer) return;
      if (found) {
        this.stop();
        onFound();
      } else if (Date.now() < until) this.#timer = setTimeout(look, lookEveryMs);
    };
    this.#timer = setTimeout(look, lookEveryMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  dispose(): void {
    this.stop();
  }
}
