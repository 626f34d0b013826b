// No model answered: what was tried, and the ways to get one.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Problem, Tried } from '../core/base/problem';
import type { Run } from '../core/reasoning/run';
import { problemText } from '../core/wording/problemText';
import { type IconName, icon } from './icons';
import { actionButton } from './problems';
import { stateName } from './runState';
import type { Scene } from './scene';
import { styled } from './styled';
import { formatCount } from './words';

export function noEndpoint(scene: Scene, run: Run): TemplateResult {
  const { problem } = run;
  if (!problem) return html``;
  const { sentence, next } = problemText(problem, scene.language);
  const [headline = sentence, ...rest] = sentences(sentence);
  const tried = problem.code === 'no-endpoint' ? [scene.words.triedCount(problem.tried.length)] : [];
  return html`<div class="blank" role="alert" data-error=${problem.code}>
      <h1 id="title" tabindex="-1">${icon('fail')}<span>${headline}</span></h1>
      <p>${[...tried, ...rest, next].join(scene.language === 'en' ? ' ' : '')}</p>
    </div>
    <div class="blank after-alert">
      ${problem.code === 'no-endpoint' && problem.tried.length > 0 ? triedTable(scene, problem.tried) : nothing}
      <div class="actions">${actionButton(scene, 'tryAgain', run.id, 'primary')}${actionButton(scene, 'enterAddress', run.id)}${
        problem.code === 'no-model' ? actionButton(scene, 'selectModel', run.id) : nothing
      }</div>
      ${ways(scene, problem)}
    </div>
    <ol data-run=${run.id} data-state=${stateName(run)}></ol>`;
}

const outcomeIcon: Readonly<Record<Tried['outcome'], IconName>> = {
  refused: 'fail',
  'no-answer': 'clock',
  'not-a-model-server': 'half',
  'no-model': 'half',
  loading: 'clock',
  unauthorized: 'lock',
};

function triedTable({ words }: Scene, tried: readonly Tried[]): TemplateResult {
  return html`<table class="tried"><thead><tr><th scope="col">${words.address}</th><th scope="col" class="proto">${words.usually}</th><th scope="col">${words.whatHappened}</th></tr></thead>
    <tbody class="num">${tried.map(
      ({ address, usually, outcome }) =>
        html`<tr><td><code>${address}</code></td><td class="proto">${usually}</td><td>${icon(outcomeIcon[outcome])}${words.outcomes[outcome]}</td></tr>`,
    )}</tbody></table>`;
}

function ways(scene: Scene, problem: Problem): TemplateResult {
  const { words } = scene;
  const ollama = html`<li><span class="n" aria-hidden="true">1</span><div>${words.startOllama}<code>ollama serve</code><small>${words.thenTryAgain}</small></div></li>`;
  const number = problem.code === 'no-endpoint' ? '2' : '1';
  return html`<ol class="next num">${problem.code === 'no-endpoint' ? ollama : nothing}
    <li><span class="n" aria-hidden="true">${number}</span><div>${words.setUpOne}${setUp(scene)}</div></li></ol>`;
}

function setUp(scene: Scene): TemplateResult {
  const { words, shown } = scene;
  const start = html`<button type="button" class="second" data-action="setUpModel" @click=${() => scene.wish({ type: 'setUpModel' })}>${words.setUp}</button>`;
  switch (shown.setUp.state) {
    case 'idle':
      return html`<small>${words.setUpSize}</small>${start}`;
    case 'running':
      return running(scene);
    case 'failed':
      return html`<small role="alert">${words.setUpFailed} ${shown.setUp.problem ?? ''}</small>${start}`;
    case 'installed':
      return html`<small role="status">${words.installed} ${words.thenTryAgain}</small>`;
  }
}

function running(scene: Scene): TemplateResult {
  const { words, shown, language } = scene;
  const { what, doneBytes, totalBytes } = shown.setUp;
  const megabytes = (bytes: number) => formatCount(Math.round(bytes / 1e6), language);
  const isKnown = doneBytes !== undefined && totalBytes !== undefined && totalBytes > 0;
  const percent = isKnown ? Math.round((doneBytes / totalBytes) * 100) : 0;
  return html`<small>${what ?? words.settingUp}${isKnown ? html` · <span class="num">${words.fetched(megabytes(doneBytes), megabytes(totalBytes))}</span>` : nothing}</small>
    ${
      isKnown
        ? html`<div class="bead" role="progressbar" aria-label=${words.settingUp} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${percent} ${styled({ '--at': `${percent}%` })}></div>`
        : html`<div class="bead free" aria-hidden="true"></div>`
    }
    <button type="button" class="second" data-action="stopSetUp" @click=${() => scene.wish({ type: 'stopSetUp' })}>${words.stopSetUp}</button>`;
}

/** A sentence with its full stop, in both languages. */
function sentences(text: string): readonly string[] {
  return text
    .split(/(?<=[.。])\s*(?=\S)/)
    .map((part, index) => (index === 0 ? part.replace(/[.。]$/, '') : part));
}
