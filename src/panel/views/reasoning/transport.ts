// At the foot of a run: walk its steps, save one, ask further.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Run } from '../../../core/reasoning/run';
import type { Scene } from '../../scene';
import { button, tool } from '../../ui/button';
import { plainOf } from '../../ui/plainOf';
import type { AskedNow } from './asked';
import { growingOf } from './growing';
import { namedNow } from './linesNow';
import { isDoubtful } from './stepMarks';

/** `asked`: the reader is to say first what ran; what a model answers might tell. */
export function transport(scene: Scene, run: Run, asked?: AskedNow): TemplateResult {
  const { words, ui } = scene;
  const total = run.steps.length + (asked?.waiting ?? 0);
  const step = run.steps.find(({ number }) => number === ui.step);
  const isDisabled = total === 0;
  const back = () => walkSteps(scene, -1);
  const on = () => walkSteps(scene, 1);
  const play = () => scene.change({ isPlaying: !ui.isPlaying });
  const playOrPause = ui.isPlaying
    ? ({ name: words.pause, icon: 'pause' } as const)
    : ({ name: words.play, icon: 'play' } as const);
  const latest = { name: words.jumpToLatest, action: 'latest', icon: 'next', press: toLatest } as const;
  return html`<footer class="transport" data-view="reasoning"><div>
    ${ui.isAtEnd || !growingOf(scene) ? nothing : html`<div class="latest">${button(latest)}</div>`}
    <div class="keys" role="toolbar" aria-label=${words.walkTheSteps}>
      ${tool({ name: words.previousStep, action: 'previous-step', icon: 'prev', isDisabled, press: back })}
      ${tool({ ...playOrPause, action: 'play', isDisabled, press: play })}
      ${tool({ name: words.nextStep, action: 'next-step', icon: 'next', isDisabled, press: on })}
      <span class="where num">${step ? words.stepOf(step.number, total) : words.steps(total)}</span>
      ${step ? saveButton(scene, run, step.number) : nothing}
    </div>
    ${step && ui.doubted === step.number ? html`<p class="doubt" data-refused="save-step">${words.doubtful(step.number)}</p>` : nothing}
    ${asked ? nothing : askField(scene, run)}
  </div></footer>`;
}

/** Moves the reader to another step. */
export function walkSteps(scene: Scene, by: 1 | -1): void {
  const steps = scene.shown.run?.steps ?? [];
  const at = steps.findIndex(({ number }) => number === scene.ui.step);
  const next = steps[at < 0 ? 0 : Math.min(steps.length - 1, Math.max(0, at + by))];
  if (next) goToStep(scene, next.number);
}

/** With the focus, where the panel has it; whoever stays in the editor hears the step, and keeps the focus there. */
export function goToStep(scene: Scene, number: number): void {
  const steps = scene.shown.run?.steps ?? [];
  const step = steps.find(one => one.number === number);
  if (!step) return;
  scene.change({
    step: number,
    hovered: undefined,
    isPlaying: false,
    doubted: undefined,
    elsewhere: undefined,
  });
  if (document.hasFocus()) stepElement(number)?.focus();
  else {
    stepElement(number)?.scrollIntoView({ block: 'nearest' });
    scene.say(`${scene.words.stepOf(number, steps.length)}. ${plainOf(step.text)}`);
  }
}

export function stepElement(number: number): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-step="${number}"]`);
}

/** Kept on disk: only then it is called saved. */
function isSaved({ shown }: Scene, step: number): boolean {
  return shown.savedSteps.includes(step);
}

function isSaving({ underWay }: Scene, run: Run, step: number): boolean {
  return underWay.some(wish => wish.type === 'saveStep' && wish.run === run.id && wish.step === step);
}

/** One that bears a mark is not saved in one press: the first says so, the second means it. */
export function saveStep(scene: Scene, run: Run, step: number): void {
  if (isSaved(scene, step) || isSaving(scene, run, step)) return;
  const found = run.steps.find(({ number }) => number === step);
  if (found && isDoubtful(run, found) && scene.ui.doubted !== step) {
    scene.change({ doubted: step });
    scene.say(scene.words.doubtful(step));
    return;
  }
  scene.change({ doubted: undefined });
  const granted = () => scene.say(scene.words.stepSaved(step));
  scene.wish({ type: 'saveStep', run: run.id, step }, { granted });
}

function saveButton(scene: Scene, run: Run, step: number): TemplateResult {
  const { words } = scene;
  const isDone = isSaved(scene, step);
  const isUnderWay = isSaving(scene, run, step);
  return button({
    name: isDone
      ? words.saved
      : isUnderWay
        ? words.saving
        : scene.ui.doubted === step
          ? words.saveAllTheSame
          : words.save,
    action: 'save-step',
    look: 'quietb',
    icon: isDone ? 'marked' : 'mark',
    isDisabled: isDone || isUnderWay,
    press: () => saveStep(scene, run, step),
  });
}

function askField(scene: Scene, run: Run): TemplateResult {
  const { words, ui } = scene;
  const step = run.steps.find(({ number }) => number === ui.step);
  const span = step?.lines && namedNow(scene, step.lines);
  const lines = span ? words.askAboutLines(span.first, span.last) : '';
  const hint = step ? words.askAbout(step.number, lines) : words.askAboutRun;
  const type = (event: Event) => {
    if (event.target instanceof HTMLInputElement) scene.change({ question: event.target.value });
  };
  const ask = (event: Event) => {
    event.preventDefault();
    const field = event.target instanceof Element ? event.target.querySelector('input') : null;
    const question = field?.value.trim() ?? '';
    if (question === '' || growingOf(scene)) return;
    // The field is emptied once the question is on its way; a refusal leaves it as it is.
    const granted = () => {
      if (scene.ui.question.trim() === question) scene.change({ question: '' });
    };
    scene.wish({ type: 'ask', run: run.id, question, ...(step ? { step: step.number } : {}) }, { granted });
  };
  const isDisabled = ui.question.trim() === '' || growingOf(scene) !== undefined;
  return html`<form class="ask" @submit=${ask}>
    <label class="field">
      <input
        type="text"
        data-action="question"
        autocomplete="off"
        placeholder=${hint}
        aria-label=${words.followUpField}
        .value=${ui.question}
        @input=${type}
      >
    </label>
    <button class="primary" data-action="ask" ?disabled=${isDisabled}>${words.ask}</button>
  </form>`;
}

function toLatest(): void {
  window.scrollTo({ top: document.documentElement.scrollHeight });
}
