// One sentence at the foot of the page that helps on, when a key could not do what it is for.
import { html, nothing } from 'lit-html';
import type { Scene } from './scene';

export function hint({ ui }: Scene) {
  return ui.hint === undefined ? nothing : html`<p class="hint" aria-hidden="true">${ui.hint}</p>`;
}
