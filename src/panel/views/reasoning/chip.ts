// The lines of a step as they are numbered now: a press shows them in the editor. What is gone leads nowhere.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { LineSpan } from '../../../core/base/lines';
import type { Scene } from '../../scene';
import { icon } from '../../ui/icons';
import { namedNow, spanNow } from './linesNow';

/** `sent`: as they were numbered in the run. */
export function chip(scene: Scene, sent: LineSpan, reveal: () => void, tabindex: number): TemplateResult {
  const { words } = scene;
  const { lines, isChanged } = spanNow(scene, sent);
  const { first, last } = namedNow(scene, sent);
  const short = first === last ? `L${first}` : `L${first}–${last}`;
  if (lines === undefined) {
    return html`<span class="chip none">${short}</span>${changed(words.codeIsGone)}`;
  }
  const press = (event: Event) => {
    event.stopPropagation();
    reveal();
  };
  return html`<button
    type="button"
    class="chip"
    data-action="reveal-lines"
    tabindex=${tabindex}
    aria-label=${words.showLines(short)}
    @click=${press}
  >${short}</button>${isChanged ? changed(words.codeHasChanged) : nothing}`;
}

function changed(says: string): TemplateResult {
  return html`<div class="checkline quiet">${icon('clock')}<span>${says}</span></div>`;
}
