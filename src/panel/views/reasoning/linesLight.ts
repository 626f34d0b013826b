// Lights the lines of a step in the editor: those of the step under the pointer, else of the current one.
import type { Wish } from '../../../core/wire/wish';

export class LinesLight {
  #lit: { readonly run: string; readonly step: number } | undefined;
  readonly #wish: (wish: Wish) => void;

  constructor(wish: (wish: Wish) => void) {
    this.#wish = wish;
  }

  /** Wishes only what changes. */
  show(run: string | undefined, step: number | undefined): void {
    const before = this.#lit;
    const next = run !== undefined && step !== undefined ? { run, step } : undefined;
    if (before?.run === next?.run && before?.step === next?.step) return;
    this.#lit = next;
    if (next) this.#wish({ type: 'showLines', ...next });
    else if (before) this.#wish({ type: 'showLines', run: before.run });
  }
}
