// Two runs side by side, piece by piece: one list of steps for each, aligned in rows, and above each row whether both name
// the same. Narrow, the right one's steps stand below the left one's, row by row.
import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { isolated } from '../../../core/base/foreign';
import { formatLines } from '../../../core/base/lines';
import { type ComparedRow, type Comparison, compareRuns } from '../../../core/reasoning/compare';
import { boundsOf } from '../../../core/reasoning/excerpt';
import { isFinished, type Run, type Step } from '../../../core/reasoning/run';
import type { Scene, Ui } from '../../scene';
import { button } from '../../ui/button';
import { type IconName, icon } from '../../ui/icons';
import { problemAlert, problemNotices } from '../../ui/problems';
import { prose } from '../../ui/prose';
import { styled } from '../../ui/styled';
import { formatTime, languageOf } from '../../words';
import { variationLine } from './askOtherwise';
import { earlierRuns } from './earlierRuns';
import { namedNow } from './linesNow';
import { runClock, runSentence, stateName } from './runState';
import { checksOf, doubtNotes, doubtsOf, inventedIn } from './stepMarks';
import { writtenWords } from './written';

type Side = Ui['side'];

export function compareView(scene: Scene, run: Run, beside: Run): TemplateResult {
  const { words, ui } = scene;
  const compared = compareRuns(run, beside);
  const toggle = () => scene.change({ areRunsOpen: !scene.ui.areRunsOpen });
  const act = (name: string, action: string, press: () => void) =>
    button({ name, action, look: 'quietb', press });
  return html`<main class="page" data-view="reasoning" data-compared aria-labelledby="title">
    ${problemNotices(scene)}
    <div class="state">
      <h1 id="title" tabindex="-1">${words.twoRuns}${what(scene, run)}</h1>
      <div class="actions">
        ${act(words.closeCompare, 'close-compare', () => closeCompare(scene))}
        ${act(words.swapSides, 'swap-sides', () => scene.go({ view: 'reasoning', run: beside.id, beside: run.id }))}
        <button type="button" class="link" aria-expanded=${ui.areRunsOpen} data-action="compare-other" @click=${toggle}>
          ${words.earlierRuns}
        </button>
      </div>
    </div>
    ${ui.areRunsOpen ? earlierRuns(scene, run.id) : nothing}
    <div class="sides">${side(scene, run, undefined)}${side(scene, beside, 'beside')}</div>
    <p class="quiet rule" data-rule>${compared.isSameCode ? words.ruleOfCompare : words.otherCode}</p>
    ${compared.isSameCode ? tally(scene, compared) : nothing}
    ${lists(scene, run, beside, compared)}
  </main>`;
}

export function closeCompare(scene: Scene): void {
  const { run } = scene.shown;
  if (run) scene.go({ view: 'reasoning', run: run.id });
}

/** Moves the reader within the list that they are in, and the focus with them. */
export function walkCompared(scene: Scene, by: 1 | -1): void {
  const { shown, ui } = scene;
  const run = ui.side === 'beside' ? shown.beside : shown.run;
  const steps = run?.steps ?? [];
  const at = steps.findIndex(({ number }) => number === ui.step);
  const next = steps[at < 0 ? 0 : Math.min(steps.length - 1, Math.max(0, at + by))];
  if (!run || !next) return;
  scene.change({ step: next.number, elsewhere: undefined });
  document
    .querySelector<HTMLElement>(`[data-run="${CSS.escape(run.id)}"] [data-step="${next.number}"]`)
    ?.focus();
}

/** Of two runs about the same code, what that is. */
function what(scene: Scene, { excerpt }: Run): string {
  const { symbol, name } = excerpt;
  if (symbol !== undefined) return isolated(symbol);
  const { first, last } = namedNow(scene, boundsOf(excerpt));
  return scene.words.linesOfFile(first, last, isolated(name));
}

