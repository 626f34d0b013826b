// What was asked further about a run: questions and answers below its steps, each with the step that it is about. Lines
// that an answer names are lit where they stand.
import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { isolated } from '../../../core/base/foreign';
import type { LineSpan } from '../../../core/base/lines';
import { boundsOf } from '../../../core/reasoning/excerpt';
import { lineMentions } from '../../../core/reasoning/lineMentions';
import { isFinished, type Run, type Step, whereaboutsOfRun } from '../../../core/reasoning/run';
import type { Scene } from '../../scene';
import { bead } from '../../ui/bead';
import { button } from '../../ui/button';
import type { Mark } from '../../ui/marks';
import { plainOf } from '../../ui/plainOf';
import { problemAlert } from '../../ui/problems';
import { prose } from '../../ui/prose';
import { languageOf } from '../../words';
import { modelInput } from './modelInput';
import { answerSentence, runClock, stateName } from './runState';
import { where } from './sentLine';
import { thinking } from './thinking';
import { stepElement } from './transport';
import { warnings } from './warnings';

export function threadView(scene: Scene, run: Run) {
  const { words, shown } = scene;
  const asking = scene.underWay.flatMap(wish => (wish.type === 'ask' && wish.run === run.id ? [wish] : []));
  // One that failed and was asked again stands there once.
  const asked = shown.thread.filter((one, at) => !isAskedAgain(one, shown.thread[at + 1]));
  if (asked.length === 0 && asking.length === 0) return nothing;
  const mention = (event: Event) => {
    const lines = event.type === 'mouseout' || event.type === 'focusout' ? undefined : mentionAt(event);
    if (lines?.first !== scene.ui.mentioned?.first || lines?.last !== scene.ui.mentioned?.last) {
      scene.change({ mentioned: lines });
    }
  };
  const reveal = (event: Event) => {
    const lines = mentionAt(event);
    if (!lines) return;
    const { first: line, last: lastLine } = lines;
    scene.wish({ type: 'showLines', run: run.id, line, lastLine, reveal: true });
  };
  return html`<section
    class="thread"
    data-thread=${run.id}
    aria-label=${words.theQuestions}
    @mouseover=${mention}
    @mouseout=${mention}
    @focusin=${mention}
    @focusout=${mention}
    @click=${reveal}
  >${repeat(
    asked,
    ({ id }) => id,
    one => entry(scene, run, one),
  )}${asking.map(
    ({ question, step }) => html`<article class="leaf asked asking" data-asking>
      <div class="rail" aria-hidden="true">?</div>
      <div class="words"><h2 class="question">${question}</h2><div class="bead free late"></div></div>
      <div class="notes">${about(scene, run, step, undefined)}</div>
    </article>`,
  )}</section>`;
}

function isAskedAgain(run: Run, next: Run | undefined): boolean {
  return run.state === 'failed' && run.steps.length === 0 && next?.question === run.question;
}

function entry(scene: Scene, run: Run, one: Run): TemplateResult {
  const { words, nowAt } = scene;
  const isOver = isFinished(one);
  const clock = runClock(one, nowAt, words);
  const stop = button({
    name: words.stop,
    action: 'stop',
    icon: 'stop',
    key: words.esc,
    press: () => scene.wish({ type: 'stopRun', run: one.id }),
  });
  const says = answerSentence(one, words);
  return html`<article class="leaf asked" data-question=${one.id} data-state=${stateName(one)}>
    <div class="rail" aria-hidden="true">?</div>
    <div class="words">
      <h2 class="question">${one.question}</h2>
      ${one.steps.map((step, index) => answer(scene, one, step, index))}
      ${says === '' ? nothing : html`<p class="now">${says}${clock === '' ? nothing : html` · <span class="num">${clock}</span>`}</p>`}
      ${warnings(scene, one)}
      ${isOver ? nothing : html`${bead(words.readingThePrompt, one.share)}<div class="actions">${stop}</div>`}
      ${one.problem ? problemAlert(scene, one.problem, one.id) : nothing}
      ${thinking(scene, one)}${isOver ? modelInput(scene, one) : nothing}
    </div>
    <div class="notes">
      ${about(scene, run, one.questionStep, one.questionLines)}${written(scene, run, one)}
    </div>
  </article>`;
}

/** Who wrote it; and where that is, where it is not where the explanation came from. */
function written(scene: Scene, run: Run, one: Run) {
  const { destination } = one;
  if (!destination || one.steps.length === 0) return nothing;
  const isElsewhere =
    destination.url !== run.destination?.url || whereaboutsOfRun(one) !== whereaboutsOfRun(run);
  return html`<p class="label" data-unchecked>${scene.words.writtenBy(isolated(destination.model))}</p>${
    isElsewhere ? html`<p class="label sent">${where(scene, one, destination)}</p>` : nothing
  }`;
}

/** In prose, and Markdown. While it grows nothing in it is marked: what is new alone is drawn. */
function answer(scene: Scene, run: Run, step: Step, index: number): TemplateResult {
  const isGrowing = run.isWriting && index === run.steps.length - 1;
  const text = () => {
    const marks = isGrowing ? [] : mentionsIn(step.text, boundsOf(run.excerpt), scene);
    return html`<div class="text answer" lang=${languageOf(step.text)} ${prose(step.text, marks)}></div>`;
  };
  const lines = step.lines && lead(scene, step.lines);
  return html`${lines ?? nothing}${guard([step, isGrowing, scene.words], text)}${
    isGrowing ? html`<span class="caret" aria-hidden="true"></span>` : nothing
  }`;
}

function lead({ words }: Scene, { first, last }: LineSpan): TemplateResult {
  return html`<p class="label"><a class="mention" href="#lines" data-mention="${first}-${last}">${words.spanOfLines(
    first,
    last,
  )}</a></p>`;
}

function mentionsIn(markdown: string, bounds: LineSpan, { words }: Scene): readonly Mark[] {
  return lineMentions(plainOf(markdown), bounds).map(({ start, end, lines }) => ({
    id: `lines-${start}`,
    verdict: 'plain',
    start,
    end,
    lines,
    says: words.showInEditor,
  }));
}

/** The step that a question is about; one that was asked before steps were kept with it is known by its lines. */
function about(scene: Scene, run: Run, number: number | undefined, lines: LineSpan | undefined) {
  const { words } = scene;
  const step = run.steps.find(one =>
    number === undefined
      ? lines !== undefined && one.lines?.first === lines.first && one.lines.last === lines.last
      : one.number === number,
  );
  if (!step) return nothing;
  const open = () => {
    scene.change({ step: step.number, hovered: undefined, isPlaying: false });
    stepElement(step.number)?.focus();
  };
  return html`<button type="button" class="chip about" data-action="to-step" @click=${open}>${words.aboutStep(
    step.number,
  )}</button>`;
}

function mentionAt({ target }: Event): LineSpan | undefined {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-mention]') : null;
  const [first, last] = element?.dataset.mention?.split('-').map(Number) ?? [];
  return first === undefined || last === undefined ? undefined : { first, last };
}
