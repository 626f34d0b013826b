// The steps of a run. Each keeps its element from its first word on; only the one that grows is drawn again.
import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { formatLines } from '../../../core/base/lines';
import { isBrokenOff } from '../../../core/reasoning/brokenOff';
import type { Run, Step } from '../../../core/reasoning/run';
import type { Scene, Ui } from '../../scene';
import { prose } from '../../ui/prose';
import { languageOf } from '../../words';
import type { AskedNow } from './asked';
import { chip } from './chip';
import { type Closer, closerNumber, closerOf, closerSteps } from './closer';
import { expectedChecks, expectedOfStep, expectedView } from './expectedView';
import { spanNow } from './linesNow';
import { pieceView } from './pieceView';
import { questionRow } from './predictView';
import { stateName } from './runState';
import { checksOf, doubtNotes, doubtsOf, inventedIn } from './stepMarks';
import { stepSeen } from './stepSeen';

export function stepList(scene: Scene, run: Run, asked?: AskedNow): TemplateResult {
  const { words, ui, shown } = scene;
  const stop = ui.step ?? 1;
  const caret = stepAtLine(run, shown.caretLine);
  const broken = isBrokenOff(run) ? run.steps.at(-1) : undefined;
  const row = (step: Step, index: number) => {
    const { lines, isChanged } = step.lines ? spanNow(scene, step.lines) : { isChanged: false };
    const look = {
      isGrowing: run.isWriting && index === run.steps.length - 1,
      isCurrent: step.number === ui.step,
      isStop: step.number === stop,
      isAtCaret: step === caret,
      isBroken: step === broken,
      isAtMoment: isAtMoment(ui, run, step),
      isChanged,
      lines: lines && formatLines(lines),
      elsewhere: ui.elsewhere?.step === step.number ? ui.elsewhere.line : undefined,
    };
    const closer = closerOf(scene, run, step);
    // What a row shows depends on these alone: while the last one grows, the others are not even looked at.
    const stands = (look.isCurrent || closer?.isOpen) && shown.stands;
    const depends = [
      step,
      ...Object.values(look),
      stands,
      words,
      run.id,
      closer?.look,
      closer?.isOpen,
      shown.trace,
      run.variation?.expects && run.isWriting,
    ];
    return guard(depends, () => stepRow(scene, run, step, look, closer));
  };
  const line = asked?.question.line ?? 0;
  const above = asked ? run.steps.filter(({ lines }) => lines && lines.last < line).length : run.steps.length;
  return html`<ol
    class="steps"
    data-run=${run.id}
    data-state=${stateName(run)}
    aria-label=${words.theSteps}
    @mouseleave=${() => scene.change({ hovered: undefined })}
  >${repeat(run.steps.slice(0, above), ({ number }) => number, row)}${asked ? questionRow(scene, run, asked) : nothing}${repeat(
    run.steps.slice(above),
    ({ number }) => number,
    (step, index) => row(step, above + index),
  )}</ol>`;
}

interface Look {
  readonly isGrowing: boolean;
  readonly isCurrent: boolean;
  /** The list is one tab stop; the arrow keys move it. */
  readonly isStop: boolean;
  readonly isAtCaret: boolean;
  /** The slider stands at a moment of its lines. */
  readonly isAtMoment: boolean;
  /** It was being written when the run ended. */
  readonly isBroken: boolean;
  /** Its code is not what was sent any more. */
  readonly isChanged: boolean;
  /** `data-lines`, as they are numbered now; missing where it has none, or they are gone. */
  readonly lines: string | undefined;
  /** A line that it speaks of, where that is looked at. */
  readonly elsewhere: number | undefined;
}

function stepRow(scene: Scene, run: Run, step: Step, look: Look, closer: Closer | undefined): TemplateResult {
  const doubts = doubtsOf(run, step);
  const expected = expectedOfStep(run, step, scene.shown.trace);
  const checks = [checksOf(doubts), expectedChecks(expected)].filter(one => one !== '').join(' ');
  const at = { step: step.number, isPlaying: false };
  const choose = () => scene.change({ ...at, elsewhere: undefined });
  const hover = () => scene.change({ hovered: step.number });
  const lookAt = (line: number) => scene.change({ ...at, elsewhere: { step: step.number, line } });
  const reveal = () => {
    choose();
    scene.wish({ type: 'showLines', run: run.id, step: step.number, reveal: true });
  };
  const classes = ['leaf step', look.isCurrent ? 'focus' : '', look.isAtCaret ? 'at-caret' : ''];
  if (look.isAtMoment) classes.push('at-moment');
  return html`<li
    class=${classes.join(' ')}
    data-step=${step.number}
    data-lines=${look.lines ?? nothing}
    data-stale=${look.isChanged ? (look.lines === undefined ? 'gone' : 'changed') : nothing}
    data-check=${checks === '' ? nothing : checks}
    tabindex=${look.isStop ? 0 : -1}
    aria-current=${look.isCurrent ? 'step' : nothing}
    @focus=${choose}
    @click=${choose}
    @mouseenter=${hover}
  >
    ${
      closer
        ? closerNumber(scene, run, step, closer, look.isStop ? 0 : -1)
        : html`<div class="rail" aria-hidden="true">${step.number}</div>`
    }
    <div class="words"><div class="text" lang=${languageOf(step.text)} ${prose(step.text, inventedIn(doubts, scene.words))}></div>${
      look.isGrowing ? html`<span class="caret" aria-hidden="true"></span>` : nothing
    }${look.isBroken ? html` <span class="broken">${scene.words.breaksOff}</span>` : nothing}${
      look.isCurrent ? pieceView(scene, run, step, look.elsewhere) : nothing
    }</div>
    <div class="notes">
      ${step.lines ? chip(scene, step.lines, reveal, -1) : nothing}
      ${run.variation?.expects ? expectedView(scene.words, expected) : step.lines ? stepSeen(scene, run, step, step.lines) : nothing}
      ${doubtNotes(scene, doubts, lookAt, look.isStop ? 0 : -1)}
    </div>
    ${closer ? closerSteps(scene, run, step, closer) : nothing}
  </li>`;
}

function isAtMoment({ moment, step: current }: Ui, run: Run, { lines }: Step): boolean {
  if (current !== undefined || moment?.run !== run.id || !lines) return false;
  return lines.first <= moment.line && moment.line <= lines.last;
}

/** The step whose lines hold the editor's caret; of several, the one about the fewest lines. */
function stepAtLine(run: Run, line: number | undefined): Step | undefined {
  if (line === undefined) return undefined;
  const size = ({ lines }: Step) => (lines ? lines.last - lines.first : Infinity);
  return run.steps
    .filter(({ lines }) => lines !== undefined && lines.first <= line && line <= lines.last)
    .sort((a, b) => size(a) - size(b))[0];
}