/** Who wrote this side, when, and how far it is. */
function side(scene: Scene, run: Run, which: Side): TemplateResult {
  const { words, language, nowAt } = scene;
  const summary = scene.shown.runs.find(({ id }) => id === run.id);
  const clock = runClock(run, nowAt, words);
  const facts = [
    run.destination ? writtenWords(words, isolated(run.destination.model), run) : undefined,
    run.question === undefined ? undefined : isolated(run.question.slice(0, longestFact)),
    formatTime(run.startedAt, language),
  ].filter(fact => fact !== undefined);
  const stop = () => scene.wish({ type: 'stopRun', run: run.id });
  const alone = () => scene.go({ view: 'reasoning', run: run.id });
  return html`<section class="side" data-side=${which ?? 'run'} aria-label=${letterOf(words, which)}>
    <h2>${letterOf(words, which)}${summary?.isNamed ? html` · ${isolated(summary.name)}` : nothing}</h2>
    <p class="quiet" data-unchecked>${facts.join(' · ')}</p>
    <p class="now" role="status">${runSentence(run, words)}${clock === '' ? nothing : ` · ${clock}`}</p>
    ${variationLine(scene, run)}
    ${run.problem ? problemAlert(scene, run.problem, run.id) : nothing}
    <div class="actions">
      ${isFinished(run) ? nothing : button({ name: words.stop, action: 'stop', icon: 'stop', press: stop })}
      ${button({ name: words.showAlone, action: 'show-alone', look: 'quietb', press: alone })}
    </div>
  </section>`;
}

/** A question may be of any length; beside another run it is only told apart. */
const longestFact = 200;

function letterOf(words: Scene['words'], which: Side): string {
  return which === 'beside' ? words.rightRun : words.leftRun;
}

function tally({ words }: Scene, { rows }: Comparison): TemplateResult {
  const pieces = rows.filter(({ lines }) => lines !== undefined);
  const count = (kind: ComparedRow['agreement']) =>
    pieces.filter(({ agreement }) => agreement === kind).length;
  const only = count('left-only') + count('right-only');
  return html`<p class="tally num" data-tally>${words.tally(pieces.length, count('same-names'), count('other-names'), only)}</p>`;
}

/** Three lists over one grid. What stands in which line of it depends on the width, so both places are given. */
function lists(scene: Scene, run: Run, beside: Run, { isSameCode, rows }: Comparison): TemplateResult {
  const all: readonly ComparedRow[] = isSameCode
    ? rows
    : [{ left: run.steps, right: beside.steps, agreement: 'no-names', onlyLeft: [], onlyRight: [] }];
  let line = 1;
  const heads: TemplateResult[] = [];
  const [lefts, rights]: [Placed[], Placed[]] = [[], []];
  for (const row of all) {
    if (isSameCode) heads.push(rowHead(scene, row, line));
    for (const [at, step] of row.left.entries())
      lefts.push({ step, narrow: line + 1 + at, wide: line + 1 + at });
    for (const [at, step] of row.right.entries())
      rights.push({ step, narrow: line + 1 + row.left.length + at, wide: line + 1 + at });
    line += 1 + row.left.length + row.right.length;
  }
  return html`<div class="compared">
    <ol class="row-heads" data-rows aria-label=${scene.words.piecesCompared}>${heads}</ol>
    ${list(scene, run, undefined, lefts)}${list(besideScene(scene, run, beside, isSameCode), beside, 'beside', rights)}
  </div>`;
}

/** What is known of where lines are now is known in the numbers of the left run; of other code nothing is. */
function besideScene(scene: Scene, { excerpt }: Run, beside: Run, isSameCode: boolean): Scene {
  const { stands, ...shown } = scene.shown;
  if (!stands) return scene;
  const by = beside.excerpt.firstLine - excerpt.firstLine;
  const shifted = stands.map(({ first, last, at }) => ({ first: first + by, last: last + by, at }));
  return { ...scene, shown: isSameCode ? { ...shown, stands: shifted } : shown };
}

interface Placed {
  readonly step: Step;
  /** Lines of the grid, from 1. */
  readonly narrow: number;
  readonly wide: number;
}

