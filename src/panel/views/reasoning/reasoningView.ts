// A run as it grows: where it was sent, what was sent, its steps and the lines that each is about.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import { joinedSpans } from '../../../core/base/lines';
import type { Problem } from '../../../core/base/problem';
import { isAsked, isFinished, type Run, threadOf } from '../../../core/reasoning/run';
import type { Scene } from '../../scene';
import { bead } from '../../ui/bead';
import { button } from '../../ui/button';
import { icon } from '../../ui/icons';
import { blank, problemAlert, problemNotices, problemPage } from '../../ui/problems';
import { type AskedNow, askedNow, whileAsked } from './asked';
import { codeRow } from './codeBlock';
import { compareView } from './compare';
import { depthChoice } from './depthChoice';
import { earlierRuns, hasEarlierRuns } from './earlierRuns';
import { goingOn } from './goingOn';
import { spanNow } from './linesNow';
import { modelInput } from './modelInput';
import { noEndpoint } from './noEndpoint';
import { seenWaits } from './predictView';
import { runMenu } from './runMenu';
import { reasonSentence, runClock, runSentence, stateName } from './runState';
import { runTitle } from './runTitle';
import { scoreView } from './scoreView';
import { seenRun } from './seenRun';
import { sentLine } from './sentLine';
import { setUpView } from './setUpView';
import { spansInWords } from './spansInWords';
import { stepList } from './stepList';
import { thinking } from './thinking';
import { threadView } from './thread';
import { transport } from './transport';
import { unexplainedLines } from './unexplainedLines';
import { warnings } from './warnings';
import { wholeView } from './wholeView';
import { writtenWords } from './written';

export function reasoningView(whole: Scene): TemplateResult {
  const asked = askedNow(whole);
  const scene = asked ? whileAsked(whole) : whole;
  const all = whole.shown.run;
  const { run } = scene.shown;
  if (!run) return noRun(scene);
  if (run.problem && run.excerpt.uri === '') return noCode(scene, run, run.problem);
  if (scene.shown.beside) return compareView(scene, run, scene.shown.beside);
  const isNowhere = run.problem?.code === 'no-endpoint' || run.problem?.code === 'no-model';
  return html`<main class="page" data-view="reasoning" aria-labelledby="title">
      ${problemNotices(scene)}${
        isNowhere
          ? [
              noEndpoint(scene, run),
              seenOf(scene, run, asked),
              asked ? stepList(scene, run, asked) : nothing,
              runsBefore(scene, run),
            ]
          : [settingUp(scene), work(scene, run, all ?? run, asked)]
      }
    </main>
    ${isNowhere || run.steps.length === 0 ? nothing : transport(scene, run, asked)}`;
}

function noRun(scene: Scene): TemplateResult {
  const { words, shown } = scene;
  const [title, text] = shown.isRunGone
    ? [words.runIsGone, words.runIsGoneText]
    : shown.runs.length > 0
      ? [words.noRunShown, words.noRunShownText]
      : [words.noRuns, words.noRunsText];
  return html`<main class="page" data-view="reasoning" aria-labelledby="title">
    ${problemNotices(scene)}${goingOn(scene, undefined)}${settingUp(scene)}
    <section class="blank">${blank(title, text, explainHere(scene))}</section>
    ${runsBefore(scene)}
  </main>`;
}

function explainHere(scene: Scene): TemplateResult {
  const press = () => scene.wish({ type: 'explainHere' });
  const isUnderWay = scene.underWay.some(({ type }) => type === 'explainHere');
  const explain = {
    name: scene.words.explainHere,
    action: 'explain-here',
    isDisabled: isUnderWay,
    press,
  } as const;
  return html`<div class="actions">${button({ ...explain, look: 'primary' })}${depthChoice(scene)}</div>`;
}

/** Explaining was asked for where there is no code to explain: nothing ran. */
function noCode(scene: Scene, run: Run, problem: Problem): TemplateResult {
  return html`<main class="page" data-view="reasoning" aria-labelledby="title">
    ${problemNotices(scene)}${settingUp(scene)}${problemPage(scene, problem)}
    <ol data-run=${run.id} data-state=${stateName(run)}></ol>
    ${runsBefore(scene, run)}
  </main>`;
}

/** A set-up that was begun elsewhere than on the page of a run that found no model. */
function settingUp(scene: Scene) {
  const { state } = scene.shown.setUp;
  return state === 'running' || state === 'failed'
    ? html`<div class="setting-up">${setUpView(scene)}</div>`
    : nothing;
}

/** Where nothing runs, what ran before is one click away. */
function runsBefore(scene: Scene, run?: Run) {
  if (!hasEarlierRuns(scene, run?.id)) return nothing;
  return html`<h2 class="before">${scene.words.earlierRuns}</h2>${earlierRuns(scene, run?.id)}`;
}

/** What was seen, or that it waits until the reader has said what it will be. */
function seenOf(scene: Scene, run: Run, asked: AskedNow | undefined) {
  return asked ? seenWaits(scene, asked) : seenRun(scene, run);
}

