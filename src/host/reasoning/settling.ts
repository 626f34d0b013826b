// Does something once nothing has asked for it for a while: typing settles before code is compared, and the caret before
// the panel follows.
import type { Disposable } from '../../core/base/store';

const settleMs = 120;

export class Settling implements Disposable {
  readonly #act: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(act: () => void) {
    this.#act = act;
  }

  later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#act, settleMs);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
