// The code as it was sent, with its own line numbers and which step explains each line.
import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { linesOf } from '../../../core/base/lines';
import type { Run, Step } from '../../../core/reasoning/run';
import type { Scene } from '../../scene';
import { codeText } from '../../ui/codeText';

export function codeBlock(scene: Scene, run: Run): TemplateResult {
  const { words, shown, ui } = scene;
  const at = ui.hovered ?? ui.step;
  const { elsewhere } = ui;
  const lit =
    elsewhere?.step === at
      ? elsewhere && { first: elsewhere.line, last: elsewhere.line }
      : run.steps.find(step => step.number === at)?.lines;
  const spans = run.steps.map(({ lines }) => (lines ? `${lines.first}-${lines.last}` : '')).join();
  const stale = new Set(shown.staleLines);
  const draw = () => {
    const explained = firstExplained(run.steps);
    return linesOf(run.excerpt.text).map((text, index) => {
      const number = run.excerpt.firstLine + index;
      const isLit = lit !== undefined && number >= lit.first && number <= lit.last;
      const by = explained.get(number);
      const note = stale.has(number) ? words.lineChanged : by === undefined ? '' : words.byStep(by);
      return html`<li data-n=${number} class=${isLit ? 'on' : ''}><code>${codeText(text)}</code>${
        note === '' ? nothing : html`<span class="by">${note}</span>`
      }</li>`;
    });
  };
  const depends = [run.excerpt, spans, lit?.first, lit?.last, shown.staleLines, words];
  return html`<ol class="code" aria-label=${words.theCodeSent}>${guard(depends, draw)}</ol>`;
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