/** `all`: with the steps that are held back; what is said of the run as a whole is of all of it. */
function work(scene: Scene, run: Run, all: Run, asked: AskedNow | undefined): TemplateResult {
  return html`${goingOn(scene, run)}${sentLine(scene, run)}
    ${scene.ui.areRunsOpen ? earlierRuns(scene, run.id) : nothing}
    ${state(scene, all)}
    ${isFinished(run) ? nothing : bead(beadName(scene, run), run.share)}
    ${notices(scene, run)}
    ${run.problem ? problemAlert(scene, run.problem, run.id) : nothing}
    <div class="rows">${codeRow(scene, run)}${thinking(scene, run)}${asked && run.variation?.saw ? nothing : modelInput(scene, run)}${asked ? nothing : scoreView(scene)}</div>
    ${seenOf(scene, run, asked)}
    ${wholeView(run)}
    ${stepList(scene, run, asked)}
    ${asked ? nothing : [run.variation?.expects ? nothing : unexplainedLines(scene, run), waiting(scene, run), threadView(scene, run)]}`;
}

function state(scene: Scene, run: Run): TemplateResult {
  const { words, nowAt } = scene;
  const clock = runClock(run, nowAt, words);
  return html`<div class="state">
    ${run.question === undefined ? nothing : followUpLabel(scene, run)}
    <h1 id="title" tabindex="-1">${runTitle(scene, run)}</h1>
    <p class="now">
      <b>${runSentence(run, words)}</b>${clock === '' ? nothing : html` · <span class="num">${clock}</span>`}
      ${reasonSentence(run, words)}
    </p>
    <div class="actions">${runActions(scene, run)}</div>
    ${unchecked(scene, run)}
    ${runMenu(scene, run)}
  </div>`;
}

/** Nobody has vouched for what a model writes, and the page says so once. */
function unchecked({ words }: Scene, run: Run) {
  const { destination, steps, variation } = run;
  if (!destination || steps.length === 0) return nothing;
  return html`<p class="unchecked" data-unchecked data-from-run=${variation?.saw ? '' : nothing}>${writtenWords(words, isolated(destination.model), run)}</p>`;
}

function runActions(scene: Scene, run: Run) {
  const { words, wish } = scene;
  const stop = button({
    name: words.stop,
    action: 'stop',
    icon: 'stop',
    key: words.esc,
    press: () => wish({ type: 'stopRun', run: run.id }),
  });
  if (!isFinished(run)) return [skip(scene, run), stop];
  // Where a notice below offers it, one button is enough.
  const isOffered = run.state === 'failed' || changes(scene, run) !== undefined;
  return isOffered ? nothing : html`${depthChoice(scene)}${explainAgain(scene, run, 'second')}`;
}

/** Only where the server has said that it can. */
function skip({ words, wish, underWay }: Scene, run: Run) {
  if (run.state !== 'thinking' || run.isSkippable !== true) return nothing;
  const press = () => wish({ type: 'skipThoughts', run: run.id });
  const isDisabled = underWay.some(({ type }) => type === 'skipThoughts');
  return button({ name: words.skipToAnswer, action: 'skip-thoughts', look: 'second', isDisabled, press });
}

function explainAgain(scene: Scene, run: Run, look: 'second' | 'quietb'): TemplateResult {
  const press = () => scene.wish({ type: 'explainAgain', run: run.id });
  return button({
    name: isAsked(run) ? scene.words.again : scene.words.explainThis,
    action: 'explain-again',
    look,
    press,
  });
}

/** A question whose explanation is gone has a page of its own. */
function followUpLabel(scene: Scene, run: Run): TemplateResult {
  const { words } = scene;
  const follows = threadOf(run);
  if (follows === undefined) return html`<p class="label">${words.followUp}</p>`;
  const open = () => scene.go({ view: 'reasoning', run: follows });
  return html`<p class="label">${words.followUp} · <a href="#run" @click=${open}>${words.followUpTo}</a></p>`;
}

function beadName({ words }: Scene, run: Run): string {
  return run.state === 'reading' ? words.readingThePrompt : words.loadingTheModel;
}

/** What is not as it was sent: by the steps that are about it, else by its lines. */
function changes(scene: Scene, run: Run): string | undefined {
  const { words, shown } = scene;
  if (shown.isFileGone) return words.fileIsGone;
  const steps = run.steps.filter(({ lines }) => lines !== undefined && spanNow(scene, lines).isChanged);
  if (steps.length > 0) return words.staleSteps(steps.map(({ number }) => number));
  const lines = joinedSpans((shown.staleLines ?? []).map(line => ({ first: line, last: line })));
  return lines.length === 0 ? undefined : words.staleLines(spansInWords(words, lines));
}

function notices(scene: Scene, run: Run): readonly TemplateResult[] {
  const { words } = scene;
  const change = changes(scene, run);
  const changed = html`<div class="notice" role="status" data-notice="stale">
    ${icon('clock')}<span>${change}</span>
    ${explainAgain(scene, run, 'quietb')}
  </div>`;
  const old = html`<div class="notice" role="status" data-notice="old-code">
    ${icon('clock')}<span>${words.oldCode}</span>
  </div>`;
  return [
    ...(run.excerpt.isOld ? [old] : []),
    ...(change === undefined ? [] : [changed]),
    ...warnings(scene, run),
  ];
}

/** What the reader may expect, while there is no step yet. */
function waiting({ words }: Scene, run: Run) {
  if (run.steps.length > 0 || run.summary !== undefined || isFinished(run) || stateName(run) === 'thinking')
    return nothing;
  return html`<div class="blank waiting">
    ${run.state === 'loading' ? html`<p class="quiet">${words.firstRunIsSlow}</p>` : nothing}
    <p class="quiet">${words.stepsWillStand}</p></div>`;
}
