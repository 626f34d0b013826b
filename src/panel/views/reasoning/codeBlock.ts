// The code as it was sent, with the numbers that its lines have now and which step explains each. It stands in the editor
// already, so it is folded here, and drawn when it is opened.
import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { type LineSpan, linesOf } from '../../../core/base/lines';
import { boundsOf } from '../../../core/reasoning/excerpt';
import type { Run, Step } from '../../../core/reasoning/run';
import type { Scene, Ui } from '../../scene';
import { codeText } from '../../ui/codeText';
import { icon } from '../../ui/icons';
import { lineNow } from './linesNow';

export function codeRow(scene: Scene, run: Run): TemplateResult {
  const { words, ui } = scene;
  const { first, last } = boundsOf(run.excerpt);
  const toggle = ({ target }: Event) => {
    if (target instanceof HTMLDetailsElement && target.open !== ui.isCodeOpen) {
      scene.change({ isCodeOpen: target.open });
    }
  };
  return html`<details class="row" data-code ?open=${ui.isCodeOpen} @toggle=${toggle}>
    <summary>${icon('chev', 'chev')}<span>${words.theCodeSent}</span><span class="end">${words.lines(
      last - first + 1,
    )}</span></summary>
    ${ui.isCodeOpen ? codeBlock(scene, run) : nothing}
  </details>`;
}

function codeBlock(scene: Scene, run: Run): TemplateResult {
  const { words, shown, ui } = scene;
  const stale = new Set(shown.staleLines);
  const lit = litIn(ui, run);
  const spans = run.steps.map(({ lines }) => (lines ? `${lines.first}-${lines.last}` : '')).join();
  const draw = () => {
    const explained = firstExplained(run.steps);
    return linesOf(run.excerpt.text).map((text, index) => {
      const sent = run.excerpt.firstLine + index;
      const isLit = lit !== undefined && sent >= lit.first && sent <= lit.last;
      const now = lineNow(scene, sent);
      const by = explained.get(sent);
      const note = stale.has(sent) ? words.lineChanged : by === undefined ? '' : words.byStep(by);
      return html`<li data-n=${now ?? '–'} class=${isLit ? 'on' : ''}><code>${codeText(text)}</code>${
        note === '' ? nothing : html`<span class="by">${note}</span>`
      }</li>`;
    });
  };
  const depends = [run.excerpt, spans, lit?.first, lit?.last, shown.staleLines, shown.stands, words];
  return html`<ol class="code" aria-label=${words.theCodeSent}>${guard(depends, draw)}</ol>`;
}

/** What the editor lights, too. */
function litIn({ hovered, step, elsewhere, mentioned, moment }: Ui, run: Run): LineSpan | undefined {
  if (mentioned) return mentioned;
  const at = hovered ?? step;
  if (at === undefined && moment?.run === run.id) return { first: moment.line, last: moment.line };
  if (elsewhere && elsewhere.step === at) return { first: elsewhere.line, last: elsewhere.line };
  return run.steps.find(({ number }) => number === at)?.lines;
}

/** The first step that is about each line. */
function firstExplained(steps: readonly Step[]): ReadonlyMap<number, number> {
  const explained = new Map<number, number>();
  for (const { number, lines } of steps) {
    if (!lines) continue;
    for (let line = lines.first; line <= lines.last; line++)
      if (!explained.has(line)) explained.set(line, number);
  }
  return explained;
}