const signs: Readonly<Record<ComparedRow['agreement'], IconName>> = {
  'same-names': 'same',
  'other-names': 'differs',
  'no-names': 'ring',
  'left-only': 'half',
  'right-only': 'half',
  'to-come': 'ring',
  'too-long': 'ring',
};

/** More names than these fill the line. */
const mostNames = 6;

function rowHead(scene: Scene, row: ComparedRow, line: number): TemplateResult {
  const { words } = scene;
  const { agreement, onlyLeft, onlyRight } = row;
  const lines = row.lines && namedNow(scene, row.lines);
  const named = (names: readonly string[]) => {
    const shown = names.slice(0, mostNames).map(isolated).join(', ');
    return names.length > mostNames ? `${shown} …` : shown;
  };
  const place = lines ? words.rowLines(lines.first, lines.last) : words.rowWithoutLines;
  const differs = [
    ...(onlyLeft.length > 0 ? [html`${words.onlyLeftNames}<code>${named(onlyLeft)}</code>`] : []),
    ...(onlyRight.length > 0 ? [html`${words.onlyRightNames}<code>${named(onlyRight)}</code>`] : []),
  ];
  return html`<li
    data-row=${lines ? formatLines(lines) : ''}
    data-agreement=${agreement}
    ${styled({ '--narrow': String(line), '--wide': String(line) })}
  >
    ${icon(signs[agreement])}<span><b>${place}</b> · ${words.agreements[agreement]}${differs.length === 0 ? nothing : html`: ${differs[0]}${differs[1] ? html`${words.sentenceJoin}${differs[1]}` : nothing}`}</span>
  </li>`;
}

function list(scene: Scene, run: Run, which: Side, placed: readonly Placed[]): TemplateResult {
  const { words, ui } = scene;
  const isHere = ui.side === which;
  const stop = (isHere ? ui.step : undefined) ?? run.steps[0]?.number;
  return html`<ol
    class="side-steps"
    data-run=${run.id}
    data-state=${stateName(run)}
    data-side=${which ?? 'run'}
    aria-label=${letterOf(words, which)}
  >${repeat(
    placed,
    ({ step }) => step.number,
    ({ step, narrow, wide }) => {
      const isCurrent = isHere && step.number === ui.step;
      return row(scene, run, which, step, isCurrent, step.number === stop, { narrow, wide });
    },
  )}</ol>`;
}

function row(
  scene: Scene,
  run: Run,
  which: Side,
  step: Step,
  isCurrent: boolean,
  isStop: boolean,
  at: { readonly narrow: number; readonly wide: number },
): TemplateResult {
  const { words } = scene;
  const doubts = doubtsOf(run, step);
  const lines = step.lines && namedNow(scene, step.lines);
  const checks = checksOf(doubts);
  const here = { step: step.number, side: which, isPlaying: false };
  const choose = () => scene.change({ ...here, elsewhere: undefined });
  const lookAt = (line: number) => scene.change({ ...here, elsewhere: { step: step.number, line } });
  const tabindex = isStop ? 0 : -1;
  return html`<li
    class=${isCurrent ? 'step focus' : 'step'}
    data-step=${step.number}
    data-lines=${lines ? formatLines(lines) : nothing}
    data-check=${checks === '' ? nothing : checks}
    tabindex=${tabindex}
    aria-current=${isCurrent ? 'step' : nothing}
    @focus=${choose}
    @click=${choose}
    ${styled({ '--narrow': String(at.narrow), '--wide': String(at.wide) })}
  >
    <p class="label num"><span class="letter">${letterOf(words, which)}</span> ${words.stepNumber(step.number)}${lines ? ` · ${words.spanOfLines(lines.first, lines.last)}` : nothing}</p>
    <div class="text" lang=${languageOf(step.text)} ${prose(step.text, inventedIn(doubts, words))}></div>
    <div class="marks">${doubtNotes(scene, doubts, lookAt, tabindex)}</div>
  </li>`;
}
