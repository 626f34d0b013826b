// What can be seen to be wrong with a step, and how it is said beside it: lines that it speaks of and does not wear, names
// that were not in what was sent. Worked out once a step, from the run that it belongs to.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import { checkStep, type StepMark } from '../../../core/reasoning/checks/checkStep';
import { type KnownCode, readCode } from '../../../core/reasoning/checks/knownCode';
import type { Excerpt, Run, Step } from '../../../core/reasoning/run';
import type { Scene } from '../../scene';
import { icon } from '../../ui/icons';
import type { Mark } from '../../ui/marks';
import type { Words } from '../../words';
import { namedNow } from './linesNow';
import { isUnanchored } from './runState';

export interface StepDoubts {
  /** It wears no lines, though it should. */
  readonly isUnanchored: boolean;
  readonly marks: readonly StepMark[];
}

const none: StepDoubts = { isUnanchored: false, marks: [] };

/** A run's code and its finished steps stay the same values while it grows. */
const codes = new WeakMap<Excerpt, KnownCode>();
const doubts = new WeakMap<Step, StepDoubts>();

/** Nothing while a step is being written, nor of an answer to a question: it may speak of anything. */
export function doubtsOf(run: Run, step: Step): StepDoubts {
  if (run.question !== undefined || (run.isWriting && step === run.steps.at(-1))) return none;
  let found = doubts.get(step);
  if (!found) {
    found = { isUnanchored: isUnanchored(run, step), marks: checkStep(step, codeOf(run.excerpt)) };
    doubts.set(step, found);
  }
  return found;
}

function codeOf(excerpt: Excerpt): KnownCode {
  let code = codes.get(excerpt);
  if (!code) {
    code = readCode(excerpt);
    codes.set(excerpt, code);
  }
  return code;
}

/** `data-check`, by blanks. */
export function checksOf({ isUnanchored: isLoose, marks }: StepDoubts): string {
  return [...(isLoose ? ['unanchored'] : []), ...marks.map(({ kind }) => kind)].join(' ');
}

export function isDoubtful(run: Run, step: Step): boolean {
  return checksOf(doubtsOf(run, step)) !== '';
}

/** The invented names in a step's text, where they stand. */
export function inventedIn({ marks }: StepDoubts, words: Words): readonly Mark[] {
  return marks.flatMap(mark =>
    mark.kind === 'invented'
      ? mark.words.map(({ start, end }) => ({
          id: `invented-${start}`,
          verdict: 'unsent' as const,
          says: words.notInCode,
          start,
          end,
        }))
      : [],
  );
}

/** `lookAt`: lights a line that the step speaks of. */
export function doubtNotes(
  scene: Scene,
  { isUnanchored: isLoose, marks }: StepDoubts,
  lookAt: (line: number) => void,
  tabindex: number,
): readonly TemplateResult[] {
  const { words } = scene;
  const notes = marks.map(mark => {
    if (mark.kind === 'invented') {
      const names = [...new Set(mark.words.map(({ text }) => isolated(text)))];
      return html`<div class="checkline">${icon('ask')}<span>${words.notInThisCode}<code>${names.slice(0, mostListed).join(', ')}</code>${
        names.length > mostListed ? ' …' : nothing
      }</span></div>`;
    }
    const line = mark.lines.first;
    const { first } = namedNow(scene, mark.lines);
    return html`<button
      type="button"
      class="chip elsewhere"
      data-action="look-elsewhere"
      tabindex=${tabindex}
      aria-label=${words.lookElsewhere(first, mark.names.slice(0, mostListed).map(isolated).join(', '))}
      @click=${(event: Event) => {
        // The step's own lines are what a press on the step is for.
        event.stopPropagation();
        lookAt(line);
      }}
    >${words.speaksOf(first)}</button>`;
  });
  return isLoose ? [unanchored(words), ...notes] : notes;
}

/** More names than these fill the margin. */
const mostListed = 4;

function unanchored(words: Words): TemplateResult {
  return html`<div class="checkline">
    ${icon('off')}<b>${words.unanchored}</b><small>${words.namesNoLine}</small>
  </div>`;
}
