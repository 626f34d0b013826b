// Lights lines in the editor: those that words under the pointer name, else of the step under it, else of the current
// one; or a line that it speaks of. The current step opens its file where none shows it; a pointer opens nothing.
import type { LineSpan } from '../../../core/base/lines';
import type { Wish } from '../../../core/wire/wish';
import type { Ui } from '../../scene';

type Light = Omit<Extract<Wish, { type: 'showLines' }>, 'type'>;

export class LinesLight {
  #lit: Light | undefined;
  readonly #wish: (wish: Wish) => void;

  constructor(wish: (wish: Wish) => void) {
    this.#wish = wish;
  }

  /** Wishes only what changes. */
  show(run: string | undefined, ui?: Pick<Ui, 'step' | 'hovered' | 'elsewhere' | 'mentioned'>): void {
    const before = this.#lit;
    const next = run === undefined || !ui ? undefined : lightOf(run, ui);
    const what = ({ run: id, step, line, lastLine }: Light) => [id, step, line, lastLine].join();
    if (before && next && what(before) === what(next)) return;
    this.#lit = next;
    if (next) this.#wish({ type: 'showLines', ...next });
    else if (before) this.#wish({ type: 'showLines', run: before.run });
  }
}

function lightOf(
  run: string,
  { step: current, hovered, elsewhere, mentioned }: Pick<Ui, 'step' | 'hovered' | 'elsewhere' | 'mentioned'>,
): Light | undefined {
  if (mentioned) return { run, ...spanOf(mentioned) };
  const step = hovered ?? current;
  if (step === undefined) return undefined;
  if (elsewhere?.step === step) return { run, step, line: elsewhere.line, reveal: true };
  return { run, step, ...(hovered === undefined ? { open: true } : {}) };
}

function spanOf({ first, last }: LineSpan) {
  return { line: first, ...(first === last ? {} : { lastLine: last }) };
}
