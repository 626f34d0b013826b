// A run as it grows: where it was sent, what was sent, its steps and the lines that each is about.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isFinished, type Run } from '../core/reasoning/run';
import { codeBlock } from './codeBlock';
import { earlierRuns } from './earlierRuns';
import { icon } from './icons';
import { modelInput } from './modelInput';
import { noEndpoint } from './noEndpoint';
import { blank, problemAlert, problemNotices } from './problems';
import { growing } from './render';
import { runClock, runSentence, stateName } from './runState';
import type { Scene } from './scene';
import { sentLine } from './sentLine';
import { stepList } from './stepList';
import { styled } from './styled';
import { transport } from './transport';
import { formatClock, formatCount } from './words';

export function reasoningView(scene: Scene): TemplateResult {
  const { run } = scene.shown;
  if (!run) return noRun(scene);
  const isNowhere = run.problem?.code === 'no-endpoint' || run.problem?.code === 'no-model';
  return html`<main class="page" data-view="reasoning" aria-labelledby="title">
      ${problemNotices(scene)}${isNowhere ? noEndpoint(scene, run) : work(scene, run)}
    </main>
    ${isNowhere || run.steps.length === 0 ? nothing : transport(scene, run)}`;
}

function noRun(scene: Scene): TemplateResult {
  const { words } = scene;
  return html`<main class="page" data-view="reasoning" aria-labelledby="title">
    ${problemNotices(scene)}
    <section class="blank">${blank(words.noRuns, words.noRunsText)}</section>
    ${scene.shown.runs.length > 0 ? earlierRuns(scene, undefined) : nothing}
  </main>`;
}

function work(scene: Scene, run: Run): TemplateResult {
  return html`${sentLine(scene, run)}
    ${scene.ui.areRunsOpen ? earlierRuns(scene, run.id) : nothing}
    ${state(scene, run)}
    ${bead(scene, run)}
    ${notices(scene, run)}
    ${run.problem ? problemAlert(scene, run.problem, run.id) : nothing}
    ${codeBlock(scene, run)}
    ${thinking(scene, run)}
    ${modelInput(scene, run)}
    ${stepList(scene, run)}
    ${waiting(scene, run)}`;
}

function state(scene: Scene, run: Run): TemplateResult {
  const { words, nowAt } = scene;
  const clock = runClock(run, nowAt, words);
  // Where a notice below offers it, one button is enough.
  const isStale = (scene.shown.staleLines ?? []).length > 0;
  const offersAgain = isFinished(run) && run.state !== 'failed' && !isStale;
  const stop = html`<button type="button" class="second" data-action="stop" @click=${() => scene.wish({ type: 'stopRun' })}>${icon('stop')}${words.stop} <kbd>${words.esc}</kbd></button>`;
  const again = html`<button type="button" class="second" data-action="explain-again" @click=${() => scene.wish({ type: 'explainAgain', run: run.id })}>${words.again}</button>`;
  const answer = html`<button type="button" class="quietb" data-action="end-thinking" @click=${() => scene.wish({ type: 'endThinking', run: run.id })}>${words.answerNow}</button>`;
  return html`<div class="state">
    ${run.question === undefined ? nothing : followUpLabel(scene, run)}
    <h1 id="title" tabindex="-1">${title(scene, run)}</h1>
    <p class="now"><b>${runSentence(run, words)}</b>${clock === '' ? nothing : html` · <span class="num">${clock}</span>`}${
      run.reason === 'length' ? html` <span>${words.endedAtLimit}</span>` : nothing
    }</p>
    <div class="actions">${run.state === 'thinking' ? answer : nothing}${offersAgain ? again : isFinished(run) ? nothing : stop}</div>
  </div>`;
}

function title({ words }: Scene, run: Run) {
  if (run.question !== undefined) return run.question;
  const { symbol, firstLine, text, name } = run.excerpt;
  if (symbol !== undefined) return html`<code>${symbol}</code>${words.stepByStep}`;
  return `${words.linesOfFile(firstLine, firstLine + text.split('\n').length - 1, name)}${words.stepByStep}`;
}

function followUpLabel(scene: Scene, { follows }: Run): TemplateResult {
  const { words } = scene;
  if (follows === undefined) return html`<p class="label">${words.followUp}</p>`;
  return html`<p class="label">${words.followUp} · <a href="#run" @click=${() => scene.wish({ type: 'showRun', run: follows })}>${words.followUpTo}</a></p>`;
}

/** Two pixels of progress: a share where the server tells one, else a bead that travels. */
function bead({ words }: Scene, run: Run) {
  if (isFinished(run)) return nothing;
  if (run.share === undefined) return html`<div class="bead free" aria-hidden="true"></div>`;
  const percent = Math.round(run.share * 100);
  const name = run.state === 'reading' ? words.readingThePrompt : words.loadingTheModel;
  return html`<div class="bead" role="progressbar" aria-label=${name} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${percent}
    ${styled({ '--at': `${percent}%` })}></div>`;
}

function notices(scene: Scene, run: Run): readonly TemplateResult[] {
  const { words, language, shown } = scene;
  const stale = shown.staleLines ?? [];
  const changed =
    stale.length === 0
      ? []
      : [
          html`<div class="notice" role="status" data-notice="stale">${icon('clock')}<span>${words.stale(words.staleLines(stale.map(String)))}</span>
          <button type="button" class="quietb" @click=${() => scene.wish({ type: 'explainAgain', run: run.id })}>${words.again}</button></div>`,
        ];
  const warned = run.warnings.map(warning => {
    const count = (name: string) =>
      typeof warning[name] === 'number' ? formatCount(warning[name], language) : '?';
    const sentences: Readonly<Record<string, () => string>> = {
      'prompt-cut': () => words.promptCut(count('seenTokens'), count('sentTokens')),
      'not-local': () => words.notLocal(String(warning.host)),
      quiet: () => words.quietFor(Math.round(Number(warning.forMs) / 1000)),
    };
    const sentence = sentences[warning.kind]?.() ?? words.otherWarning(warning.kind);
    return html`<div class="notice" role="status" data-notice=${warning.kind}>${icon('half')}<span>${sentence}</span></div>`;
  });
  return [...changed, ...warned];
}

function thinking({ words, nowAt }: Scene, run: Run) {
  if (run.thinking === '') return nothing;
  const until = run.streamingAt ?? run.endedAt ?? nowAt;
  return html`<details class="row" data-thinking>
    <summary>${icon('chev', 'chev')}<span>${words.thinking}</span><span class="end">${
      run.thinkingAt === undefined ? nothing : formatClock(until - run.thinkingAt)
    }</span></summary>
    <p class="inside thought" ${growing(run.thinking)}></p>
  </details>`;
}

/** What the reader may expect, while there is no step yet. */
function waiting({ words }: Scene, run: Run) {
  if (run.steps.length > 0 || isFinished(run) || stateName(run) === 'thinking') return nothing;
  return html`<div class="blank waiting">
    ${run.state === 'loading' ? html`<p class="quiet">${words.firstRunIsSlow}</p>` : nothing}
    <p class="quiet">${words.stepsWillStand}</p></div>`;
}
