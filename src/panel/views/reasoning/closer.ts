// A closer look at a step: a disclosure on its number, and the steps inside it, numbered below it.
import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { isolated } from '../../../core/base/foreign';
import { formatLines } from '../../../core/base/lines';
import { isBrokenOff } from '../../../core/reasoning/brokenOff';
import { openingPiece } from '../../../core/reasoning/opening';
import { isFinished, type Run, type Step, whereaboutsOfRun } from '../../../core/reasoning/run';
import type { Scene } from '../../scene';
import { bead } from '../../ui/bead';
import { button } from '../../ui/button';
import { icon } from '../../ui/icons';
import { offersAgain, problemAlert } from '../../ui/problems';
import { prose } from '../../ui/prose';
import { languageOf } from '../../words';
import { chip } from './chip';
import { namedNow } from './linesNow';
import { reasonSentence, runSentence } from './runState';
import { where } from './sentLine';
import { checksOf, doubtNotes, doubtsOf, inventedIn } from './stepMarks';
import { unexplainedLines } from './unexplainedLines';
import { warnings } from './warnings';

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
  const { words, change, wish } = scene;
  const press = (event: Event) => {
    event.stopPropagation();
    // As they are now: a row is not drawn anew when another one's look is closed.
    const { closedLooks } = scene.ui;
    if (!look || (isCutShort(look) && !isOpen)) wish({ type: 'lookCloser', run: run.id, step: number });
    else
      change({
        closedLooks: isOpen ? [...closedLooks, look.id] : closedLooks.filter(id => id !== look.id),
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
export function closerSteps(scene: Scene, run: Run, outer: Step, { look, isOpen }: Closer) {
  if (!look || !isOpen) return nothing;
  const { words } = scene;
  const row = (step: Step) => innerRow(scene, look, step, `${outer.number}.${step.number}`);
  return html`<div class="inner" data-look=${look.id} data-state=${look.state}>
    ${isFinished(look) ? nothing : bead(words.closerAtStep(outer.number), look.share)}
    ${look.problem ? problemAlert(scene, look.problem, look.id) : nothing}
    <ol aria-label=${words.insideStep(outer.number)}>${repeat(look.steps, ({ number }) => number, row)}</ol>
    ${unexplainedLines(scene, look)}
    <p class="now">${runSentence(look, words)} ${reasonSentence(look, words)}</p>
    ${warnings(scene, look)}${written(scene, run, look)}${lookAgain(scene, run, outer, look)}
  </div>`;
}

/** It is over, and has not told all: it may be asked for again. */
function isCutShort(look: Run): boolean {
  const isWhole = look.state === 'done' && look.reason !== 'length' && look.reason !== 'cut';
  return isFinished(look) && !isWhole;
}

/** Where the alert above offers it, one button is enough. */
function lookAgain({ words, wish }: Scene, run: Run, { number }: Step, look: Run) {
  if (!isCutShort(look) || (look.problem && offersAgain(look.problem))) return nothing;
  const press = () => wish({ type: 'lookCloser', run: run.id, step: number });
  const again = button({ name: words.again, action: 'look-again', look: 'quietb', press });
  return html`<div class="actions">${again}</div>`;
}

/** Who wrote it, and where that is, where another one did than wrote the explanation. */
function written(scene: Scene, run: Run, look: Run) {
  const { destination } = look;
  if (!destination || look.steps.length === 0) return nothing;
  const isElsewhere =
    destination.url !== run.destination?.url || whereaboutsOfRun(look) !== whereaboutsOfRun(run);
  if (!isElsewhere && destination.model === run.destination?.model) return nothing;
  return html`<p class="label" data-unchecked>${scene.words.writtenBy(isolated(destination.model))}</p>${
    isElsewhere ? html`<p class="label sent">${where(scene, look, destination)}</p>` : nothing
  }`;
}

function innerRow(scene: Scene, look: Run, step: Step, name: string): TemplateResult {
  const doubts = doubtsOf(look, step);
  const checks = checksOf(doubts);
  const isBroken = step === look.steps.at(-1) && isBrokenOff(look);
  const show = (change: { readonly line?: number }) =>
    scene.wish({ type: 'showLines', run: look.id, step: step.number, reveal: true, ...change });
  return html`<li
    data-inner=${name}
    data-lines=${step.lines ? formatLines(namedNow(scene, step.lines)) : nothing}
    data-check=${checks === '' ? nothing : checks}
  >
    <div class="number">${name}</div>
    <div class="words"><div class="text" lang=${languageOf(step.text)} ${prose(step.text, inventedIn(doubts, scene.words))}></div>${
      isBroken ? html` <span class="broken">${scene.words.breaksOff}</span>` : nothing
    }</div>
    <div class="marks">
      ${step.lines ? chip(scene, step.lines, () => show({}), 0) : nothing}
      ${doubtNotes(scene, doubts, line => show({ line }), 0)}
    </div>
  </li>`;
}
