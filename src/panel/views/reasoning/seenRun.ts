// What was seen when the code of a run ran: the call, how it ended, and its moments one by one, with a slider. None of it is a
// model's word.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import { linesOf } from '../../../core/base/lines';
import { isFinished, type Run } from '../../../core/reasoning/run';
import { type Moment, namesAt, type SeenRun } from '../../../core/trace/seen';
import { traceEndText } from '../../../core/wording/traceText';
import type { Scene } from '../../scene';
import { button } from '../../ui/button';
import { codeText } from '../../ui/codeText';
import { formatCount, formatTime } from '../../words';
import { namedNow } from './linesNow';
import { beginButton, predictedLine } from './predictView';

export function seenRun(scene: Scene, run: Run) {
  const { words, language, shown, wish } = scene;
  const { trace } = shown;
  if (!trace) return nothing;
  const { end, isWhole, at, moments, momentCount, printed, unprinted } = trace;
  const count = (number: number) => formatCount(number, language);
  const again = button({
    name: words.traceAgain,
    action: 'trace-run',
    look: 'quietb',
    press: () => wish({ type: 'traceRun', run: run.id }),
  });
  return html`<section class="seen" data-seen aria-labelledby="seen-title">
    <h2 id="seen-title" tabindex="-1">${words.whatRan} <code>${codeText(trace.expression)}</code></h2>
    <p>${endOf(scene, trace)}${end.isBlind ? words.seenInPart : nothing}${
      isWhole || end.isBlind ? nothing : words.seenUpToThere
    }</p>
    <p class="quiet">${words.seenWhen(named(trace), formatTime(at, language))}</p>
    ${moments.length === 0 ? html`<p class="quiet">${words.nothingSeenHere}</p>` : walkMoments(scene, run, trace)}
    ${
      momentCount > moments.length
        ? html`<p class="quiet" data-seen-cut>${words.firstMoments(count(moments.length), count(momentCount))}</p>`
        : nothing
    }
    ${
      printed === ''
        ? nothing
        : html`<div class="printed"><p class="quiet">${words.printed}</p><pre tabindex="0" aria-label=${words.printed}>${codeText(printed)}</pre>${
            unprinted > 0 ? html`<p class="quiet">${words.moreCharacters(count(unprinted))}</p>` : nothing
          }</div>`
    }
    ${predictedLine(scene, run)}
    <div class="actions">${again}${beginButton(scene, run)}${explainButton(scene, run)}</div>
  </section>`;
}

/** Only of code that ran as it was explained; what is sent is said before it is. */
function explainButton(scene: Scene, run: Run) {
  const { words, shown, wish, underWay } = scene;
  if (!shown.trace?.isUnchanged || shown.trace.moments.length === 0 || !isFinished(run)) return nothing;
  const isDisabled = underWay.some(({ type }) => type === 'explainRan');
  const press = () => wish({ type: 'explainRan', run: run.id });
  const isExpecting = underWay.some(({ type }) => type === 'expectRan');
  const expect = () => wish({ type: 'expectRan', run: run.id });
  return html`${button({ name: words.expectRan, action: 'expect-ran', look: 'quietb', isDisabled: isExpecting, press: expect })}${button({ name: words.explainRan, action: 'explain-ran', look: 'quietb', isDisabled, press })}
    <p class="quiet sends">${words.explainRanSends}</p>`;
}

function named({ language, runtime }: SeenRun): string {
  const name = language === 'python' ? 'Python' : language === 'javascript' ? 'Node' : language;
  return isolated(`${name} ${runtime}`);
}

function endOf({ words, language }: Scene, { end }: SeenRun) {
  if (end.reason === 'finished' && end.value)
    return html`${words.itGaveBack} <code>${codeText(end.value.text)}</code> `;
  const sentence = traceEndText(end)[language];
  return end.reason === 'raised' && end.text !== ''
    ? html`${sentence} <code>${codeText(end.text)}</code> `
    : html`${sentence} `;
}

/** For whoever hears it. */
export function endWords({ words, language }: Scene, { end }: SeenRun): string {
  if (end.reason === 'finished' && end.value) return `${words.itGaveBack} ${isolated(end.value.text)}`;
  return traceEndText(end)[language];
}

function walkMoments(scene: Scene, run: Run, { moments }: SeenRun): TemplateResult {
  const { words, ui } = scene;
  const at = Math.min(moments.length - 1, ui.moment?.run === run.id ? ui.moment.at : 0);
  const here = moments[at];
  if (!here) return html``;
  const { first: line } = namedNow(scene, { first: here.line, last: here.line });
  const slide = (event: Event) => {
    if (event.target instanceof HTMLInputElement) goToMoment(scene, run, Number(event.target.value));
  };
  const where = words.momentOf(at + 1, moments.length, line);
  const names = namesAt(moments, at);
  return html`<div class="moments">
    <input
      type="range"
      data-action="moment"
      min="0"
      max=${moments.length - 1}
      step="1"
      .value=${String(at)}
      aria-label=${words.momentSlider}
      aria-valuetext=${where}
      @input=${slide}
    >
    <p class="quiet num" data-moment=${at}>${where}${here.depth > 0 ? words.atDepth(here.depth) : nothing}</p>
    <p class="line"><code>${codeText(textAt(run, here.line))}</code></p>
    <ul class="names" aria-label=${words.valuesThen}>${names.map(
      ({ name, text, isSet }) =>
        html`<li class=${isSet ? 'set' : nothing} data-name=${name}><code>${codeText(`${name} = ${text}`)}</code>${
          isSet ? html`<small>${words.setHere}</small>` : nothing
        }</li>`,
    )}</ul>
    ${here.unlisted > 0 ? html`<p class="quiet">${words.moreNames(here.unlisted)}</p>` : nothing}
    ${happened(scene, here)}
  </div>`;
}

function happened({ words }: Scene, { branch, result, raised, printed }: Moment) {
  const says = [
    branch &&
      html`<li>${branch.what === 'loop' ? words.oneMoreRound(branch.taken) : words.conditionHeld(branch.taken)}</li>`,
    printed !== undefined && html`<li>${words.printedHere} <code>${codeText(printed.trimEnd())}</code></li>`,
    result !== undefined && html`<li>${words.gaveBack} <code>${codeText(result)}</code></li>`,
    raised && html`<li>${words.raised} <code>${codeText(`${raised.kind}: ${raised.text}`)}</code></li>`,
  ].filter(one => one);
  return says.length === 0 ? nothing : html`<ul class="happened">${says}</ul>`;
}

/** The editor lights its line; no step is the current one any more. */
function goToMoment(scene: Scene, run: Run, at: number): void {
  const line = scene.shown.trace?.moments[at]?.line;
  if (line === undefined) return;
  scene.change({
    moment: { run: run.id, at, line },
    step: undefined,
    hovered: undefined,
    elsewhere: undefined,
    isPlaying: false,
  });
}

function textAt({ excerpt }: Run, line: number): string {
  return linesOf(excerpt.text)[line - excerpt.firstLine]?.trim() ?? '';
}
