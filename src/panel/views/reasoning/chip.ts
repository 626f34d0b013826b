// The lines of a step: a press shows them in the editor.
import { html, type TemplateResult } from 'lit-html';
import type { LineSpan } from '../../../core/base/lines';
import type { Scene } from '../../scene';

export function chip(
  { words }: Scene,
  { first, last }: LineSpan,
  reveal: () => void,
  tabindex: number,
): TemplateResult {
  const short = first === last ? `L${first}` : `L${first}–${last}`;
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
  >${short}</button>`;
}
