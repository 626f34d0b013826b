// What is wrong, in one sentence and a next step, with the acts that may mend it.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Problem } from '../../core/base/problem';
import type { Wish } from '../../core/wire/wish';
import { problemText } from '../../core/wording/problemText';
import type { Scene } from '../scene';
import { type ButtonParts, button } from './button';
import { icon } from './icons';

/** A damaged chapter may have a hundred problems; the first few say what kind they are. */
const mostNotices = 3;

/** Problems outside a run, each one bordered line above the work. Only the first is read out as an alert. */
export function problemNotices(scene: Scene): readonly TemplateResult[] {
  const { words, shown, language } = scene;
  const log = actionButton(scene, 'showLog', '', 'quietb');
  // What the reader asked for just now comes before what is wrong anyway.
  const problems = [...scene.ui.refused.map(({ problem }) => problem), ...shown.problems];
  const notices = problems.slice(0, mostNotices).map((problem, index) => {
    const { sentence, next } = problemText(problem, language);
    return html`<div class="notice" role=${index === 0 ? 'alert' : nothing} data-error=${problem.code}>
      ${icon('half')}<span>${sentence} ${next}</span>
      ${actionsFor(problem).includes('showLog') ? log : nothing}
    </div>`;
  });
  const more = problems.length - notices.length;
  if (more <= 0) return notices;
  const rest = html`<div class="notice" data-notice="more">
    ${icon('half')}<span>${words.moreProblems(more)}</span>${log}
  </div>`;
  return [...notices, rest];
}

/** A problem that has the page to itself: its first sentence is the title. `before`: said ahead of the others. */
export function problemPage(
  { language }: Scene,
  problem: Problem,
  before: readonly string[] = [],
): TemplateResult {
  const { sentence, next } = problemText(problem, language);
  const [headline = sentence, ...rest] = sentences(sentence);
  const gap = language === 'en' ? ' ' : '';
  const said = [...before, ...rest].map(text => text + gap).join('');
  return html`<div class="blank" role="alert" data-error=${problem.code}>
    <h1 id="title" tabindex="-1">${icon('fail')}<span>${headline}</span></h1>
    <p>${said}${withCode(next)}</p>
  </div>`;
}

/** What ended a run. */
export function problemAlert(scene: Scene, problem: Problem, run: string): TemplateResult {
  const { sentence, next } = problemText(problem, scene.language);
  return html`<div class="notice failed" role="alert" data-error=${problem.code}>
    ${icon('fail')}<span><b>${sentence}</b> ${next}</span>
    <div class="actions">${actionsFor(problem).map(action => actionButton(scene, action, run))}</div>
  </div>`;
}

/** Whether its alert has a button that asks once more. */
export function offersAgain(problem: Problem): boolean {
  return actionsFor(problem).some(action => action === 'tryAgain' || action === 'explainAgain');
}

type Action =
  | 'tryAgain'
  | 'explainAgain'
  | 'enterAddress'
  | 'enterKey'
  | 'selectModel'
  | 'openSetting'
  | 'showLog';

export function actionButton(
  scene: Scene,
  action: Action,
  run: string,
  look?: ButtonParts['look'],
): TemplateResult {
  const name = { ...scene.words, explainAgain: scene.words.again }[action];
  const wish: Wish =
    action === 'explainAgain'
      ? { type: action, run }
      : { type: action, ...(run === '' || action === 'openSetting' || action === 'showLog' ? {} : { run }) };
  return button({ name, action, look, press: () => scene.wish(wish) });
}

function actionsFor(problem: Problem): readonly Action[] {
  switch (problem.code) {
    case 'refused':
    case 'unreachable':
    case 'dns':
      return problem.instead ? ['selectModel', 'tryAgain', 'enterAddress'] : ['tryAgain', 'enterAddress'];
    case 'no-endpoint':
    case 'not-a-model-server':
      return ['tryAgain', 'enterAddress'];
    case 'no-model':
      return ['selectModel', 'enterAddress'];
    case 'refused-host':
      return ['openSetting', 'enterAddress', 'selectModel', 'tryAgain'];
    case 'refused-model':
      return problem.whereabouts === 'elsewhere'
        ? ['openSetting', 'selectModel', 'tryAgain']
        : ['tryAgain', 'selectModel'];
    case 'bad-address':
    case 'redirected':
      return ['enterAddress'];
    case 'unauthorized':
      return ['enterKey', 'enterAddress'];
    case 'own-model':
      return ['tryAgain', 'showLog'];
    case 'tls':
      return ['enterAddress', 'showLog'];
    case 'model-not-found':
    case 'too-long':
    case 'bad-request':
      return ['selectModel', 'showLog'];
    case 'busy':
    case 'still-loading':
    case 'cut-short':
    case 'only-thinking':
    case 'empty-answer':
    case 'too-much':
      return ['explainAgain', 'selectModel'];
    case 'server-error':
    case 'stream-error':
    case 'internal':
      return ['explainAgain', 'showLog'];
    case 'no-editor':
    case 'empty-selection':
    case 'selections-far-apart':
    case 'thoughts-go-on':
    case 'binary-file':
    case 'file-too-large':
    case 'selection-too-large':
    case 'unknown-chapter':
    case 'unknown-passage':
    case 'unknown-concept':
    case 'bad-link':
    case 'missing-code':
    case 'run-gone':
    case 'code-lost':
    case 'guess-unread':
    case 'question-gone':
    case 'nothing-seen':
      return [];
    case 'damaged':
    case 'broken-chapter':
    case 'unread':
    case 'not-written':
    case 'note-too-long':
    case 'note-gone':
    case 'file-gone':
      return ['showLog'];
    default:
      return other(problem);
  }
}

/** A code of another version of ours, in a run that it kept. */
function other(_problem: never): readonly Action[] {
  return ['showLog'];
}

/** A text as its sentences, the first without its full stop: it becomes a headline. */
function sentences(text: string): readonly string[] {
  const [first = '', ...rest] = text.split(/(?<=\.)\s+(?=\S)|(?<=。)\s*(?=\S)/);
  return [first.replace(/[.。]$/, ''), ...rest];
}

/** Words between back ticks are something to type. */
function withCode(text: string): readonly unknown[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}

/** A sentence of its own where there is no problem to show. */
export function blank(title: string, text: string, actions: unknown = nothing): TemplateResult {
  return html`<h1 id="title" tabindex="-1">${title}</h1><p>${text}</p>${actions}`;
}
