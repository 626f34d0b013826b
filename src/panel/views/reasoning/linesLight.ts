// Lights the lines of a step in the editor: those of the step under the pointer, else of the current one, to which the
// editor scrolls; or a line that it speaks of.
import type { Wish } from '../../../core/wire/wish';
import type { Ui } from '../../scene';

export class LinesLight {
  #lit: { readonly run: string; readonly step: number; readonly line?: number } | undefined;
  readonly #wish: (wish: Wish) => void;

  constructor(wish: (wish: Wish) => void) {
    this.#wish = wish;
  }

  /** Wishes only what changes. */
  show(
    run: string | undefined,
    { hovered, step: chosen, elsewhere }: Pick<Ui, 'hovered' | 'step' | 'elsewhere'>,
  ): void {
    const before = this.#lit;
    const step = hovered ?? chosen;
    const line = elsewhere?.step === step ? elsewhere?.line : undefined;
    const here = line === undefined ? {} : { line };
    const next = run !== undefined && step !== undefined ? { run, step, ...here } : undefined;
    if (before?.run === next?.run && before?.step === next?.step && before?.line === next?.line) return;
    this.#lit = next;
    // The pointer passes over many steps on its way; whoever walks wants to see each.
    const reveals = line !== undefined || hovered === undefined;
    if (next) this.#wish({ type: 'showLines', ...next, ...(reveals ? { reveal: true } : {}) });
    else if (before) this.#wish({ type: 'showLines', run: before.run });
  }
}
