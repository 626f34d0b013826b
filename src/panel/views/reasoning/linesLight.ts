// Lights lines in the editor: those that words under the pointer name, else of the step under it, else of the current
// one; or a line that it speaks of; with no current step that of the moment that the slider stands at. A step that becomes the current one opens its file where none shows it; a pointer that
// comes or goes opens nothing.
import type { LineSpan } from '../../../core/base/lines';
import type { Wish } from '../../../core/wire/wish';
import type { Ui } from '../../scene';

type Shown = Pick<Ui, 'step' | 'hovered' | 'elsewhere' | 'mentioned' | 'moment'>;
type Light = Omit<Extract<Wish, { type: 'showLines' }>, 'type'>;

export class LinesLight {
  #lit: Light | undefined;
  /** The current step for which its file was opened: whoever closes that means it. */
  #opened: string | undefined;
  readonly #wish: (wish: Wish) => void;

  constructor(wish: (wish: Wish) => void) {
    this.#wish = wish;
  }

  /** Wishes only what changes. */
  show(run: string | undefined, ui?: Shown): void {
    const before = this.#lit;
    const next = run === undefined || !ui ? undefined : lightOf(run, ui);
    const current = ui?.step === undefined ? undefined : `${run} ${ui.step}`;
    if (current === undefined) this.#opened = undefined;
    const isChosen = next?.step === ui?.step && next?.line === undefined && current !== this.#opened;
    const what = ({ run: id, step, line, lastLine }: Light) => [id, step, line, lastLine].join();
    if (!isChosen && before && next && what(before) === what(next)) return;
    this.#lit = next;
    if (next && isChosen) this.#opened = current;
    if (next) this.#wish({ type: 'showLines', ...next, ...(isChosen ? { open: true } : {}) });
    else if (before) this.#wish({ type: 'showLines', run: before.run });
  }
}

function lightOf(
  run: string,
  { step: current, hovered, elsewhere, mentioned, moment }: Shown,
): Light | undefined {
  if (mentioned) return { run, ...spanOf(mentioned) };
  const step = hovered ?? current;
  if (step === undefined && moment?.run === run) return { run, line: moment.line, open: true };
  if (step === undefined) return undefined;
  return elsewhere?.step === step ? { run, step, line: elsewhere.line, reveal: true } : { run, step };
}

function spanOf({ first, last }: LineSpan) {
  return { line: first, ...(first === last ? {} : { lastLine: last }) };
}
