// A closer look at a step: a disclosure on its number, and the steps inside it, numbered below it.
import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { formatLines } from '../../../core/base/lines';
import { openingPiece } from '../../../core/reasoning/opening';
import { isFinished, type Run, type Step } from '../../../core/reasoning/run';
import type { Scene } from '../../scene';
import { bead } from '../../ui/bead';
import { icon } from '../../ui/icons';
import { problemAlert } from '../../ui/problems';
import { prose } from '../../ui/prose';
import { languageOf } from '../../words';
import { chip } from './chip';
import { namedNow } from './linesNow';
import { checksOf, doubtNotes, doubtsOf, inventedIn } from './stepMarks';

export interface Closer {
  /** The look that was taken last; missing: none yet. */
  readonly look: Run | undefined;
  readonly isOpen: boolean;
}

/** `undefined`: the step does not open. */
export function closerOf({ shown, ui }: Scene, run: Run, step: Step): Closer | undefined {
  const piece = openingPiece(run, step);
  if (!piece) return undefined;
  const { first, last } = piece.lines;
  const look = shown.looks.filter(({ inside }) => inside?.first === first && inside.last === last).at(-1);
  return { look, isOpen: look !== undefined && !ui.closedLooks.includes(look.id) };
}

/** On the step's number. `tabindex`: the list of steps is one tab stop. */
export function closerNumber(
  scene: Scene,
  run: Run,
  { number }: Step,
  { look, isOpen }: Closer,
  tabindex: number,
): TemplateResult {
  const { words, ui, change, wish } = scene;
  const press = (event: Event) => {
    event.stopPropagation();
    // One that failed, or was stopped before it said anything, is asked for again.
    const isEmpty = look !== undefined && isFinished(look) && look.steps.length === 0;
    if (!look || (isEmpty && !isOpen)) wish({ type: 'lookCloser', run: run.id, step: number });
    else
      change({
        closedLooks: isOpen ? [...ui.closedLooks, look.id] : ui.closedLooks.filter(id => id !== look.id),
      });
  };
  return html`<div class="rail"><button
    type="button"
    class="closer"
    data-action="look-closer"
    tabindex=${tabindex}
    aria-expanded=${isOpen}
    aria-label=${words.closerAtStep(number)}
    title=${words.closer}
    @click=${press}
  >${number}${icon('chev', 'chev')}</button></div>`;
}

/** What stands under the step, once it is open. */
export function closerSteps(scene: Scene, outer: Step, { look, isOpen }: Closer) {
  if (!look || !isOpen) return nothing;
  const { words } = scene;
  const row = (step: Step) => innerRow(scene, look, step, `${outer.number}.${step.number}`);
  return html`<div class="inner" data-look=${look.id} data-state=${look.state}>
    ${isFinished(look) ? nothing : bead(words.closerAtStep(outer.number), look.share)}
    ${look.problem ? problemAlert(scene, look.problem, look.id) : nothing}
    <ol aria-label=${words.insideStep(outer.number)}>${repeat(look.steps, ({ number }) => number, row)}</ol>
  </div>`;
}

function innerRow(scene: Scene, look: Run, step: Step, name: string): TemplateResult {
  const doubts = doubtsOf(look, step);
  const checks = checksOf(doubts);
  const show = (change: { readonly line?: number }) =>
    scene.wish({ type: 'showLines', run: look.id, step: step.number, reveal: true, ...change });
  return html`<li
    data-inner=${name}
    data-lines=${step.lines ? formatLines(namedNow(scene, step.lines)) : nothing}
    data-check=${checks === '' ? nothing : checks}
  >
    <div class="number">${name}</div>
    <div class="words"><div class="text" lang=${languageOf(step.text)} ${prose(step.text, inventedIn(doubts, scene.words))}></div></div>
    <div class="marks">
      ${step.lines ? chip(scene, step.lines, () => show({}), 0) : nothing}
      ${doubtNotes(scene, doubts, line => show({ line }), 0)}
    </div>
  </li>`;
}
